"""Where the pages are served, for who asks from beside."""

from pathlib import Path

from balie.commands.whereabouts import Served, tell, told

HERE = Served("127.0.0.1", 8100, "http://localhost:8100")


def test_it_is_told_as_long_as_somebody_serves(tmp_path: Path) -> None:
    assert told(tmp_path) == []
    telling = tell(tmp_path, HERE)
    assert telling
    assert told(tmp_path) == [HERE]
    telling.close()
    assert told(tmp_path) == [], "the file is there, but nobody holds it"


def test_what_was_left_behind_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "web-8100").write_text('{"host": "another", "port": 8100, "url": "x"}' * 2)
    assert told(tmp_path) == []
    with tell(tmp_path, HERE) or (tmp_path / "nothing").open():
        assert told(tmp_path) == [HERE]


def test_a_home_that_cannot_be_written_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("in the way")
    assert tell(tmp_path, HERE) is None
    assert told(tmp_path) == []
