"""Long work is done by one at a time, and by another when they die."""

from django.db.models import QuerySet

from balie.core.clock import now
from balie.jobs.claims import FORGOTTEN, claim, each, free
from balie.people.export_records import KeptExport
from tests.support.world import World


def asked_for(world: World) -> QuerySet[KeptExport]:
    it = KeptExport.objects.create(user=world.anna, what="contacts", separator=",", mark=False)
    return KeptExport.objects.filter(pk=it.pk, finished_at=None)


def test_it_is_claimed_once(world: World) -> None:
    row = asked_for(world)
    first = claim(row)
    assert first == row.get().claim
    assert claim(row) is None
    row.update(touched_at=None)  # let go
    assert claim(row) not in {None, first}


def test_whoever_is_not_heard_of_has_died(world: World) -> None:
    row = asked_for(world)
    claim(row)
    row.update(touched_at=now() - FORGOTTEN / 2)
    assert (claim(row), row.filter(free()).exists()) == (None, False)
    row.update(touched_at=now() - FORGOTTEN)
    assert row.filter(free()).exists()
    assert claim(row)


def test_nobody_claims_what_is_done(world: World) -> None:
    row = asked_for(world)
    row.update(finished_at=now())
    assert claim(row) is None


def test_one_that_fails_holds_up_none_of_the_others(world: World) -> None:
    first, second = (asked_for(world).get().pk for _ in range(2))
    done: list[int] = []

    def work(pk: int) -> None:
        done.append(pk)
        if pk == first:
            raise ZeroDivisionError

    each(KeptExport.objects.all(), work)
    assert done == [first, second]
