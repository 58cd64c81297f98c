"""Where the day begins, and how close things stand."""

import pytest
from django.test import Client

from balie.accounts.models import Signs
from balie.accounts.staffing import change_team
from balie.desk.tests.desk import seated, text
from balie.events.actor import Actor
from balie.mail.models import OutgoingMail
from balie.tickets.content import Content
from balie.tickets.conversation import reply
from tests.support.world import PASSWORD, World


def checked(world: World) -> str:
    page = text(seated(world.anna).get("/desk/own/"))
    return next(line for line in page.splitlines() if " checked" in line)


def choose(world: World, **chosen: str) -> None:
    seated(world.anna).post("/desk/own/", {"start_page": "", "density": "comfortable"} | chosen)
    world.anna.refresh_from_db()


@pytest.mark.parametrize("page", ["/desk/?view=mine", "/desk/?team=it", "/desk/dashboard/"])
def test_signing_in_leads_to_the_page_one_chose(world: World, page: str) -> None:
    choose(world, start_page=page)
    answer = Client().post("/accounts/login/", {"login": world.anna.email, "password": PASSWORD})
    assert answer["Location"] == page


@pytest.mark.parametrize(
    "page", ["https://elsewhere.example/", "//elsewhere.example", "/desk/?team=orders", "/accounts/logout/"]
)
def test_only_places_of_the_own_rail_can_be_chosen(world: World, page: str) -> None:
    choose(world, start_page="/desk/?view=mine")
    choose(world, start_page=page)
    assert world.anna.start_page == "/desk/?view=mine"


def test_a_page_that_is_gone_stays_until_another_is_chosen(world: World) -> None:
    type(world.anna).objects.filter(pk=world.anna.pk).update(start_page="/desk/?team=gone")
    assert '<option value="/desk/?team=gone" selected>' in text(seated(world.anna).get("/desk/own/"))


def test_the_distance_is_the_same_on_each_device(world: World) -> None:
    assert 'value="comfortable"' in checked(world)
    choose(world, density="compact")
    assert 'value="compact"' in checked(world)
    assert 'data-density="compact"' in text(seated(world.anna).get("/desk/"))
    assert 'data-density="compact"' not in text(seated(world.bram).get("/desk/"))


def test_the_signature_is_shown_below_an_answer_as_it_will_stand_there(world: World) -> None:
    path = f"/desk/tickets/{world.ticket().pk}/"
    assert "composer-signature" not in text(seated(world.anna).get(path))
    type(world.anna).objects.filter(pk=world.anna.pk).update(signature="Anna <IT>\nDesk 4")
    assert "Anna &lt;IT&gt;\nDesk 4</p>" in text(seated(world.anna).get(path))
    assert "composer-signature" not in text(seated(world.bram).get(path))


def test_the_signature_of_a_team_is_shown_and_sent(world: World) -> None:
    admin = Actor.user(world.anna.pk)
    words = "{agent}\nIT, room 4"
    change_team(team_id=world.it.pk, name="IT", member_ids=[world.anna.pk], actor=admin, signature=words)
    ticket = world.ticket(team=world.it)
    assert "Anna de Vries\nIT, room 4</p>" in text(seated(world.anna).get(f"/desk/tickets/{ticket.pk}/"))
    reply(ticket_id=ticket.pk, content=Content(text="Done"), actor=admin)
    assert "-- \nAnna de Vries\nIT, room 4\n" in OutgoingMail.objects.get().text
    type(world.anna).objects.filter(pk=world.anna.pk).update(signature="Kind regards, Anna")
    change_team(
        team_id=world.it.pk, name="IT", member_ids=[world.anna.pk], actor=admin, signature=words, signs=Signs.BOTH
    )
    reply(ticket_id=ticket.pk, content=Content(text="And more"), actor=admin)
    assert "-- \nKind regards, Anna\n\nAnna de Vries\nIT, room 4\n" in OutgoingMail.objects.latest("pk").text
