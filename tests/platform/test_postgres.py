import psycopg
import pytest

from balie.commands.postgres import AlreadyRunningError, start


def test_it_starts_empty_and_finds_its_data_again(tmp_path):
    first = start(tmp_path)
    with psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE note AS SELECT lower('GRÜSSE') AS word")
    first.stop()
    assert not first.alive()
    second = start(tmp_path)
    try:
        with psycopg.connect(second.url) as connection:
            assert connection.execute("SELECT word FROM note").fetchone() == ("grüsse",)
        with pytest.raises(AlreadyRunningError) as problem:
            start(tmp_path)
        assert problem.value.pid == second.pid
    finally:
        second.stop()
