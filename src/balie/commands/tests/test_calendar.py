"""`balie calendar`: cases in, answers out, in order."""

import io
import json
from typing import Any

import pytest

from balie.commands.calendar import run

WEEK: dict[str, Any] = {"timezone": "Europe/Rome", "hours": {"mon": [["09:00", "12:00"], ["13:00", "24:00"]]}}
MONDAY = "2024-05-06T{}:00+02:00"


def asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *cases: dict[str, Any] | str
) -> list[Any]:
    lines = "".join((case if isinstance(case, str) else json.dumps(case)) + "\n" for case in cases)
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert run([]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_kind_is_answered(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    start = {"start": MONDAY.format("11:00")}
    assert asked(
        monkeypatch, capsys,
        WEEK | {"kind": "due", "seconds": 7200} | start,
        WEEK | {"kind": "due", "seconds": 3600, "pauses": [[MONDAY.format("11:30"), MONDAY.format("13:30")]]} | start,
        WEEK | {"kind": "elapsed", "end": MONDAY.format("23:59")} | start,
        WEEK | {"kind": "is_open", "at": MONDAY.format("12:00")},
        WEEK | {"kind": "is_business_day", "date": "2024-05-06"},
        WEEK | {"kind": "is_business_day", "date": "2024-05-06", "holidays": ["*-05-06"]},
        WEEK | {"kind": "is_business_day", "date": "2024-05-07", "special_hours": {"2024-05-07": [["10:00", "11:00"]]}},
    ) == [
        {"due": MONDAY.format("14:00")}, {"due": MONDAY.format("14:00")}, {"seconds": 43140}, {"open": False},
        {"business_day": True}, {"business_day": False}, {"business_day": True},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "case",
    [
        "no json", "[]", "{}", WEEK | {"kind": "unheard of"}, WEEK | {"kind": "due", "start": MONDAY.format("11:00")},
        WEEK | {"kind": "is_open", "at": "2024-05-06T10:00:00"}, WEEK | {"kind": "is_open", "at": 5},
        WEEK | {"timezone": "Mars/Base", "kind": "is_open", "at": MONDAY.format("11:00")},
        WEEK | {"hours": {"mon": [["9", "25:00"]]}, "kind": "is_open", "at": MONDAY.format("11:00")},
        WEEK | {"hours": {}, "kind": "due", "seconds": 1, "start": MONDAY.format("11:00")},
        WEEK | {"kind": "due", "seconds": -1, "start": MONDAY.format("11:00")},
    ],
)  # fmt: skip
def test_a_case_that_cannot_be_read_is_answered_in_its_place(
    case: dict[str, Any] | str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = WEEK | {"kind": "is_business_day", "date": "2024-05-06"}
    bad, answer = asked(monkeypatch, capsys, case, good)
    assert set(bad) == {"error"} and bad["error"]
    assert answer == {"business_day": True}
