"""What a list is narrowed to, as it stands in its address: a view or a team, and conditions as text."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict

from balie.accounts.directory import Directory
from balie.accounts.models import User
from balie.conditions.fields import Field, UnknownValue
from balie.conditions.grammar import Unclear, Why, understand
from balie.conditions.tree import Is, Node, all_of, replaced, without
from balie.conditions.wording import written
from balie.desk.addresses import cursor_of, number, place
from balie.desk.display import Display, Showing, showing_of
from balie.desk.views import ACTIVE_ONES, BY_KEY, INBOX, NO_TEAM_SLUG, DeskView
from balie.tickets.fields import ticket_fields
from balie.tickets.finding import NO_TEAM, Cursor
from balie.tickets.views import View

# Each can be set by itself: what the choices above a list send, and what links lead to.
SINGLE = (
    "status", "assignee", "priority", "kind", "channel", "tag", "requester", "organisation", "language", "subject",
)  # fmt: skip
# Sent by choices: sets the field, whatever the conditions say of it; as it is when it says several things.
BY = "by-"
AS_IT_IS = "~"
_OLD = {"nobody": "none"}


@dataclass(frozen=True)
class Listing:
    """A list that was asked for: what it holds, where its page begins, and how to ask for it again."""

    view: DeskView | View | None
    team: int | None
    base: Node
    node: Node
    cursor: Cursor | None
    showing: Showing
    # What leads to the view or team as it is, and to `base`: with neither, to the inbox.
    lead: Mapping[str, str]
    fields: Mapping[str, Field]
    # By their keys.
    columns: tuple[str, ...] = ()
    # As typed, where it can't be understood.
    typed: str = ""
    unclear: Unclear | None = None

    @property
    def narrowed(self) -> bool:
        """To something else than the view or team."""
        return self.unclear is not None or self.node != self.base

    @property
    def display(self) -> Display:
        return self.showing.now

    @property
    def skip(self) -> int:
        return self.showing.skip

    @property
    def shown(self) -> Mapping[str, str]:
        return self.showing.parameters

    @property
    def changed(self) -> bool:
        return self.narrowed or bool(self.shown)

    @cached_property
    def text(self) -> str:
        return self.typed if self.unclear else written(self.node, self.fields)

    @property
    def saved(self) -> View | None:
        return self.view if isinstance(self.view, View) else None

    @property
    def key(self) -> str:
        """Of the view, as its address and the rail have it."""
        return str(self.view.pk) if isinstance(self.view, View) else self.view.key if self.view else ""

    @property
    def columns_key(self) -> str:
        """By what somebody's columns of a list are kept that is no view of anybody's."""
        return columns_key(self.view, self.team)

    @cached_property
    def base_address(self) -> str:
        return _address(self.lead)

    @property
    def query(self) -> str:
        """Of the address that holds the same tickets, however they are shown."""
        return urlencode({**self.lead, "q": self.text})

    def address(self, cursor: Cursor | None = None, *, skip: int = 0) -> str:
        asked = {**self.lead, "q": self.text} if self.narrowed else dict(self.lead)
        asked |= self.shown
        if skip:
            asked |= {"skip": str(skip)}
        return _address(asked | place(cursor) if cursor else asked)

    @property
    def columns_address(self) -> str:
        return self.address().replace("/desk/", "/desk/columns/", 1)

    @property
    def export_address(self) -> str:
        found = {**self.lead, "q": self.text} if self.narrowed else dict(self.lead)
        return f"/desk/exports/?{urlencode({**found, 'what': 'tickets'})}"

    def retyped(self, text: str) -> str:
        return _address({**self.lead, "q": text, **self.shown})


def _address(asked: Mapping[str, str]) -> str:
    return f"/desk/?{urlencode(asked)}" if asked else "/desk/"


def listing(query: QueryDict, viewer: User, known: Directory) -> Listing:
    """A view, team or choice that can't be understood is passed over: an address is often old or mistyped."""
    fields = ticket_fields(known)
    view = _view(query, viewer)
    team = _team(query.get("team"), known) if view is None else None
    lead = _lead(query, view, team)
    begun = _base(view, team, alone=not any(query.get(key) for key in SINGLE))
    base = INBOX.node if view is None and team is None else _base(view, team, alone=True)
    cursor = cursor_of(query)
    showing, columns = showing_of(view, query), _columns(view, team, viewer)
    try:
        node = understand(str(query["q"]), fields) if "q" in query else begun
        node = _narrowed(node, query, fields)
    except Unclear as unclear:
        return Listing(view, team, base, begun, cursor, showing, lead, fields, columns, query.get("q", ""), unclear)
    return Listing(view, team, base, node, cursor, showing, lead, fields, columns)


def columns_key(view: DeskView | View | None, team: int | None) -> str:
    return view.key if isinstance(view, DeskView) else "" if team is None else f"team-{team}"


def _columns(view: DeskView | View | None, team: int | None, viewer: User) -> tuple[str, ...]:
    if isinstance(view, View):
        return tuple(view.columns)
    return tuple(viewer.columns.get(columns_key(view, team), ()))


def _view(query: QueryDict, viewer: User) -> DeskView | View | None:
    key = query.get("view", "")
    if pk := number(key):
        return View.objects.visible_to(viewer).filter(pk=pk).first()
    if key in BY_KEY:
        return BY_KEY[key]
    return None if any(query.get(name) for name in ("view", "team", "q", *SINGLE)) else INBOX


def _team(slug: str | None, known: Directory) -> int | None:
    return NO_TEAM if slug == NO_TEAM_SLUG else known.slugs.get(slug or "")


def _lead(query: QueryDict, view: DeskView | View | None, team: int | None) -> dict[str, str]:
    if view is not None:
        return {} if view is INBOX and "view" not in query else {"view": query.get("view", "")}
    return {"team": query.get("team", "")} if team is not None else {}


def _base(view: DeskView | View | None, team: int | None, *, alone: bool) -> Node:
    if view is not None:
        return view.node
    if team is None:
        return ACTIVE_ONES
    return all_of(INBOX.node if alone else ACTIVE_ONES, Is("team", (team or None,)))


def _narrowed(node: Node, query: QueryDict, fields: Mapping[str, Field]) -> Node:
    chosen = [("words", "subject"), *((key, key) for key in SINGLE)]
    chosen += [(key, key.removeprefix(BY)) for key in query if key.startswith(BY)]
    if query.get("view"):
        chosen.append(("team", "team"))
    for name, key in chosen:
        asked = query.get(name)
        if asked is None or asked == AS_IT_IS or key not in fields or not (asked or name.startswith(BY)):
            continue
        node = _with(node, key, asked.strip()[:200], fields)
    return node


def _with(node: Node, key: str, asked: str, fields: Mapping[str, Field]) -> Node:
    if not asked:
        return without(node, key)
    several = asked.split(",") if key == "status" else [_OLD.get(asked, asked)]
    known: list[str] = []
    for value in several:
        try:
            fields[key].read([value])
        except UnknownValue as unknown:
            if key == "tag":
                raise Unclear(Why.UNKNOWN_VALUE, field=key, value=value, near=unknown.near) from unknown
            continue
        known.append(value)
    return replaced(node, key, fields[key].read(known)) if known else node
