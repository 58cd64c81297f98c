"""Merging at the desk."""

from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.actor import SYSTEM, Actor
from balie.tickets.content import Content
from balie.tickets.conversation import receive
from balie.tickets.lifecycle import change_status
from balie.tickets.merging import merge
from balie.tickets.models import Channel, Ticket
from balie.tickets.tags.tagging import set_tags
from tests.support.world import World


def test_it_tells_what_would_happen(world: World) -> None:
    first, second = world.ticket(), world.ticket(subject="No paper", requester=world.farid)
    set_tags(ticket_id=second.pk, names=["paper"], actor=SYSTEM)
    shown = text(seated(world.anna).get(f"/desk/tickets/{second.pk}/merge/?with={first.pk}"))
    assert f"1 message of #{second.pk} goes to #{first.pk}" in shown
    assert "Farid Haddad" in shown.split("They will take part")[1]
    assert "Not all of them belong to one organisation" in shown
    assert "paper" in shown
    assert f"Merge into #{first.pk}" in shown


def test_the_newer_one_can_stay_as_well(world: World) -> None:
    first, second, third = world.ticket(), world.ticket(), world.ticket()
    anna, address = seated(world.anna), f"/desk/tickets/{first.pk}/merge/"
    assert f"Merge into #{third.pk}" in text(anna.get(f"{address}?with={second.pk}&with={third.pk}&stays={third.pk}"))
    answer = anna.post(address, {"with": [first.pk, second.pk, third.pk], "stays": third.pk})
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/tickets/{third.pk}/")
    assert set(Ticket.objects.filter(merged_into=third)) == {first, second}


def test_numbers_can_be_typed_with_commas_between(world: World) -> None:
    first, second, third = world.ticket(), world.ticket(subject="Second"), world.ticket(subject="Third")
    shown = text(seated(world.anna).get(f"/desk/tickets/{first.pk}/merge/?with=%23{second.pk},+{third.pk}&with="))
    assert "Second" in shown
    assert "Third" in shown


def test_nothing_is_merged_that_one_may_not_see(world: World) -> None:
    mine, hidden = world.ticket(team=world.it), world.ticket(subject="Hidden", team=world.orders)
    anna, address = seated(world.anna), f"/desk/tickets/{mine.pk}/merge/"
    assert "Hidden" not in text(anna.get(f"{address}?with={hidden.pk}"))
    for given in ({"with": [hidden.pk], "stays": mine.pk}, {"with": [mine.pk], "stays": hidden.pk}):
        assert anna.post(address, given).status_code == 404
    assert not Ticket.objects.exclude(merged_into=None).exists()


def test_a_refusal_says_why(world: World) -> None:
    first, closed = world.ticket(), world.ticket()
    change_status(ticket_id=closed.pk, status="closed", actor=SYSTEM)
    anna, address = seated(world.anna), f"/desk/tickets/{first.pk}/merge/"
    answer = anna.post(address, {"with": [first.pk, closed.pk], "stays": closed.pk})
    assert answer.status_code == 422
    assert f"#{closed.pk} is closed" in text(answer)
    assert "What happens" not in text(anna.get(f"{address}?with={closed.pk}&stays={closed.pk}"))


def test_the_page_of_a_merged_ticket_leads_on_and_lets_nothing_be_changed(world: World) -> None:
    first, second = world.ticket(), world.ticket()
    merge(target_id=first.pk, source_ids=[second.pk], actor=SYSTEM)
    shown = text(seated(world.anna).get(f"/desk/tickets/{second.pk}/"))
    assert f"This ticket was merged into #{first.pk}" in shown
    assert 'id="composer-notice"' in shown
    for address in ("status/", "tags/", "messages/"):
        assert f'action="/desk/tickets/{second.pk}/{address}"' not in shown
    light = text(seated(world.lena).get(f"/desk/tickets/{second.pk}/"))
    assert "separation/" in shown
    assert "separation/" not in light


def test_undoing_leads_to_the_ticket_and_says_so_or_why_not(world: World) -> None:
    first, second, third = world.ticket(), world.ticket(), world.ticket()
    merge(target_id=first.pk, source_ids=[second.pk], actor=SYSTEM)
    merge(target_id=third.pk, source_ids=[first.pk], actor=SYSTEM)
    anna = seated(world.anna)
    refused = anna.post(f"/desk/tickets/{second.pk}/separation/", follow=True)
    assert f"#{first.pk} was itself merged into #{third.pk}" in text(refused)
    answer = anna.post(f"/desk/tickets/{first.pk}/separation/", headers=FRAGMENT)
    assert answer["HX-Redirect"] == f"/desk/tickets/{first.pk}/"
    assert "is a ticket of its own again" in text(anna.get(f"/desk/tickets/{first.pk}/"))


def choices(world: World, ticket: Ticket, words: str) -> str:
    return text(seated(world.anna).get(f"/desk/tickets/{ticket.pk}/choices/", {"q": words}))


def test_another_ticket_is_found_by_number_or_words(world: World) -> None:
    ticket, lamp = world.ticket(), world.ticket(subject="The lamp flickers", requester=world.farid)
    gone = world.ticket(subject="The lamp as well")
    hidden = world.ticket(subject="A hidden lamp", team=world.orders)
    merge(target_id=lamp.pk, source_ids=[gone.pk], actor=SYSTEM)
    for words in ("flick", f"{lamp.pk}", f"#{lamp.pk}"):
        assert f"#{lamp.pk} The lamp flickers" in choices(world, ticket, words)
    found = choices(world, ticket, "lamp")
    assert hidden.subject not in found
    assert gone.subject not in found
    assert choices(world, ticket, str(ticket.pk)).count("<option") == 0


def test_other_tickets_of_the_contact_are_offered_first(world: World) -> None:
    other, ticket, _farids = world.ticket(subject="Mine too"), world.ticket(), world.ticket(requester=world.farid)
    offered = choices(world, ticket, "")
    assert offered.count("<option") == 1
    assert f'value="{other.pk}"' in offered


def test_what_was_doubtful_before_the_merge_can_be_accepted_after_it(world: World) -> None:
    first, second = world.ticket(), world.ticket(requester=world.farid)
    receive(
        ticket_id=first.pk, content=Content(text="Me too"), author=world.farid, channel=Channel.EMAIL,
        actor=Actor.contact(world.farid.pk), unverified=True,
    )  # fmt: skip
    merge(target_id=first.pk, source_ids=[second.pk], actor=SYSTEM)
    anna, address = seated(world.anna), f"/desk/tickets/{first.pk}/"
    shown = text(anna.get(address))
    assert "Accept Farid Haddad" in shown
    assert "Ignore" not in shown
    anna.post(f"{address}participants/{world.farid.pk}/acceptance/")
    assert "Accept Farid Haddad" not in text(anna.get(address))


def test_nothing_is_taken_out_of_a_ticket_that_one_may_not_see(world: World) -> None:
    hidden, mine = world.ticket(team=world.orders), world.ticket(team=world.it)
    merge(target_id=hidden.pk, source_ids=[mine.pk], actor=SYSTEM)
    assert seated(world.anna).post(f"/desk/tickets/{mine.pk}/separation/").status_code == 404
    assert Ticket.objects.get(pk=mine.pk).merged_into == hidden


def test_a_merge_into_what_is_hidden_names_no_number_and_offers_no_way_back(world: World) -> None:
    gone, hidden = world.ticket(team=world.it), world.ticket(team=world.orders)
    merge(target_id=hidden.pk, source_ids=[gone.pk], actor=SYSTEM)
    shown = text(seated(world.anna).get(f"/desk/tickets/{gone.pk}/"))
    assert "merged into one of another team" in shown
    assert f"#{hidden.pk}" not in shown
    assert "separation/" not in shown
