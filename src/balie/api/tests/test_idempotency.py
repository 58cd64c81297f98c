import threading
from datetime import timedelta

import pytest
from django.db import connection

from balie.accounts.tokens import make_token
from balie.api.idempotency import forget_old_answers
from balie.api.models import KeptAnswer
from balie.api.tests.conftest import Api, Program
from balie.core.clock import now
from balie.tickets.models import Message, Tag, Ticket
from tests.support.world import World, make_world

QUESTION = {"subject": "Till", "body": "Silent", "requester": {"email": "greta@fietsfabriek.example"}}


def test_the_same_request_is_done_once_and_answered_alike(world: World, program: Program) -> None:
    api = program(world.anna)
    first, again = api.post("/tickets", QUESTION, key="k1"), api.post("/tickets", QUESTION, key="k1")
    assert (first.status_code, first.content, first["Location"]) == (
        again.status_code,
        again.content,
        again["Location"],
    )
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert Ticket.objects.count() == 1


def test_messages_are_said_once_too(world: World, program: Program) -> None:
    ticket, api = world.ticket(), program(world.anna)
    answers = [api.post(f"/tickets/{ticket.pk}/messages", {"body": "Hello"}, key="k1").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Message.objects.filter(ticket=ticket, direction="out").count() == 1


def test_a_key_is_not_taken_for_another_request(world: World, program: Program) -> None:
    ticket, api = world.ticket(), program(world.anna)
    api.post("/tickets", QUESTION, key="k1")
    for answer in (
        api.post("/tickets", QUESTION | {"body": "Loud"}, key="k1"),
        api.post(f"/tickets/{ticket.pk}/messages", {"body": "Hello"}, key="k1"),
    ):
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert Ticket.objects.count() == 2
    assert Message.objects.count() == 2


def test_a_key_belongs_to_its_user(world: World, program: Program) -> None:
    for user in (world.anna, world.bram):
        assert program(user).post("/tickets", QUESTION, key="k1").status_code == 201
    assert Ticket.objects.count() == 2


def test_what_failed_may_be_tried_again_with_its_key(world: World, program: Program) -> None:
    api = program(world.anna)
    assert api.post("/tickets", QUESTION | {"team": "nobodies"}, key="k1").status_code == 422
    assert api.post("/tickets", QUESTION, key="k1").status_code == 201


@pytest.mark.parametrize("key", ["", "k" * 256, "kéy", "a\tb"])
def test_a_key_must_be_one(world: World, program: Program, key: str) -> None:
    answer = program(world.anna).post("/tickets", QUESTION, key=key)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "Idempotency-Key")


def test_after_a_day_a_key_is_new_again(world: World, program: Program) -> None:
    api = program(world.anna)
    api.post("/tickets", QUESTION, key="k1")
    KeptAnswer.objects.update(created_at=now() - timedelta(hours=24, minutes=1))
    assert api.post("/tickets", QUESTION | {"body": "Loud"}, key="k1").status_code == 201
    assert Ticket.objects.count() == 2


def test_old_answers_are_forgotten(world: World, program: Program) -> None:
    api = program(world.anna)
    for key in ("old", "new"):
        api.post("/tickets", QUESTION, key=key)
    KeptAnswer.objects.filter(key="old").update(created_at=now() - timedelta(hours=25))
    assert forget_old_answers() == 1
    assert KeptAnswer.objects.get().key == "new"


@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_time_are_done_once() -> None:
    world = make_world(password=None)
    token = make_token(user=world.anna, name="race")
    start, answers = threading.Barrier(6), []

    def send() -> None:
        start.wait()
        answers.append(Api(token).post("/tickets", QUESTION, key="k1"))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Ticket.objects.count() == 1


def test_every_operation_that_is_described_with_a_key_looks_at_it(world: World, program: Program) -> None:
    """A key that no key can be is refused, by those too that could be done twice without harm."""
    ticket, tag = world.ticket(team=world.it), Tag.objects.create(name="till")
    other = Tag.objects.create(name="printer")
    api = program(world.chiara)
    for path, body in (
        (f"/tickets/{ticket.pk}/timer", {"step": "start"}),
        (f"/tags/{tag.pk}/merge", {"into": other.pk}),
        (f"/tickets/{ticket.pk}/snooze", {"until": (now() + timedelta(days=1)).isoformat()}),
        ("/notifications/seen", {}),
    ):
        answer = api.post(path, body, key="\t")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "Idempotency-Key"), path
