"""The examples of docs/api.md do what they say."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from balie.accounts.tokens import make_token
from balie.tickets.models import Message, Ticket
from tests.support.world import World

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
BLOCK = re.compile(r"^```(sh|json)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# Differ from desk to desk.
VARYING = {"number", "id", "message", "created_at", "updated_at", "url"}


@dataclass
class Example:
    command: str
    answer: Any = None


def examples() -> list[Example]:
    found: list[Example] = []
    for kind, text in BLOCK.findall(PAGE.read_text()):
        if kind == "sh":
            found.append(Example(text))
        else:
            found[-1].answer = json.loads(text)
    return found


def send(client: Client, command: str) -> Any:
    """What curl would send."""
    program, *words = shlex.split(command.replace("\\\n", " "))
    assert program == "curl"
    options: dict[str, list[str]] = {"-H": [], "-X": [], "--json": []}
    addresses = []
    while words:
        word = words.pop(0)
        options[word].append(words.pop(0)) if word in options else addresses.append(word)
    (address,) = addresses
    body = options["--json"][0] if options["--json"] else ""
    method = options["-X"][0] if options["-X"] else "POST" if body else "GET"
    headers = dict(header.split(": ", 1) for header in options["-H"])
    path = address.removeprefix("http://localhost:8000")
    return client.generic(method, path, body, content_type="application/json", headers=headers)


def same(promised: Any, given: Any, key: str = "") -> None:
    """Everything promised is there, and the same unless it differs from desk to desk."""
    if isinstance(promised, dict):
        for name, value in promised.items():
            same(value, given[name], name)
    elif isinstance(promised, list) and promised and isinstance(promised[0], dict):
        assert len(promised) == len(given)
        for one, other in zip(promised, given, strict=True):
            same(one, other)
    elif key in VARYING:
        assert type(promised) is type(given)
    elif key != "items":
        assert promised == given, key


@pytest.mark.django_db
def test_the_examples_of_the_documentation_do_what_they_say(world: World) -> None:
    token = make_token(user=world.anna, name="docs")
    number = ""
    for example in examples():
        command = example.command.replace("$TOKEN", token).replace("/tickets/1", f"/tickets/{number}")
        answer = send(Client(), command)
        problem = answer["Content-Type"] == "application/problem+json"
        assert problem == ("errors" in (example.answer or {})), answer.content
        same(example.answer or {}, answer.json())
        number = number or str(answer.json().get("number", ""))
    assert Ticket.objects.count() == 1
    assert Message.objects.count() == 2
    assert number
