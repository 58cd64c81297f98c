"""Conditions of any shape, over fields of every kind."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from balie.conditions.fields import Choice, Field, Moment, Named, Number, Text
from balie.conditions.moments import SPANS, Ago, At, Day, Unit
from balie.conditions.tree import All, Either, Is, Node, Not, Says, Sized, Who, Within, all_of

TEAMS = {"hardware": 1, "orders, returns": 2, "Jürgen's team": 3}
NAMES = {pk: name for name, pk in TEAMS.items()}
ZONE = ZoneInfo("Europe/Amsterdam")


def _name(value: int | str) -> str | None:
    return NAMES.get(int(value))


FIELDS: dict[str, Field] = {
    field.key: field
    for field in (
        Choice(
            "status",
            {"new": "new", "open": "open", "on_hold": "on_hold", "closed": "closed"},
            {"active": ("new", "open", "on_hold")},
        ),
        Choice("priority", {"low": 1, "normal": 2, "high": 3, "urgent": 4}, ordered=True),
        Named("team", TEAMS.get, _name, who=(Who.MINE,)),
        Named("tag", TEAMS.get, _name),
        Moment("created"),
        Moment("resolved", optional=True),
        Number("size_2"),
        Text("serial", optional=True),
    )
}

_WORDS = st.text("abcdefghijklmnopqrstuvwxyzäöü0123456789", min_size=1, max_size=8).filter(lambda word: word != "or")
_PHRASES = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join)
_DAYS = st.dates(date(1980, 1, 1), date(2100, 1, 1)).map(Day)
_MOMENTS = st.integers(0, 2**31).map(lambda seconds: At(datetime.fromtimestamp(seconds, UTC)))
_AGES = st.builds(Ago, st.integers(0, 9_999), st.sampled_from(Unit))


def _some(values: list[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True).map(tuple)


def _within(name: str) -> st.SearchStrategy[Node]:
    spans = st.one_of(
        st.sampled_from(list(SPANS.values())),
        st.tuples(_MOMENTS, _MOMENTS),
        st.tuples(_MOMENTS, st.none()),
        st.tuples(_DAYS, _DAYS), st.tuples(_DAYS, st.none()), st.tuples(st.none(), _DAYS),
        st.tuples(_AGES, st.none()), st.tuples(st.none(), _AGES), st.tuples(_AGES, _DAYS), st.tuples(_AGES, _AGES),
    )  # fmt: skip
    return spans.map(lambda span: Within(name, *span))


_AMOUNTS = st.one_of(st.integers(-(10**14), 10**14), st.decimals(-(10**6), 10**6, places=4).map(float))
_SIZES: st.SearchStrategy[Node] = st.one_of(
    st.tuples(_AMOUNTS, _AMOUNTS).map(lambda both: Sized("size_2", *both)),
    st.builds(Sized, st.just("size_2"), _AMOUNTS, st.none(), st.booleans()),
    st.builds(Sized, st.just("size_2"), st.none(), _AMOUNTS, st.booleans()),
)


LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Is, st.just("status"), _some(["new", "open", "on_hold", "closed"])),
    st.builds(Is, st.just("priority"), _some([1, 2, 3, 4])),
    st.builds(Is, st.just("team"), _some([1, 2, 3, None, Who.MINE])),
    st.builds(Is, st.just("tag"), _some([1, 2, 3, None])),
    _within("created"), _within("resolved"),
    st.just(Is("resolved", (None,))), st.just(Is("size_2", (None,))), _SIZES,
    st.builds(Is, st.just("serial"), _some(["sn_1", "a-b", "x y", None])),
    st.builds(Says, _WORDS), st.builds(Says, _PHRASES, st.just(True)),
)  # fmt: skip


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        inner.filter(lambda node: node != All()).map(Not),
        several.map(lambda nodes: all_of(*nodes)),
        several.map(lambda nodes: Either(tuple(nodes))),
    )


NODES = st.recursive(LEAVES, _grown, max_leaves=8)
