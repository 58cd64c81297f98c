"""Browsers are told while nobody is at the desk."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from balie.accounts.models import User
from balie.core.clock import set_to
from balie.events.actor import Actor
from balie.notifications.models import Bundle
from balie.notifications.presence import note_present
from balie.notifications.push import posting
from balie.notifications.push.devices import add_device, desk_key
from balie.notifications.push.posting import Refused, origin_of, post
from balie.notifications.push.sealing import key_of_desk, proof, public, read, sealed, written
from balie.notifications.push.sending import run_batch, seconds_until_due
from balie.notifications.push.tests.service import Browser, Service, serving
from balie.notifications.push_records import Device
from balie.notifications.tests.told import worked
from balie.tickets.assignment import assign
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Priority, Ticket
from balie.tickets.triage import change_priority
from tests.support.world import World

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with serving(tmp_path) as (found, trust):
        monkeypatch.setattr(posting, "is_trusted", lambda host: host == "localhost")
        monkeypatch.setattr(posting, "_trust", lambda: trust)
        yield found


def device(world: World, service: Service, browser: Browser) -> Device:
    User.objects.update(language="en")
    return add_device(user=world.anna, endpoint=service.address, key=browser.key, secret=browser.secret, name="Firefox")


def given(world: World, at: datetime = TUESDAY, *, urgent: bool = False) -> Ticket:
    with set_to(at):
        ticket = world.ticket(team=world.it, subject="Private words")
        if urgent:
            change_priority(ticket_id=ticket.pk, priority=Priority.URGENT, actor=Actor.user(world.chiara.pk))
        assign(ticket_id=ticket.pk, assignee_id=world.anna.pk, actor=Actor.user(world.chiara.pk))
        worked()
    return ticket


def sent(at: datetime) -> int:
    with set_to(at):
        return run_batch()


@pytest.mark.django_db
def test_a_browser_is_told_the_number_and_what_happened_and_nobodys_words(world: World, service: Service) -> None:
    browser = Browser()
    it = device(world, service, browser)
    ticket = given(world)
    assert (sent(TUESDAY), sent(TUESDAY)) == (1, 0)
    ((headers, body),) = service.came
    assert browser.read(body) == {
        "title": f"#{ticket.pk}", "body": "It was assigned to you", "tag": f"ticket-{ticket.pk}",
        "url": f"/desk/tickets/{ticket.pk}/",
    }  # fmt: skip
    assert (headers["Content-Encoding"], headers["TTL"]) == ("aes128gcm", "43200")
    assert headers["Authorization"].startswith("vapid t=")
    assert headers["Authorization"].endswith(f"k={desk_key()}")
    it.refresh_from_db()
    assert it.told_at == TUESDAY


@pytest.mark.django_db
def test_at_night_only_what_is_urgent_comes(world: World, service: Service) -> None:
    browser = Browser()
    device(world, service, browser)
    given(world, NIGHT)
    assert sent(NIGHT) == 0
    urgent = given(world, NIGHT, urgent=True)
    assert sent(NIGHT) == 1
    assert [browser.read(body)["title"] for _headers, body in service.came] == [f"#{urgent.pk}"]
    with set_to(NIGHT):
        assert (seconds_until_due() or 0) > 3600
    assert sent(NIGHT + timedelta(hours=12)) == 1
    assert len(service.came) == 2


@pytest.mark.django_db
def test_whoever_is_at_the_desk_hears_the_bell_instead(world: World, service: Service) -> None:
    device(world, service, Browser())
    with set_to(TUESDAY):
        note_present(user_id=world.anna.pk)
    given(world)
    sent(TUESDAY)
    assert not service.came
    assert sent(TUESDAY + timedelta(minutes=6)) == 1
    assert len(service.came) == 1


@pytest.mark.django_db
def test_many_tickets_are_told_of_in_one(world: World, service: Service) -> None:
    browser = Browser()
    device(world, service, browser)
    for _ in range(6):
        given(world)
    sent(TUESDAY)
    ((_headers, body),) = service.came
    assert browser.read(body)["title"] == "News on 6 tickets"


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "left"), [(404, 0), (410, 0), (500, 1), (429, 1), (302, 1)])
def test_a_browser_that_is_gone_is_forgotten(world: World, service: Service, status: int, left: int) -> None:
    device(world, service, Browser())
    service.status = status
    given(world)
    assert sent(TUESDAY) == 1
    assert (Device.objects.count(), len(service.came)) == (left, 1)


@pytest.mark.django_db
def test_without_a_browser_nothing_waits(world: World) -> None:
    given(world)
    assert not Bundle.objects.filter(push_at__isnull=False).exists()
    assert seconds_until_due() is None


@pytest.mark.django_db
def test_what_is_no_push_service_is_refused(world: World) -> None:
    good = Browser()
    for endpoint, key, secret in (
        ("http://push.example/x", good.key, good.secret), ("https://u@push.example/", good.key, good.secret),
        ("https://push.example:8443/", good.key, good.secret),
        ("https://push.example/\r\nHost: x", good.key, good.secret),
        ("https://push.example/", "AAAA", good.secret), ("https://push.example/", good.key, "ä"),
        ("https://push.example:x/", good.key, good.secret), ("", good.key, good.secret),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            add_device(user=world.anna, endpoint=endpoint, key=key, secret=secret, name="x")
    assert not Device.objects.exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]"])
def test_nothing_inside_is_asked(host: str) -> None:
    with pytest.raises(Refused):
        post(f"https://{host}/", b"", {})


def test_messages_are_sealed_as_the_standard_has_it() -> None:
    """The example of RFC 8291, appendix A."""
    own = ec.derive_private_key(int.from_bytes(read("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), ec.SECP256R1())
    made = sealed(
        b"When I grow up, I want to be a watermelon",
        key="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        secret="BTBZMqHH6r4Tts7J_aSIgg", salt=read("DGv6ra1nlYgDCS1FRnbzlw"), own=own,
    )  # fmt: skip
    assert written(made) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_y"
        "l95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_the_desk_proves_who_it_is() -> None:
    key = key_of_desk("a secret")
    assert public(key) == public(key_of_desk("a secret")) != public(key_of_desk("another"))
    said, _comma, _key = proof(key, origin="https://push.example", contact="mailto:a@b.example", now=TUESDAY).partition(
        ","
    )
    head, claims, signature = said.removeprefix("vapid t=").split(".")
    raw = read(signature)
    der = utils.encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key.public_key().verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(read(claims))["aud"] == origin_of("https://push.example/send/1") == "https://push.example"
