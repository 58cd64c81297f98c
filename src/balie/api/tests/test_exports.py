"""Tables by the API."""

import csv
from io import StringIO

import pytest
from django.test import Client

from balie.accounts.models import User
from balie.accounts.tokens import make_token
from balie.events.models import Event
from tests.support.world import World


def asked(user: User, path: str) -> tuple[int, str]:
    token = make_token(user=user, name="Export")
    answer = Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return answer.status_code, body.decode()


def test_tickets_are_exported_with_the_columns_that_are_asked_for(world: World) -> None:
    mine, _other = world.ticket(team=world.it), world.ticket(team=world.orders)
    status, text = asked(
        world.anna, "tickets/export?q=status:new&column=number&column=team&separator=semicolon&bom=true"
    )
    assert (status, text) == (200, f"\ufeffnumber;team\r\n{mine.pk};IT\r\n")
    everything = list(csv.DictReader(StringIO(asked(world.chiara, "tickets/export?status=new")[1])))
    assert len(everything) == 2
    assert {"own_status", "first_answered", "contact_email"} <= set(everything[0])
    assert Event.objects.filter(
        kind="export.made", actor_id=world.anna.pk, data={"what": "tickets", "rows": 1}
    ).exists()


def test_contacts_and_organisations_are_exported(world: World) -> None:
    people = list(
        csv.DictReader(StringIO(asked(world.anna, f"contacts/export?organisation={world.fietsfabriek.pk}")[1]))
    )
    assert [row["email"] for row in people] == ["emma@fietsfabriek.example"]
    assert people[0]["organisation"] == "Fietsfabriek"
    assert "fietsfabriek.example" in asked(world.anna, "organisations/export")[1]


@pytest.mark.parametrize("path", ["tickets/export", "contacts/export", "organisations/export"])
def test_only_those_who_answer_export(world: World, path: str) -> None:
    assert asked(world.lena, path)[0] == 403


def test_what_can_not_be_meant_is_said(world: World) -> None:
    status, words = asked(world.anna, "tickets/export?column=shoes")
    assert status == 422
    assert "There is no column shoes" in words
    assert asked(world.anna, "tickets/export?q=(")[0] == 422
    assert asked(world.anna, "contacts/export?organisation=0")[0] == 422
