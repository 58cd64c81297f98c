"""What waits for no answer goes with what comes next."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg.pq import TransactionStatus

from balie.core.prepared import later, rows, run, several

pytestmark = pytest.mark.django_db(transaction=True)

_WRITE = "insert into kept values (%s)"
_READ = "select n from kept order by n"


@pytest.fixture(autouse=True)
def _table() -> Iterator[None]:
    run("create temporary table kept (n integer unique)", ())
    yield
    run("drop table kept", ())


def kept() -> list[int]:
    return [n for (n,) in rows(_READ, ())]


def status() -> TransactionStatus:
    return TransactionStatus(connection.connection.info.transaction_status)


def test_what_waits_is_done_with_the_commit() -> None:
    with transaction.atomic():
        later(_WRITE, ("1",))
        later(_WRITE, ("2",))
        assert status() == TransactionStatus.IDLE, "nothing was sent yet"

    assert kept() == [1, 2]


def test_what_waits_is_done_before_the_next_question() -> None:
    with transaction.atomic():
        later(_WRITE, ("1",))

        assert kept() == [1]
        assert status() == TransactionStatus.INTRANS


def test_what_waits_is_done_before_the_orm_asks() -> None:
    with transaction.atomic():
        later(_WRITE, ("1",))

        with connection.cursor() as cursor:
            cursor.execute(_READ)
            assert cursor.fetchall() == [(1,)]


def test_what_waits_is_done_before_a_cursor_asks_that_was_opened_earlier() -> None:
    with connection.cursor() as cursor, pytest.raises(ValueError, match="out of order"), transaction.atomic():
        cursor.execute("insert into kept values (1)")
        raise ValueError("out of order")

    assert kept() == [], "the transaction was begun before it"


def test_a_transaction_in_which_nothing_was_done_is_never_begun() -> None:
    with transaction.atomic():
        pass

    assert status() == TransactionStatus.IDLE


def test_without_a_transaction_nothing_waits() -> None:
    later(_WRITE, ("1",))

    with connection.cursor() as cursor:
        cursor.execute(_READ)
        assert cursor.fetchall() == [(1,)]


def test_what_waits_is_undone_with_its_transaction() -> None:
    with pytest.raises(ValueError, match="out of order"), transaction.atomic():
        run(_WRITE, ("1",))
        later(_WRITE, ("2",))
        raise ValueError("out of order")

    assert kept() == []


def test_what_waits_and_fails_undoes_its_transaction() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        run(_WRITE, ("1",))
        later(_WRITE, ("1",))

    assert kept() == []
    assert status() == TransactionStatus.IDLE


def test_what_waits_and_fails_is_told_by_the_next_question() -> None:
    with transaction.atomic():
        run(_WRITE, ("1",))
        with pytest.raises(IntegrityError), transaction.atomic():
            later(_WRITE, ("1",))
            kept()
        later(_WRITE, ("2",))

    assert kept() == [1, 2]


def test_what_waits_within_a_savepoint_fails_within_it() -> None:
    with transaction.atomic():
        run(_WRITE, ("1",))
        with pytest.raises(IntegrityError), transaction.atomic():
            later(_WRITE, ("1",))
        later(_WRITE, ("2",))

    assert kept() == [1, 2]


def test_a_savepoint_takes_with_it_only_what_waits_since() -> None:
    with transaction.atomic():
        later(_WRITE, ("1",))
        with pytest.raises(ValueError, match="out of order"), transaction.atomic():
            later(_WRITE, ("2",))
            with transaction.atomic():
                later(_WRITE, ("3",))
            later(_WRITE, ("4",))
            raise ValueError("out of order")
        with transaction.atomic():
            later(_WRITE, ("5",))

    assert kept() == [1, 5]


def test_a_savepoint_in_which_nothing_was_done_is_never_made() -> None:
    with transaction.atomic():
        with transaction.atomic():
            pass
        with pytest.raises(ValueError, match="out of order"), transaction.atomic():
            raise ValueError("out of order")

        assert status() == TransactionStatus.IDLE


def test_several_questions_are_answered_each_in_its_place() -> None:
    run(_WRITE, ("1",))

    assert several([(_READ, ()), ("select 'two', 2", ()), (_READ, ())]) == [[(1,)], [("two", 2)], [(1,)]]


def test_several_questions_come_after_what_waits() -> None:
    with transaction.atomic():
        later(_WRITE, ("1",))

        assert several([(_READ, ()), ("select 1", ())]) == [[(1,)], [(1,)]]


def test_one_of_several_questions_that_fails_leaves_the_connection_as_it_was() -> None:
    with pytest.raises(IntegrityError):
        several([(_WRITE, ("1",)), (_WRITE, ("1",)), ("select 1", ())])

    assert kept() == []
    assert status() == TransactionStatus.IDLE


@pytest.mark.parametrize("within", [True, False])
def test_rows_are_read_in_chunks_within_a_transaction_and_without(within: bool) -> None:
    run("insert into kept select generate_series(1, 500)", ())

    def read() -> int:
        with connection.chunked_cursor() as cursor:
            cursor.execute(_READ)
            return sum(n for (n,) in cursor)

    if within:
        with transaction.atomic():
            assert read() == 125_250
    else:
        assert read() == 125_250
