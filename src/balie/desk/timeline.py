"""Messages and what happened between them, in order, as the page shows them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _
from markupsafe import Markup

from balie.core.clock import now
from balie.core.digests import digest
from balie.desk.event_words import Names, told
from balie.desk.foreign import Foreign, Reader
from balie.desk.marks import Telling, read_until, telling_when
from balie.desk.reasons import DOUBTFUL, why
from balie.people.naming import called
from balie.tickets.bodies import UNREAD, Body, address_of, body_of
from balie.tickets.history import File, History, Said
from balie.tickets.models import DeliveryState, Visibility

_MOST_HELD = 10
# Events in a row that are shown as they are.
_FEW = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A message."""

    id: int
    kind: str
    author: str
    author_key: str
    author_href: str | None
    at: datetime
    body: Body
    to: str
    channel: str
    delivery: str
    state: str
    why: str
    doubtful: bool
    unverified: bool
    waits: bool  # for an agent to accept its author
    doubted: bool  # its author takes part, but it may not be theirs
    author_contact: int | None
    automatic: bool
    original: bool
    unread: bool
    files: tuple[tuple[File, str], ...]
    when: Markup
    inside: str  # how a note has come about that colleagues did not just write; empty for theirs
    foreign: Foreign | None  # None where nothing can be translated
    undo_until: str  # as a script reads it; empty when it is not the reader's to take back, or no more

    @property
    def mark(self) -> bytes:
        """The same as long as it is shown the same."""
        return digest(self)


@dataclass(frozen=True, slots=True)
class Line:
    """An event."""

    id: int
    icon: str
    text: Markup
    who: str
    at: datetime
    when: Markup


@dataclass(frozen=True, slots=True)
class Fold:
    """Events that nobody spoke between: the last one stands after it, in sight."""

    lines: tuple[Line, ...]

    @property
    def who(self) -> str:
        """Those who did it, each once."""
        return ", ".join(dict.fromkeys(line.who for line in self.lines))


@dataclass(frozen=True, slots=True)
class Unread:
    """From here on it is new to the reader."""

    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Made when it is gone through, which a page that has kept what it made of it need not do.

    `waiting`: contacts who wrote without belonging to the ticket, and about whom nobody has decided; `known`: those who
    belong to it; `read`: the newest message that the reader has read, 0 where they were never here.
    """

    history: History
    names: Names
    waiting: set[int]
    reader: int
    known: set[int]
    read: int = 0
    translates: Reader | None = None

    def __iter__(self) -> Iterator[Shown | Line | Fold | Unread]:
        when, unread = telling_when(), self._unread
        entries: list[Shown | Line] = [
            _shown(said, self.history.files.get(said.id, []), self, when, self._held) for said in self.history.messages
        ]
        entries.extend(_lines(self.history, self.names, when))
        for entry in _folded(sorted(entries, key=lambda entry: entry.at)):
            if unread and isinstance(entry, Shown) and entry.id == unread[0]:
                yield Unread(len(unread))
            yield entry

    @property
    def mark(self) -> bytes:
        """The same as long as the entries would be: all that they are made of."""
        moments = [said.created_at for said in self.history.messages] + [row[7] for row in self.history.happened]
        hour = read_until(max(moments, default=None))
        return digest(
            self.history.mark, self.names.mark, sorted(self.waiting), sorted(self.known), hour, sorted(self._held),
            self._unread, self.translates,
        )  # fmt: skip

    @property
    def _unread(self) -> list[int]:
        """Messages of others that are new to who was here before."""
        if not self.read:
            return []
        return [said.id for said in self.history.messages if said.id > self.read and said.user_id != self.reader]

    @property
    def _held(self) -> set[int]:
        """Messages that the reader may take back still."""
        last = [said for said in self.history.messages[-_MOST_HELD:] if said.held_until]
        moment = now() if last else None
        return {
            said.id
            for said in last
            if said.user_id == self.reader and said.held_until and moment and said.held_until > moment
        }


def _lines(history: History, names: Names, when: Telling) -> Iterator[Line]:
    for event in history.events:
        words = told(event, names)
        if words:
            yield Line(event.pk, words.icon, words.text, names.actor(event), event.at, when(event.at))


def _folded(entries: Iterable[Shown | Line]) -> Iterator[Shown | Line | Fold]:
    for is_line, group in groupby(entries, key=lambda entry: isinstance(entry, Line)):
        run = list(group)
        lines = tuple(entry for entry in run if isinstance(entry, Line))
        if is_line and len(lines) > _FEW:
            yield Fold(lines[:-1])
            yield lines[-1]
        else:
            yield from run


_KINDS = {"in": "contact", "out": "agent", "inside": "note"}


def _shown(said: Said, files: list[File], line: Timeline, when: Telling, held: set[int]) -> Shown:
    by_contact = said.contact_id is not None
    author = called(said.contact_name) if by_contact else said.user_name or "Balie"
    sent = said.direction == "out"
    return Shown(
        id=said.id,
        kind=_kind(said),
        author=author,
        author_key=f"c{said.contact_id}" if by_contact else author,
        author_href=f"/desk/contacts/{said.contact_id}/" if by_contact else None,
        at=said.created_at,
        body=body_of(said, files),
        to=_people(said),
        channel=said.channel,
        delivery=_DELIVERY[said.delivery]() if sent and said.delivery in _DELIVERY else "",
        state=said.delivery if sent else "",
        why=why(said.reason),
        doubtful=said.reason in DOUBTFUL,
        unverified=said.unverified,
        waits=said.unverified and said.contact_id in line.waiting,
        doubted=said.unverified and said.contact_id in line.known - line.waiting,
        author_contact=said.contact_id,
        automatic=said.automatic,
        original=bool(said.original),
        unread=said.reason == UNREAD,
        files=tuple((file, address_of(file)) for file in files if not (file.inline and file.content_id and said.html)),
        when=when(said.created_at),
        inside=_INSIDE[said.direction]() if said.visibility == Visibility.NOTE and said.direction in _INSIDE else "",
        foreign=line.translates.of(said) if line.translates else None,
        undo_until=said.held_until.isoformat() if said.held_until and said.id in held else "",
    )


def _kind(said: Said) -> str:
    if not (said.user_id or said.contact_id):
        return "system"
    return "note" if said.visibility == Visibility.NOTE else _KINDS[said.direction]


# What was forwarded, and what is answered to it: the requester sees neither.
_INSIDE: dict[str, Callable[[], str]] = {
    "out": lambda: _("Forwarded, the contact does not see it"),
    "in": lambda: _("Answer to you, the contact does not see it"),
}


def _people(said: Said) -> str:
    """Those it went to or came to besides us, by name."""
    if said.direction == "inside":
        return ""
    people = [*said.to, *said.cc] if said.direction == "out" else said.cc
    return ", ".join(person.get("name") or person.get("email", "") for person in people)


_DELIVERY: dict[str, Callable[[], str]] = {
    DeliveryState.NONE: lambda: _("No mail went out: there is no address that can be written to."),
    DeliveryState.QUEUED: lambda: _("Waiting to be sent"),
    DeliveryState.SENT: lambda: _("Sent"),
    DeliveryState.FAILED: lambda: _("This message could not be sent."),
    DeliveryState.UNCERTAIN: lambda: _(
        "The connection broke while this was being sent: it may or may not have arrived."
    ),
    DeliveryState.BOUNCED: lambda: _("This message came back: the address did not accept it."),
}
