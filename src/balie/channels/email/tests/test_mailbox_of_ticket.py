"""Which mailbox a ticket is answered from, also in the seconds in which what is remembered is no longer so."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from balie.channels.email import mailboxes
from balie.channels.email.mailboxes import mailbox_of_ticket, recent_directory
from balie.channels.email.models import Mailbox
from tests.support.world import World


@pytest.fixture
def remembering(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in production."""
    settings.BALIE_REMEMBER = True
    for name in ("_directory", "_mailboxes"):
        monkeypatch.setattr(getattr(mailboxes, name), "_known", {})
    yield


@pytest.fixture
def only(world: World, remembering: None) -> Mailbox:
    made = Mailbox.objects.create(address="support@morgenrood.example")
    recent_directory()
    return made


def test_the_only_one(world: World, only: Mailbox) -> None:
    assert mailbox_of_ticket(world.ticket().pk, None) == only


def test_not_one_that_was_just_switched_off(world: World, only: Mailbox) -> None:
    Mailbox.objects.filter(pk=only.pk).update(is_active=False)
    other = Mailbox.objects.create(address="orders@morgenrood.example")
    assert mailbox_of_ticket(world.ticket().pk, None) == other


def test_not_one_that_was_just_taken_away(world: World, only: Mailbox) -> None:
    Mailbox.objects.filter(pk=only.pk).delete()
    other = Mailbox.objects.create(address="orders@morgenrood.example")
    assert mailbox_of_ticket(world.ticket().pk, None) == other
