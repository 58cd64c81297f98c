"""The table "Where a message lands" of ARCHITECTURE.md, cell by cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.channels.email.thread import Landing, Lead, Reason, Relation, land

TICKET = 42
PARTICIPANT, COLLEAGUE, STRANGER = Relation.PARTICIPANT, Relation.COLLEAGUE, Relation.STRANGER
ASKED = Relation.ASKED


def appended(reason: Reason, *, unverified: bool = False, marked: bool = False) -> Landing:
    return Landing(TICKET, None, unverified, marked, reason)


def new(reason: Reason, *, linked: bool = False, marked: bool = False) -> Landing:
    return Landing(None, TICKET if linked else None, False, marked, reason)


TABLE = [
    # lead, relation, authentication failed, where it lands
    (Lead.SIGNED, PARTICIPANT, False, appended(Reason.SIGNED)),
    (Lead.SIGNED, COLLEAGUE, False, appended(Reason.SIGNED)),
    (Lead.SIGNED, STRANGER, False, appended(Reason.SIGNED_BY_STRANGER, unverified=True)),
    (Lead.SIGNED, PARTICIPANT, True, appended(Reason.SIGNED_BY_STRANGER, unverified=True, marked=True)),
    (Lead.SIGNED, COLLEAGUE, True, appended(Reason.SIGNED_BY_STRANGER, unverified=True, marked=True)),
    (Lead.SIGNED, STRANGER, True, appended(Reason.SIGNED_BY_STRANGER, unverified=True, marked=True)),
    (Lead.REFERENCE, PARTICIPANT, False, appended(Reason.REFERENCE)),
    (Lead.REFERENCE, COLLEAGUE, False, appended(Reason.REFERENCE)),
    (Lead.REFERENCE, STRANGER, False, new(Reason.REFERENCE_BY_STRANGER, linked=True)),
    (Lead.REFERENCE, PARTICIPANT, True, new(Reason.NOT_AUTHENTICATED, linked=True, marked=True)),
    (Lead.REFERENCE, COLLEAGUE, True, new(Reason.NOT_AUTHENTICATED, linked=True, marked=True)),
    (Lead.REFERENCE, STRANGER, True, new(Reason.NOT_AUTHENTICATED, linked=True, marked=True)),
    (Lead.SUBJECT, PARTICIPANT, False, appended(Reason.SUBJECT)),
    (Lead.SUBJECT, COLLEAGUE, False, new(Reason.SUBJECT_BY_COLLEAGUE, linked=True)),
    (Lead.SUBJECT, STRANGER, False, new(Reason.SUBJECT_BY_STRANGER, linked=True)),
    (Lead.SUBJECT, PARTICIPANT, True, new(Reason.NOT_AUTHENTICATED, marked=True)),
    (Lead.SUBJECT, COLLEAGUE, True, new(Reason.NOT_AUTHENTICATED, marked=True)),
    (Lead.SUBJECT, STRANGER, True, new(Reason.NOT_AUTHENTICATED, marked=True)),
    (Lead.SIGNED, ASKED, False, Landing(TICKET, None, False, False, Reason.FORWARDED, inside=True)),
    (Lead.REFERENCE, ASKED, False, Landing(TICKET, None, False, False, Reason.FORWARDED, inside=True)),
    (Lead.SUBJECT, ASKED, False, new(Reason.SUBJECT_BY_STRANGER, linked=True)),
    (Lead.SIGNED, ASKED, True, appended(Reason.SIGNED_BY_STRANGER, unverified=True, marked=True)),
    (Lead.REFERENCE, ASKED, True, new(Reason.NOT_AUTHENTICATED, linked=True, marked=True)),
    (None, PARTICIPANT, False, new(Reason.NEW)),
    (None, STRANGER, False, new(Reason.NEW)),
    (None, PARTICIPANT, True, new(Reason.NOT_AUTHENTICATED, marked=True)),
    (None, STRANGER, True, new(Reason.NOT_AUTHENTICATED, marked=True)),
]


@pytest.mark.parametrize(("lead", "relation", "failed", "where"), TABLE)
def test_each_cell_of_the_table(lead: Lead | None, relation: Relation, failed: bool, where: Landing) -> None:
    assert land(lead, TICKET if lead else None, relation, failed=failed) == where


situations = st.tuples(
    st.none() | st.sampled_from(Lead),
    st.sampled_from(Relation),
    st.booleans(),
    st.booleans(),
    st.none() | st.just(TICKET),
)


@given(situations)
def test_a_mail_lands_in_exactly_one_place(situation: tuple[Lead | None, Relation, bool, bool, int | None]) -> None:
    lead, relation, failed, closed, ticket = situation
    landing = land(lead, ticket, relation, failed=failed, closed=closed)
    assert landing.append_to is None or landing.linked_to is None
    assert not (closed and landing.append_to)


@given(situations)
def test_whoever_cannot_be_trusted_never_speaks_as_a_participant(
    situation: tuple[Lead | None, Relation, bool, bool, int | None],
) -> None:
    lead, relation, failed, closed, ticket = situation
    landing = land(lead, ticket, relation, failed=failed, closed=closed)
    if failed or relation is STRANGER:
        assert landing.append_to is None or landing.unverified
    assert landing.marked is failed


def test_a_closed_ticket_takes_nothing_more() -> None:
    assert land(Lead.SIGNED, TICKET, PARTICIPANT, closed=True) == new(Reason.CLOSED, linked=True)


def test_every_reason_is_explained() -> None:
    assert all(f"`{reason}`" in (Reason.__doc__ or "") for reason in Reason)
