"""What an administrator of a new desk is led to."""

from balie.accounts.models import User
from balie.channels.email.models import Mailbox
from balie.desk.tests.desk import seated, text
from balie.events.actor import SYSTEM
from balie.tickets.lifecycle import change_status
from tests.support.world import World

EMPTY = "No open tickets. Everything is answered."


def test_an_administrator_is_led_until_all_is_done(world: World) -> None:
    admin = seated(world.dieter)
    said = text(admin.get("/desk/"))
    assert "Before the first question comes" in said
    assert 'href="/desk/settings/mailboxes/"' in said
    assert 'href="/desk/settings/teams/"' not in said  # there are some
    Mailbox.objects.create(address="support@fietsfabriek.example")
    said = text(admin.get("/desk/"))
    assert 'href="/desk/settings/mailboxes/"' not in said
    assert 'href="mailto:support@fietsfabriek.example"' in said
    ticket = world.ticket()
    change_status(ticket_id=ticket.pk, status="resolved", actor=SYSTEM)
    assert EMPTY in text(admin.get("/desk/"))


def test_others_and_other_lists_have_nothing_of_it(world: World) -> None:
    assert EMPTY in text(seated(world.anna).get("/desk/"))
    assert "Before the first question" not in text(seated(world.dieter).get("/desk/?view=mine"))
    User.objects.exclude(pk=world.dieter.pk).delete()
    assert 'href="/desk/settings/users/"' in text(seated(world.dieter).get("/desk/"))
