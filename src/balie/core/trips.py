"""What waits for no answer goes to the database with what comes next: most round trips cost more than their statement.

Of one connection of the driver. Whatever uses the connection by another way has to `send` first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from psycopg import pq

Parameters = Sequence[Any] | Mapping[str, Any] | None
Question = tuple[str, Parameters]

BEGIN: Question = ("begin", None)
_COMMIT: Question = ("commit", None)


def put_off(link: Any, question: Question) -> None:
    """It goes with the next that is sent, and its error is that of what it goes with."""
    _waiting(link).append(question)


def send(link: Any) -> None:
    """All that waits, now."""
    if _waiting(link):
        ask(link)


def ask(link: Any, *questions: Question) -> list[Any]:
    """After what waits, in one round trip: a cursor with the answer of each."""
    waiting = _taken(link)
    if len(questions) == 1 and not waiting:
        return [_execute(_cursors(link, 1)[0], questions[0])]
    cursors = _cursors(link, len(questions))
    with link.pipeline():
        for question in waiting:
            _execute(_mute(link), question)
        for cursor, question in zip(cursors, questions, strict=True):
            _execute(cursor, question)
    return cursors


def commit(link: Any) -> None:
    """With what waits; nothing at all when nothing was done since the transaction was to begin."""
    if take_back(link, BEGIN):
        return
    if _waiting(link):
        put_off(link, _COMMIT)
        send(link)
    else:
        link.commit()


def forget(link: Any, since: Question | None = None) -> bool:
    """What waits is not done: all of it, or only what came `since` where that waits itself. Whether that does."""
    waiting = _waiting(link)
    if since in waiting:
        del waiting[waiting.index(since) + 1 :]
        return True
    waiting.clear()
    return False


def take_back(link: Any, question: Question) -> bool:
    """Takes it back when it waits with nothing after it; whether it did."""
    waiting = _waiting(link)
    if waiting[-1:] != [question]:
        return False
    waiting.pop()
    return True


def _execute(cursor: Any, question: Question) -> Any:
    statement, parameters = question
    return cursor.execute(statement, parameters, prepare=None if parameters is not None else False)


def _waiting(link: Any) -> list[Question]:
    try:
        found: list[Question] = link.balie_waiting
    except AttributeError:
        found = link.balie_waiting = []
    return found


def _taken(link: Any) -> list[Question]:
    waiting = _waiting(link)
    taken = waiting[:]
    waiting.clear()
    return taken


def _mute(link: Any) -> Any:
    return _cursors(link, 1, of="balie_mute")[0]


def _cursors(link: Any, number: int, of: str = "balie_cursors") -> list[Any]:
    """For as long as the connection lives; with the driver's loader of moments, where Django's own is in Python."""
    kept: list[Any] | None = getattr(link, of, None)
    if kept is None:
        kept = []
        setattr(link, of, kept)
    while len(kept) < number:
        kept.append(_cursor(link))
    return kept[:number]


def _cursor(link: Any) -> Any:
    cursor = psycopg.Cursor(link)
    moment = psycopg.postgres.types["timestamptz"]
    if loader := psycopg.adapters.get_loader(moment.oid, pq.Format.TEXT):
        cursor.adapters.register_loader(moment.oid, loader)
    return cursor
