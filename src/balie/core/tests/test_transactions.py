"""Verbs within verbs are done whole, or not at all."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from balie.accounts.models import Team
from balie.core.transactions import joined

pytestmark = pytest.mark.django_db


class Refused(Exception):
    pass


@joined
def found(name: str, *, refuse: bool = False) -> None:
    Team.objects.create(name=name, slug=name.lower())
    if refuse:
        raise Refused


@joined
def found_two(*, refuse: bool = False) -> None:
    found("Shops")
    found("Offices", refuse=refuse)


def test_a_verb_within_a_verb_makes_no_savepoint_of_its_own() -> None:
    with CaptureQueriesContext(connection) as asked:
        found_two()
    savepoints = [query for query in asked.captured_queries if query["sql"].startswith("SAVEPOINT")]
    assert len(savepoints) == 1  # within the test's transaction; otherwise it begins one
    assert Team.objects.count() == 2


def test_what_the_outer_verb_did_is_undone_with_the_inner_one() -> None:
    with pytest.raises(Refused):
        found_two(refuse=True)
    assert not Team.objects.exists()


def test_a_failure_between_atomics_ends_only_itself() -> None:
    @joined
    def found_what_may_be() -> None:
        found("Shops")
        with pytest.raises(Refused), transaction.atomic():
            found("Offices", refuse=True)
        found("Depots")

    found_what_may_be()
    assert [team.name for team in Team.objects.order_by("pk")] == ["Shops", "Depots"]


def test_after_a_failure_the_next_verb_has_a_transaction_of_its_own() -> None:
    with pytest.raises(Refused):
        found("Shops", refuse=True)
    found("Offices")
    assert [team.name for team in Team.objects.all()] == ["Offices"]
