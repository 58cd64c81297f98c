"""What own statuses are, without a database."""

from hypothesis import given
from hypothesis import strategies as st

from balie.tickets.models import Status
from balie.tickets.own_statuses.statuses import KnownStatuses, OwnStatus, choice_of, read_choice, slug_of

CATEGORIES = st.sampled_from(Status.values)
TEAMS = st.frozensets(st.integers(1, 4), max_size=3)
KNOWN = st.lists(st.tuples(CATEGORIES, TEAMS, st.booleans()), max_size=8).map(
    lambda told: KnownStatuses(
        tuple(
            OwnStatus(pk, f"own-{pk}", category, f"Own {pk}", teams=teams, archived=archived)
            for pk, (category, teams, archived) in enumerate(told, start=1)
        )
    )
)


@given(CATEGORIES, st.none() | st.integers(1, 10**17))
def test_a_choice_is_read_as_it_was_written(status: str, own: int | None) -> None:
    assert read_choice(choice_of(status, own)) == (status, own)


@given(st.text())
def test_whatever_is_sent_is_read_as_some_status(text: str) -> None:
    status, own = read_choice(text)
    assert own is None or choice_of(status, own).partition(":")[0] == status
    assert own is not None or status == text


@given(st.text())
def test_a_slug_can_be_typed_into_a_filter_and_stays_itself(name: str) -> None:
    slug = slug_of(name)
    assert not set(slug) & set(' ,:"()')
    assert slug == slug.lower()
    assert slug_of(slug) == slug


@given(KNOWN, st.integers(0, 9) | st.none(), CATEGORIES, st.none() | st.integers(1, 4))
def test_a_ticket_gets_only_what_it_could_keep_and_keeps_only_what_is_its_own(
    known: KnownStatuses, own: int | None, category: str, team: int | None
) -> None:
    offered = known.offered(own, category=category, team=team)
    kept = known.kept(own, category=category, team=team)
    assert offered in (None, kept)
    assert kept in (None, own)
    if kept is not None:
        it = known.by_id[kept]
        assert it.category == category
        assert not it.teams or team in it.teams
    if offered is not None:
        assert known.by_id[offered] in known.within(category)


def test_it_is_called_as_its_reader_speaks_and_told_to_contacts_only_when_they_may_know() -> None:
    words = {"nl": {"name": "Wacht op onderdelen"}, "de": {"name": "Wartet auf Teile", "portal_name": "Bestellt"}}
    it = OwnStatus(1, "parts", "on_hold", "Waiting for parts", portal=True, portal_name="Ordered", translations=words)
    assert [it.called(code) for code in ("nl", "de", "it")] == [
        "Wacht op onderdelen", "Wartet auf Teile", "Waiting for parts",
    ]  # fmt: skip
    assert [it.told(code) for code in ("de", "it")] == ["Bestellt", "Ordered"]
    silent = OwnStatus(2, "parts", "on_hold", "Waiting for parts", portal_name="Ordered")
    assert silent.told("en") == ""
    plain = OwnStatus(3, "parts", "on_hold", "Waiting for parts", portal=True, translations=words)
    assert [plain.told(code) for code in ("nl", "en")] == ["Wacht op onderdelen", "Waiting for parts"]
