"""What contacts read of own statuses."""

from django.test import Client

from balie.desk.tests.desk import text
from balie.events.actor import SYSTEM
from balie.people.access import user_for
from balie.tickets.lifecycle import change_status
from balie.tickets.own_statuses.tests.making import made_status
from tests import cast
from tests.support.world import World


def test_they_read_the_name_that_is_for_them_or_the_words_of_the_six(world: World) -> None:
    told = made_status(portal=True, portal_name="We have ordered it", translations={"nl": {"portal_name": "Besteld"}})
    silent = made_status("The supplier is slow")
    ticket, client = world.ticket(), Client()
    user = user_for(cast.EMMA.email)
    assert user
    client.force_login(user)
    for own, language, words in (
        (told, "en", "We have ordered it"), (told, "nl", "Besteld"), (silent, "en", "We wait for somebody else"),
    ):  # fmt: skip
        change_status(ticket_id=ticket.pk, status="on_hold", own=own, actor=SYSTEM)
        user.language = language
        user.save(update_fields=["language"])
        for path in ("/requests/", f"/requests/{ticket.pk}/"):
            page = text(client.get(path, headers={"Accept-Language": language}))
            assert words in page
            assert "supplier is slow" not in page
