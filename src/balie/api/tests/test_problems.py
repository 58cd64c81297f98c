import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, override_settings

from balie.api import tickets
from balie.api.tests.conftest import Api, Program
from balie.tickets.models import Ticket
from tests.support.world import World


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    document: dict[str, Any] = json.loads(answer.content)
    assert document["status"] == status
    assert document["type"].startswith("/api/v1/docs#problem-")
    assert document["title"]
    assert document["detail"]
    return document


def test_without_a_token_there_is_nothing(world: World) -> None:
    for header in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer \x00"},
        {"Authorization": "Basic eA=="},
    ):
        answer = Client(headers=header).get("/api/v1/tickets")
        problem(answer, 401)
        assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", ["", "nothing", "time/1%0A", "%0A%0A"])
def test_an_address_that_is_none_is_told_as_a_problem(path: str) -> None:
    problem(Client().get(f"/api/v1/{path}"), 404)


def test_a_session_is_no_token(world: World) -> None:
    browser = Client()
    browser.force_login(world.anna, backend="balie.accounts.backend.Backend")
    problem(browser.get("/api/v1/tickets"), 401)


def test_who_may_no_longer_sign_in_has_no_token_either(world: World, program: Program) -> None:
    api = program(world.anna)
    world.anna.is_active = False
    world.anna.save(update_fields=["is_active"])
    problem(api.get("/tickets"), 401)


Send = Callable[[Api], Any]
WRONG: dict[str, tuple[int, Send]] = {
    "an address there is none of": (404, lambda api: api.get("/nothing")),
    "an address with a slash too many": (404, lambda api: api.get("/tickets/")),
    "the root": (404, lambda api: api.get("/")),
    "a number that is none": (404, lambda api: api.get("/tickets/seven")),
    "a number beyond all": (404, lambda api: api.get("/tickets/" + "9" * 30)),
    "a number with thousands of digits": (404, lambda api: api.get("/tickets/" + "9" * 5000)),
    "a method the address does not take": (405, lambda api: api.send("DELETE", "/tickets")),
    "no JSON": (400, lambda api: api.send("POST", "/tickets", b"{")),
    "another encoding": (400, lambda api: api.send("POST", "/tickets", b"\xff\xfe{")),
    "a form": (415, lambda api: api.send("POST", "/tickets", b"subject=x", "application/x-www-form-urlencoded")),
    "a novel": (413, lambda api: api.send("POST", "/tickets", b'"' + b"x" * 1024 * 1024 + b'"')),
    "no body": (422, lambda api: api.send("POST", "/tickets")),
    "a list": (422, lambda api: api.post("/tickets", [])),
    "deep nesting": (400, lambda api: api.send("POST", "/tickets", b"[" * 100_000)),
    "NUL": (422, lambda api: api.post("/tickets", _ticket("\x00"))),
    "half a character": (422, lambda api: api.send("POST", "/tickets", json.dumps(_ticket("\ud800")).encode())),
    "a search for NUL": (422, lambda api: api.get("/search", q="\x00")),
    "a search for nothing": (422, lambda api: api.get("/search", q="")),
}


def _ticket(text: str) -> dict[str, Any]:
    return {"subject": f"a{text}", "body": "b", "requester": {"email": "c@d.example"}}


@pytest.mark.parametrize("case", WRONG)
def test_whatever_is_wrong_is_answered_as_a_problem(world: World, program: Program, case: str) -> None:
    status, send = WRONG[case]
    problem(send(program(world.anna)), status)
    assert not Ticket.objects.exists()


def test_a_method_that_is_not_taken_is_told_which_are(world: World, program: Program) -> None:
    answer = program(world.anna).send("PUT", f"/tickets/{world.ticket().pk}")
    assert {method.strip() for method in answer["Allow"].split(",")} == {"GET", "PATCH"}


def test_our_own_fault_is_said_to_be_ours(world: World, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(tickets, "shown", broken)
    document = problem(program(world.anna).get("/tickets"), 500)
    assert "ZeroDivision" not in json.dumps(document)


def test_a_token_that_runs_wild_has_to_wait(world: World, program: Program) -> None:
    wild, calm = program(world.anna), program(world.bram)
    with override_settings(BALIE_API_RATE_LIMIT=2):
        answers = [wild.get("/tickets") for _ in range(5)]
        # A new minute may have begun in between.
        last = next(answer for answer in answers if answer.status_code == 429)
        problem(last, 429)
        assert 0 < int(last["Retry-After"]) <= 60
        assert calm.get("/tickets").status_code == 200


def test_too_long_is_said_in_characters(world: World, program: Program) -> None:
    ticket = world.ticket()
    answer = program(world.anna).patch(f"/tickets/{ticket.pk}", tags=["x" * 61])
    assert "at most 60 characters" in problem(answer, 422)["detail"]
