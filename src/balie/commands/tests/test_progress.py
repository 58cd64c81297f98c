from io import StringIO

from balie.commands.progress import Progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_has_one_line_that_counts() -> None:
    out = Terminal()
    progress = Progress("Writing", 300, out)
    for done in range(1, 301):
        progress.at(done)
    assert out.getvalue().startswith("Writing…\r\x1b[KWriting: 1 of 300")
    assert out.getvalue().endswith("\r\x1b[KWriting: 300 of 300\n")
    assert out.getvalue().count("\n") == 1
    assert out.getvalue().count("\r") < 20


def test_a_log_has_a_few_lines() -> None:
    out = StringIO()
    progress = Progress("Writing", 300, out)
    for done in range(1, 301):
        progress.at(done)
    assert out.getvalue().splitlines() == [
        "Writing…", "Writing: 75 of 300", "Writing: 150 of 300", "Writing: 225 of 300", "Writing: 300 of 300",
    ]  # fmt: skip


def test_few_things_are_told_each_once() -> None:
    out = StringIO()
    progress = Progress("Writing", 2, out)
    progress.at(1)
    progress.at(2)
    assert out.getvalue().splitlines() == ["Writing…", "Writing: 1 of 2", "Writing: 2 of 2"]
