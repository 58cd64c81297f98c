"""What happens on one ticket of the demo: decided by its number alone, the same on every run."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from balie.commands.demo.people import ASKERS, DAYS, PRODUCTS, SHOPS, Asker

COUNT = 300
LANGUAGES = ("nl",) * 8 + ("de",) * 5 + ("en",) * 4 + ("it",) * 3
OLDEST = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Story:
    """`turns`: what was said after the question, as (who, text); who is "agent", "contact" or "note"."""

    asker: Asker
    subject: str
    kind: str
    team: str
    tags: list[str]
    ask: str
    turns: list[tuple[str, str]]
    priority: int
    opened: datetime
    pace: timedelta
    end: str
    channel: str


@cache
def scenarios(language: str) -> list[dict[str, Any]]:
    text = Path(__file__).with_name(f"scenarios.{language}.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["scenario"]
    return found


def story(number: int, today: datetime) -> Story:
    """Number 0 is the oldest, COUNT - 1 the newest: it has only just been asked."""
    rng = Random(number * 7919 + 5)  # noqa: S311 -- no secret: the same world each time
    language = rng.choice(LANGUAGES)
    scenario = rng.choice(scenarios(language))
    asker = rng.choice([one for one in ASKERS if one.language == language])
    age = OLDEST * ((1 - number / (COUNT - 1)) ** 2.2) + timedelta(minutes=rng.randrange(4, 50))
    words = {
        "order": f"MR-{rng.randrange(10_000, 99_999)}",
        "shop": rng.choice(SHOPS),
        "product": rng.choice(PRODUCTS[language]),
        "amount": f"€ {rng.randrange(9, 240)},{rng.choice(('00', '50', '95'))}",
        "day": rng.choice(DAYS[language]),
    }

    def fill(text: str) -> str:
        for name, value in words.items():
            text = text.replace("{" + name + "}", value)
        return text

    end = _end(rng, age)
    return Story(
        asker=asker,
        subject=fill(scenario["subject"]),
        kind=scenario["kind"],
        team=scenario["team"],
        tags=scenario["tags"],
        ask=f"{fill(scenario['ask'])}\n{asker.name}",
        turns=[(who, fill(text)) for who, text in _turns(rng, scenario, end)],
        priority=rng.choices((1, 2, 3, 4), (1, 12, 4, 1))[0],
        opened=today - age,
        pace=min(timedelta(hours=rng.uniform(0.3, 9)), age / 8),
        end=end,
        channel=rng.choice(("email", "email", "email", "email", "portal", "phone")),
    )


def _end(rng: Random, age: timedelta) -> str:
    """The older, the more is over."""
    if age < timedelta(hours=4):
        return rng.choice(("new", "new", "open"))
    if age < timedelta(days=2):
        return rng.choice(("new", "open", "open", "pending", "on_hold", "resolved"))
    if age < timedelta(days=14):
        return rng.choice(("open", "pending", "on_hold", "resolved", "resolved", "resolved"))
    return rng.choices(("closed", "resolved", "open", "on_hold"), (80, 12, 4, 4))[0]


def _turns(rng: Random, scenario: dict[str, Any], end: str) -> list[tuple[str, str]]:
    if end == "new":
        return []
    turns: list[tuple[str, str]] = []
    if "note" in scenario and rng.random() < 0.6:
        turns.append(("note", scenario["note"]))
    for answer, answered in zip(scenario["answers"], [*scenario["replies"], "", ""], strict=False):
        turns.append(("agent", answer))
        if answered:
            turns.append(("contact", answered))
    if end == "open" and rng.random() < 0.5:
        return turns[:1]
    if end in {"pending", "on_hold"}:
        last = max(place for place, (who, _text) in enumerate(turns) if who == "agent")
        return turns[: last + 1]
    return turns
