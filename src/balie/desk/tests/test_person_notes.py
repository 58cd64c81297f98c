"""Notes on contacts and organisations, and the mark of very important persons."""

import re

from balie.desk.tests.desk import seated, text
from balie.people.note_records import PersonNote
from tests.support.world import World


def test_what_is_noted_stands_beside_the_ticket(world: World) -> None:
    anna, ticket = seated(world.anna), world.ticket()
    anna.post(f"/desk/contacts/{world.emma.pk}/notes/", {"text": "Call first."})
    anna.post(f"/desk/organisations/{world.fietsfabriek.pk}/notes/", {"text": "Closed on Mondays.\n" * 20})
    page = text(anna.get(f"/desk/tickets/{ticket.pk}/"))
    assert "Call first." in page
    assert '<details class="person-note">' in page
    assert "Anna de Vries" in page
    assert "Call first." in text(anna.get(f"/desk/contacts/{world.emma.pk}/"))
    assert "Closed on" in text(anna.get(f"/desk/organisations/{world.fietsfabriek.pk}/"))


def test_the_second_of_two_who_change_a_note_is_told(world: World) -> None:
    anna, address = seated(world.anna), f"/desk/contacts/{world.emma.pk}/"
    anna.post(f"{address}notes/", {"text": "Call first."})
    note = PersonNote.objects.get()
    assert re.findall(r'name="version" value="(\d+)"', text(anna.get(address))) == ["1"]
    seated(world.chiara).post(f"{address}notes/{note.pk}/", {"text": "Write first.", "version": 1})
    late = anna.post(f"{address}notes/{note.pk}/", {"text": "Call twice.", "version": 1})
    assert late.status_code == 409
    assert "has changed this note meanwhile" in text(late)
    assert "Call twice." in text(late)
    anna.post(f"{address}notes/{note.pk}/", {"remove": "1"})
    assert not PersonNote.objects.exists()
    assert anna.post(f"{address}notes/", {"text": "  "}).status_code == 422
    assert anna.post(f"{address}notes/{note.pk}/", {"text": "x"}).status_code == 404


def test_who_is_very_important_is_seen_in_lists_and_found_by_a_filter(world: World) -> None:
    anna, ticket, other = seated(world.anna), world.ticket(), world.ticket(requester=world.farid)
    assert 'class="row-vip"' not in text(anna.get("/desk/"))
    anna.post(f"/desk/contacts/{world.emma.pk}/vip/", {"vip": "1"})
    assert text(anna.get("/desk/")).count('class="row-vip"') == 1
    assert "VIP" in text(anna.get(f"/desk/tickets/{ticket.pk}/panel/"))
    for asked, seen, hidden in (("yes", ticket, other), ("no", other, ticket)):
        page = text(anna.get("/desk/", {"q": f"vip:{asked}"}))
        assert f"ticket-{seen.pk}" in page
        assert f"ticket-{hidden.pk}" not in page
    anna.post(f"/desk/contacts/{world.emma.pk}/vip/")
    assert f"ticket-{ticket.pk}" not in text(anna.get("/desk/", {"q": "vip:yes"}))
    anna.post(f"/desk/organisations/{world.fietsfabriek.pk}/vip/", {"vip": "1"})
    assert f"ticket-{ticket.pk}" in text(anna.get("/desk/", {"q": "vip:yes"}))
