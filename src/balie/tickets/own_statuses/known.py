"""The own statuses of this desk, as every page that shows a ticket needs them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from balie.tickets.defined import Defined, defined, forget_defined
from balie.tickets.own_statuses.statuses import KnownStatuses, OwnStatus


def known_statuses(told: Defined | None = None) -> KnownStatuses:
    """`told`: as the caller has read it already, for more than the statuses."""
    return _made(told or defined())


def forget_statuses() -> None:
    forget_defined()


@lru_cache(maxsize=2)
def _made(told: Defined) -> KnownStatuses:
    return KnownStatuses(tuple(map(_status, told.statuses)))


def _status(row: list[Any]) -> OwnStatus:
    pk, key, category, name, portal, portal_name, teams, translations, archived = row
    return OwnStatus(pk, key, category, name, portal, portal_name, frozenset(teams), translations, archived)


def own_name(status: str, own: int | None, known: KnownStatuses | None = None) -> str:
    """What the own status of a ticket is called; empty where it has none. Nothing is looked up then."""
    found = (known or known_statuses()).held(own, category=status) if own is not None else None
    return found.called(get_language() or "") if found else ""


def portal_name(status: str, own: int | None) -> str:
    """What contacts read in the place of the category's words; empty for these."""
    found = known_statuses().held(own, category=status) if own is not None else None
    return found.told(get_language() or "") if found else ""


def status_names() -> Mapping[int, str]:
    language = get_language() or ""
    return {one.id: one.called(language) for one in known_statuses().all}
