"""Links, splits, copies and hand-overs at the desk."""

from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.actor import SYSTEM, Actor
from balie.tickets.content import Content
from balie.tickets.conversation import add_note, receive, reply
from balie.tickets.linking import Way, link
from balie.tickets.merging import merge
from balie.tickets.models import Channel, Ticket
from tests.support.world import World


def linked(ticket: Ticket, other: Ticket, way: str) -> None:
    link(ticket_id=ticket.pk, other_id=other.pk, way=way, actor=SYSTEM)


def test_links_stand_beside_the_ticket_with_their_status(world: World) -> None:
    ticket, parent, gone = world.ticket(), world.ticket(subject="All tills"), world.ticket(subject="Was another")
    anna, address = seated(world.anna), f"/desk/tickets/{ticket.pk}/"
    assert f'hx-get="{address}links/"' not in text(anna.get(address))
    linked(ticket, parent, Way.PARENT)
    merge(target_id=ticket.pk, source_ids=[gone.pk], actor=SYSTEM)
    assert f'hx-get="{address}links/"' in text(anna.get(address))
    shown = text(anna.get(f"{address}links/", headers=FRAGMENT))
    for words in ("Part of", "All tills", "Merged into this", "Was another"):
        assert words in shown
    removed = anna.post(f"{address}links/{parent.pk}/parent/removal/", headers=FRAGMENT)
    assert "All tills" not in text(removed)
    assert anna.post(f"{address}links/{parent.pk}/friend/removal/").status_code == 404


def test_a_link_is_made_to_what_one_may_see(world: World) -> None:
    ticket, other, hidden = world.ticket(), world.ticket(subject="Other"), world.ticket(team=world.orders)
    anna, address = seated(world.anna), f"/desk/tickets/{ticket.pk}/links/"
    for number, words in ((hidden.pk, "There is no such ticket."), (ticket.pk, "itself"), ("", "no such ticket")):
        refused = anna.post(address, {"other": number, "way": "related"})
        assert refused.status_code == 422
        assert words in text(refused).replace("&#39;", "'")
    answer = anna.post(address, {"other": f"#{other.pk}", "way": "child"}, follow=True)
    assert f"Linked with #{other.pk}" in text(answer)
    assert "Other" in text(anna.get(address, headers=FRAGMENT))


def test_light_agents_see_links_and_change_none(world: World) -> None:
    ticket, other = world.ticket(), world.ticket(subject="Other")
    linked(ticket, other, Way.RELATED)
    lena, address = seated(world.lena), f"/desk/tickets/{ticket.pk}/links/"
    assert "Other" in text(lena.get(address))
    assert "removal" not in text(lena.get(address))
    assert lena.post(address, {"other": other.pk, "way": "child"}).status_code == 403


def test_a_parent_asks_what_becomes_of_its_children(world: World) -> None:
    parent, child = world.ticket(), world.ticket()
    linked(child, parent, Way.PARENT)
    anna, path = seated(world.anna), f"/desk/tickets/{parent.pk}/status/"
    asked = anna.post(path, {"status": "resolved"}, headers=FRAGMENT)
    assert asked.status_code == 409
    assert f"Its part #{child.pk} is still open." in text(asked)
    assert 'value="along"' in text(asked)
    assert Ticket.objects.get(pk=parent.pk).status == "new"
    anna.post(path, {"status": "resolved", "children": "along"})
    assert set(Ticket.objects.values_list("status", flat=True)) == {"resolved"}


def test_a_message_becomes_a_ticket(world: World) -> None:
    ticket = world.ticket()
    note = add_note(ticket_id=ticket.pk, content=Content(text="Order one"), actor=SYSTEM)
    anna, address = seated(world.anna), f"/desk/messages/{note.pk}/split/"
    assert address in text(anna.get(f"/desk/tickets/{ticket.pk}/"))
    assert "Order one" in text(anna.get(address))
    assert anna.post(address, {"subject": " "}).status_code == 422
    shown = text(anna.post(address, {"subject": "Order a till"}, follow=True))
    assert "Order a till" in shown
    assert f'made this ticket of a part of <a href="/desk/tickets/{ticket.pk}/">#{ticket.pk}</a>' in shown


def test_another_one_like_it(world: World) -> None:
    ticket = world.ticket(subject="Every month")
    shown = text(seated(world.anna).post(f"/desk/tickets/{ticket.pk}/copies/", follow=True))
    assert f"is like #{ticket.pk}" in shown
    assert Ticket.objects.filter(subject="Every month").count() == 2


def test_a_hand_over_may_take_the_ticket_out_of_ones_sight(world: World) -> None:
    ticket = world.ticket(team=world.it)
    anna, address = seated(world.anna), f"/desk/tickets/{ticket.pk}/hand-over/"
    assert "IT" not in text(anna.get(address)).split('name="team"')[1].split("</select>")[0]
    refused = anna.post(address, {"team": "", "text": "Order one."})
    assert (refused.status_code, "Order one." in text(refused)) == (422, True)
    answer = anna.post(address, {"team": world.orders.pk, "text": "Order one."})
    assert (answer.status_code, answer["Location"]) == (303, "/desk/")
    assert ticket.messages.latest("pk").text == "Order one."


def test_parts_that_one_may_not_see_are_counted_not_named_and_left(world: World) -> None:
    parent, child = world.ticket(), world.ticket()
    hidden, below = world.ticket(team=world.orders), world.ticket(team=world.orders)
    linked(child, parent, Way.PARENT)
    linked(hidden, parent, Way.PARENT)
    linked(below, child, Way.PARENT)
    anna, path = seated(world.anna), f"/desk/tickets/{parent.pk}/status/"
    for chosen in ("", "along"):
        asked = anna.post(path, {"status": "resolved", "children": chosen}, headers=FRAGMENT)
        assert asked.status_code == 409
        assert f"Its part #{child.pk} is still open. 1 part of another team is still open." in text(asked)
        assert 'value="along"' not in text(asked)
        assert 'value="visible"' in text(asked)
    anna.post(path, {"status": "resolved", "children": "visible"})
    tickets = (parent, child, hidden, below)
    assert [Ticket.objects.get(pk=it.pk).status for it in tickets] == ["resolved", "resolved", "new", "new"]


def test_a_parent_whose_parts_are_all_of_other_teams_is_resolved_without_them(world: World) -> None:
    parent, hidden = world.ticket(), world.ticket(team=world.orders)
    linked(hidden, parent, Way.PARENT)
    anna, path = seated(world.anna), f"/desk/tickets/{parent.pk}/resolution/"
    asked = text(anna.post(path, headers=FRAGMENT))
    assert "1 part of another team is still open." in asked
    assert 'value="visible"' not in asked
    anna.post(path, {"children": "leave"})
    assert [Ticket.objects.get(pk=it.pk).status for it in (parent, hidden)] == ["resolved", "new"]


def test_a_strangers_message_does_not_take_along_what_others_wrote(world: World) -> None:
    ticket = world.ticket()
    doubtful = receive(
        ticket_id=ticket.pk, content=Content(text="Me too"), author=world.farid, channel=Channel.EMAIL,
        actor=Actor.contact(world.farid.pk), unverified=True,
    )  # fmt: skip
    reply(ticket_id=ticket.pk, content=Content(text="The code is 7"), actor=Actor.user(world.anna.pk))
    anna, address = seated(world.anna), f"/desk/messages/{doubtful.pk}/split/"
    refused = anna.post(address, {"subject": "Another till", "following": "1"})
    assert refused.status_code == 422
    assert "Farid Haddad does not take part in this ticket" in text(refused)
    assert not Ticket.objects.filter(requester=world.farid).exists()
    assert anna.post(address, {"subject": "Another till"}).status_code == 303
    assert Ticket.objects.get(requester=world.farid).messages.get() == doubtful


def test_what_is_hidden_is_not_named_in_the_history_either(world: World) -> None:
    ticket, hidden = world.ticket(), world.ticket(team=world.orders)
    link(ticket_id=ticket.pk, other_id=hidden.pk, way="related", actor=SYSTEM)
    address = f"/desk/tickets/{ticket.pk}/"
    assert f"#{hidden.pk}" in text(seated(world.chiara).get(address))
    shown = text(seated(world.anna).get(address))
    assert "linked it with <b>another ticket</b>" in shown
    assert f"#{hidden.pk}" not in shown
