"""Views that people make, share, change and take away."""

import re

import pytest

from balie.desk.tests.desk import seated, text
from balie.desk.tests.test_filters import found, shown
from balie.tickets.views import View
from tests.support.world import World

URGENT = "status:active priority:>=high"


def test_a_filter_becomes_a_view_of_ones_own(world: World) -> None:
    urgent, _other = world.ticket(priority=4), world.ticket()
    anna = seated(world.anna)
    answer = anna.post("/desk/views/", {"name": " Urgent ones ", "q": URGENT, "audience": "owner"})
    view = View.objects.get()
    assert answer.headers["Location"] == f"/desk/?view={view.pk}"
    page = anna.get(answer.headers["Location"])
    assert shown(page) == [urgent.pk]
    assert "<title>Urgent ones" in text(page)
    assert re.search(rf'href="/desk/\?view={view.pk}" aria-current="page"', text(page))
    assert 'value="status:active priority:high,urgent"' in text(page)
    # Nobody else's business.
    assert "Urgent ones" not in text(seated(world.bram).get("/desk/"))
    assert "Urgent ones" not in text(seated(world.chiara).get(f"/desk/?view={view.pk}"))


@pytest.mark.parametrize(
    ("who", "audience", "seen_by"),
    [
        ("anna", "team:it", {"anna", "chiara", "dieter"}),
        ("anna", "team:orders", set()),
        ("anna", "all", set()),
        ("lena", "team:orders", set()),
        ("chiara", "team:orders", {"bram", "lena", "chiara", "dieter"}),
        ("chiara", "all", {"anna", "bram", "lena", "chiara", "dieter"}),
        ("dieter", "all", {"anna", "bram", "lena", "chiara", "dieter"}),
    ],
)
def test_who_may_share_with_whom(world: World, who: str, audience: str, seen_by: set[str]) -> None:
    teams = {"team:it": f"team:{world.it.pk}", "team:orders": f"team:{world.orders.pk}"}
    form = {"name": "Shared", "q": URGENT, "audience": teams.get(audience, audience)}
    seated(getattr(world, who)).post("/desk/views/", form)
    people = ("anna", "bram", "chiara", "dieter", "lena")
    assert {name for name in people if ">Shared<" in text(seated(getattr(world, name)).get("/desk/"))} == seen_by
    assert View.objects.exists() == bool(seen_by)


def test_a_shared_view_means_whoever_looks(world: World) -> None:
    hers = world.ticket(team=world.it)
    his = world.ticket(team=world.orders)
    seated(world.chiara).post("/desk/views/", {"name": "Ours", "q": "team:mine", "audience": "all"})
    view = View.objects.get()
    assert shown(seated(world.anna).get(f"/desk/?view={view.pk}")) == [hers.pk]
    assert shown(seated(world.bram).get(f"/desk/?view={view.pk}")) == [his.pk]


def test_its_conditions_and_its_name_can_be_changed(world: World) -> None:
    anna = seated(world.anna)
    anna.post("/desk/views/", {"name": "Urgent", "q": URGENT, "audience": "owner"})
    pk = View.objects.get().pk
    assert "Save changes" in text(anna.get(f"/desk/?view={pk}&q=status:pending"))
    anna.post(f"/desk/views/{pk}/conditions/", {"q": "status:pending"})
    anna.post(f"/desk/views/{pk}/", {"name": "Pending ones", "audience": f"team:{world.it.pk}"})
    page = text(anna.get(f"/desk/?view={pk}"))
    assert 'value="status:pending"' in page
    assert "<title>Pending ones" in page
    assert View.objects.get().team_id == world.it.pk


def test_what_is_not_theirs_they_cannot_change(world: World) -> None:
    seated(world.chiara).post("/desk/views/", {"name": "For all", "q": URGENT, "audience": "all"})
    seated(world.bram).post("/desk/views/", {"name": "Of Bram", "q": URGENT, "audience": "owner"})
    shared, hidden = View.objects.order_by("pk")
    anna = seated(world.anna)
    for action in ("", "conditions/", "removal/"):
        form = {"name": "Mine now", "q": "status:closed", "audience": "owner"}
        assert anna.post(f"/desk/views/{hidden.pk}/{action}", form).status_code == 404
        refused = anna.post(f"/desk/views/{shared.pk}/{action}", form, follow=True)
        assert "This view is shared" in text(refused)
    assert set(View.objects.values_list("name", flat=True)) == {"For all", "Of Bram"}


def test_whoever_takes_a_shared_view_for_themselves_has_it(world: World) -> None:
    form = {"name": "Tills", "q": URGENT, "audience": f"team:{world.it.pk}"}
    seated(world.anna).post("/desk/views/", form)
    pk = View.objects.get().pk
    chiara = seated(world.chiara)
    chiara.post(f"/desk/views/{pk}/", {"name": "Tills", "audience": "owner"})
    assert "<title>Tills" in text(chiara.get(f"/desk/?view={pk}"))
    assert "<title>Tills" not in text(seated(world.anna).get(f"/desk/?view={pk}"))


def test_it_is_taken_away_and_tickets_stay(world: World) -> None:
    ticket = world.ticket()
    anna = seated(world.anna)
    anna.post("/desk/views/", {"name": "Urgent", "q": "", "audience": "owner"})
    pk = View.objects.get().pk
    anna.post(f"/desk/views/{pk}/removal/")
    assert not View.objects.exists()
    # An old address leads to the inbox.
    assert shown(anna.get(f"/desk/?view={pk}")) == [ticket.pk]


def test_it_needs_a_name_and_conditions_that_are_understood(world: World) -> None:
    anna = seated(world.anna)
    assert "A view needs a name." in text(anna.post("/desk/views/", {"name": " ", "q": ""}, follow=True))
    assert "nothing called" in text(anna.post("/desk/views/", {"name": "A", "q": "colour:red"}, follow=True))
    assert not View.objects.exists()


def test_a_tag_that_is_renamed_stays_in_the_view(world: World) -> None:
    ticket = world.ticket(tags=["till"])
    anna = seated(world.anna)
    anna.post("/desk/views/", {"name": "Tills", "q": "tag:till", "audience": "owner"})
    ticket.tags.update(name="cash desk")
    page = anna.get(f"/desk/?view={View.objects.get().pk}")
    assert shown(page) == [ticket.pk]
    assert "tag:&#34;cash desk&#34;" in text(page)


def test_conditions_of_a_view_are_the_same_as_typed(world: World) -> None:
    world.ticket(priority=3)
    anna = seated(world.anna)
    anna.post("/desk/views/", {"name": "Urgent", "q": URGENT, "audience": "owner"})
    assert shown(anna.get(f"/desk/?view={View.objects.get().pk}")) == found(anna, URGENT)
