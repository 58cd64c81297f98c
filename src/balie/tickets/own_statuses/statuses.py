"""Own statuses: what they are called, of which tickets they are. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from balie.core.digests import digest

_CHOICE = re.compile(r"(?P<category>[a-z_]{1,10}):(?P<own>[0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class OwnStatus:
    """`category`: the status that it is a finer name of; `teams`: of whose tickets, empty: of all."""

    id: int
    key: str
    category: str
    name: str
    portal: bool = False
    portal_name: str = ""
    teams: frozenset[int] = frozenset()
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    archived: bool = False

    def called(self, language: str) -> str:
        return self.translations.get(language, {}).get("name") or self.name

    @property
    def names(self) -> tuple[str, ...]:
        """In all languages."""
        return (self.name, *(words["name"] for words in self.translations.values() if words.get("name")))

    def told(self, language: str) -> str:
        """To contacts; empty: they read the words of the category."""
        if not self.portal:
            return ""
        here = self.translations.get(language, {})
        return here.get("portal_name") or self.portal_name or here.get("name") or self.name

    def is_for(self, team: int | None) -> bool:
        return not self.teams or team in self.teams


@dataclass(frozen=True)
class KnownStatuses:
    """All of them in their order, the archived ones too: `live` are in use."""

    all: tuple[OwnStatus, ...] = ()

    @cached_property
    def live(self) -> tuple[OwnStatus, ...]:
        return tuple(one for one in self.all if not one.archived)

    @cached_property
    def mark(self) -> bytes:
        """The same as long as they are as they are."""
        return digest(self.all)

    @cached_property
    def by_id(self) -> Mapping[int, OwnStatus]:
        return {one.id: one for one in self.all}

    def within(self, category: str) -> tuple[OwnStatus, ...]:
        return tuple(one for one in self.live if one.category == category)

    def held(self, own: int | None, *, category: str) -> OwnStatus | None:
        """Only as long as the ticket is in its category: an older version that runs beside leaves it there."""
        found = self.by_id.get(own) if own is not None else None
        return found if found and found.category == category else None

    def kept(self, own: int | None, *, category: str, team: int | None) -> int | None:
        """What a ticket that had it has in this team, archived or not; None: the category alone."""
        found = self.held(own, category=category)
        return found.id if found and found.is_for(team) else None

    def offered(self, own: int | None, *, category: str, team: int | None) -> int | None:
        """As `kept`, for a ticket that is to get it."""
        found = self.held(self.kept(own, category=category, team=team), category=category)
        return found.id if found and not found.archived else None

    def categories(self, owns: Iterable[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.by_id[own].category for own in owns if own in self.by_id))


def read_choice(text: str) -> tuple[str, int | None]:
    """As forms send it: "on_hold", or "on_hold:7" for an own one in it."""
    found = _CHOICE.fullmatch(text)
    return (found["category"], int(found["own"])) if found else (text, None)


def choice_of(status: str, own: int | None) -> str:
    return status if own is None else f"{status}:{own}"


def slug_of(name: str) -> str:
    """As filters take it; empty where nothing is left of the name."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:36].strip("-")
