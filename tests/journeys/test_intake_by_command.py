"""`balie mail ingest`, as scripts use it: beside a running desk, and alone."""

import json
from pathlib import Path

import pytest

from tests.support.desk import Desk, environment
from tests.support.smtp import mail

pytestmark = pytest.mark.journey


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    """Two mails of one thread, one that a machine answered with, and the first two again as an mbox."""
    folder = tmp_path / "messages"
    folder.mkdir()
    question = mail("The till is silent.", Message_ID="<1@ingest.example>")
    answer = mail("Still silent.", Message_ID="<2@ingest.example>", In_Reply_To="<1@ingest.example>")
    (folder / "1.eml").write_bytes(question)
    (folder / "2.eml").write_bytes(answer)
    (folder / "3.eml").write_bytes(mail("I am away.", subject="Out of office", Auto_Submitted="auto-replied"))
    box = b"".join(
        b"From x Thu Jan  1 00:00:00 2026\n" + raw.replace(b"\r\n", b"\n") + b"\n" for raw in (question, answer)
    )
    (tmp_path / "old.mbox").write_bytes(box)
    return tmp_path


def _ingest(desk: Desk, *paths: str, text: str = "") -> tuple[int, list[dict[str, object]]]:
    done = desk.run("mail", "ingest", *paths, text=text)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_each_message_is_answered_in_order_beside_a_running_desk(running_desk: Desk, messages: Path) -> None:
    status, answers = _ingest(running_desk, str(messages / "messages"))
    assert status == 0
    assert [answer["outcome"] for answer in answers] == ["opened", "appended", "ignored"]
    assert [Path(str(answer["path"])).name for answer in answers] == ["1.eml", "2.eml", "3.eml"]
    assert set(answers[0]) == {"path", "outcome", "ticket", "message", "reason"}
    assert answers[0]["ticket"] == answers[1]["ticket"]
    assert answers[2]["reason"] == "automatic-reply"
    assert (answers[2]["ticket"], answers[2]["message"]) == (None, None)

    status, again = _ingest(running_desk, str(messages / "messages"))
    assert (status, {answer["outcome"] for answer in again}) == (0, {"duplicate"})
    assert again[1]["ticket"] == answers[0]["ticket"]

    status, others = _ingest(running_desk, str(messages / "old.mbox"))
    assert [answer["outcome"] for answer in others] == ["duplicate", "duplicate"], "the ends of lines are no difference"
    assert str(others[1]["path"]).endswith("old.mbox#2")


def test_what_cannot_be_read_fails_and_the_others_go_on(running_desk: Desk, messages: Path) -> None:
    missing = str(messages / "missing.eml")
    status, answers = _ingest(running_desk, missing, "-", text="From: a@x.example\nSubject: By hand\n\nHello\n")
    assert status == 1
    assert [(answer["path"], answer["outcome"]) for answer in answers] == [(missing, "failed"), ("-", "opened")]


def test_it_needs_no_running_desk(prepared_home: Path, messages: Path) -> None:
    alone = _Alone(prepared_home)
    status, answers = _ingest(alone, str(messages / "messages"))
    assert (status, [answer["outcome"] for answer in answers]) == (0, ["opened", "appended", "ignored"])
    assert _ingest(alone, str(messages / "messages"))[1][0]["outcome"] == "duplicate"


class _Alone(Desk):
    """A BALIE_HOME where nothing runs."""

    def __init__(self, home: Path) -> None:
        self.environment = environment(home)
