"""Tickets and mails made of numbers: the same on every machine, and number 17,342 needs none of those before it."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from random import Random
from typing import Any

QUEUES = ["Support", "Billing", "Hardware", "Accounts", "Network"]
N_AGENTS, N_REQUESTERS, N_TICKETS = 20, 2_000, 20_000
# The first tickets are long ones.
N_LONG, LONG, USUAL = 40, 20, 3
N_RARE, RARE_IN = 200, 5
COMMON = "invoice"
AGENT_PASSWORD = "Bench-agent-1x"
_BEGAN = datetime(2026, 1, 1, 8, tzinfo=UTC)
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


def _vocabulary(size: int) -> list[str]:
    rng = Random(11)
    return ["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(size)]


_WORDS = _vocabulary(6_000)
# As in a language: the second word is half as frequent as the first.
_WEIGHTS = [1 / (rank + 4) for rank in range(len(_WORDS))]


def agent(number: int) -> tuple[str, str, str]:
    return f"agent{number:02d}", f"agent{number:02d}@bench.test", f"Agent {number}"


def requester(number: int) -> tuple[str, str, str]:
    return f"user{number:04d}", f"user{number:04d}@customer.test", f"User {number}"


def rare_word(number: int) -> str:
    return f"qzx{number:03d}vort"


def text(rng: Random, length: int) -> str:
    words = rng.choices(_WORDS, _WEIGHTS, k=length)
    return "\n".join(" ".join(words[at : at + 12]).capitalize() + "." for at in range(0, length, 12))


def ticket(number: int, total: int = N_TICKETS) -> dict[str, Any]:
    rng = Random(number)
    found: dict[str, Any] = {
        "queue": rng.randrange(len(QUEUES)), "requester": rng.randint(1, N_REQUESTERS),
        "agent": rng.randint(1, N_AGENTS), "subject": text(rng, 6).rstrip("."),
        "created": _BEGAN + timedelta(minutes=number * 200_000 / total),
        "open": number <= N_LONG or rng.random() < 0.1,
    }  # fmt: skip
    bodies = [text(rng, rng.randint(40, 110)) for _ in range(LONG if number <= N_LONG else USUAL)]
    if number % 4 == 0:
        bodies[0] += f"\nIt is about the {COMMON}."
    if 0 <= (place := number - N_LONG - 1) < N_RARE * RARE_IN:
        bodies[1] += f"\nThe code is {rare_word(place // RARE_IN)}."
    found["messages"] = [
        {"agent": found["agent"] if turn % 2 else None, "body": body,
         "at": found["created"] + timedelta(minutes=7 * turn)}
        for turn, body in enumerate(bodies)
    ]  # fmt: skip
    return found


def mail(number: int, to: str, reply_subject: str | None = None) -> bytes:
    """Text, HTML and an attachment of 6 kB."""
    rng = Random(number)
    _login, address, name = requester(rng.randint(1, N_REQUESTERS))
    body = text(rng, rng.randint(50, 140))
    message = EmailMessage()
    message["From"], message["To"] = f"{name} <{address}>", to
    message["Subject"] = reply_subject or text(rng, 6).rstrip(".")
    message["Message-ID"] = f"<{number}.{rng.randrange(10**9)}@mail.customer.test>"
    message["Date"] = "Mon, 09 Nov 2026 10:00:00 +0000"
    message.set_content(body)
    message.add_alternative("".join(f"<p>{line}</p>" for line in body.split("\n")), subtype="html")
    message.add_attachment(rng.randbytes(6_000), maintype="application", subtype="octet-stream", filename="log.bin")
    return message.as_bytes()
