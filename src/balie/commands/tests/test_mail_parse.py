"""`balie mail parse`: what scripts rely on."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from balie.commands.mail_parse import run

ONE = b"From: Emma <emma@fietsfabriek.example>\nTo: a@b.example\nSubject: One\nMessage-ID: <1@x.example>\n\nFirst\n"
TWO = b"From: h@inbox.example\nSubject: Two\n\n>From here on\nFrom there\n"
KEYS = {
    "path", "message_id", "in_reply_to", "references", "date", "subject", "from", "sender", "reply_to", "to", "cc",
    "text", "html", "reply_text", "attachments", "charset_guessed", "auto", "bounce", "defects",
}  # fmt: skip


def answers(capsys: pytest.CaptureFixture[str], *paths: Path | str) -> tuple[int, list[dict[str, Any]]]:
    status = run([str(path) for path in paths])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_message_is_one_object_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "one.eml"
    file.write_bytes(ONE)
    status, (answer,) = answers(capsys, file)
    assert status == 0
    assert set(answer) == KEYS
    assert answer["path"] == str(file)
    assert answer["from"] == {"name": "Emma", "email": "emma@fietsfabriek.example"}
    assert (answer["message_id"], answer["subject"], answer["text"]) == ("1@x.example", "One", "First")
    assert answer["in_reply_to"] is None and answer["references"] == [] and answer["date"] is None


def test_an_mbox_is_read_message_by_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "box"
    file.write_bytes(b"From a Mon May  6 10:00:00 2024\n" + ONE + b"\nFrom b Mon May  6 10:00:00 2024\n" + TWO)
    _, found = answers(capsys, file)
    assert [answer["path"] for answer in found] == [f"{file}#1", f"{file}#2"]
    assert [answer["text"] for answer in found] == ["First", "From here on\nFrom there"]


def test_an_eml_that_begins_like_an_mbox_is_one_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "one.eml"
    file.write_bytes(b"From a Mon May  6 10:00:00 2024\n" + ONE + b"\nFrom b Mon May  6 10:00:00 2024\n" + TWO)
    _, found = answers(capsys, file)
    assert [(answer["path"], answer["subject"]) for answer in found] == [(str(file), "One")]


def test_maildirs_and_folders_are_walked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("box/new/1", "box/cur/2:2,S", "box/tmp/3", "folder/deep/4.eml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(ONE)
    _, found = answers(capsys, tmp_path / "box", tmp_path / "folder")
    assert [Path(answer["path"]).name for answer in found] == ["2:2,S", "1", "4.eml"]


def test_what_cannot_be_read_is_said_and_the_others_are_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.eml").write_bytes(ONE)
    status, found = answers(capsys, tmp_path / "none.eml", tmp_path / "one.eml")
    assert status == 1
    assert set(found[0]) == {"path", "error"}
    assert found[1]["subject"] == "One"


def test_standard_input_is_a_message(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ONE)))
    _, (answer,) = answers(capsys, "-")
    assert (answer["path"], answer["subject"]) == ("-", "One")


def test_a_bounce_and_a_file_are_told_in_full(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bounce.eml"
    file.write_bytes(
        b"From: MAILER-DAEMON@x.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        b"--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@x.example\n"
        b"Action: failed\nStatus: 5.1.1\n\n"
        b"--b\nContent-Type: message/rfc822\n\nMessage-ID: <9@x.example>\nSubject: Lamps\n\nhi\n--b--\n"
    )
    _, (answer,) = answers(capsys, file)
    recipient = {"email": "a@x.example", "action": "failed", "status": "5.1.1", "permanent": True}
    assert answer["bounce"] == {"recipients": [recipient], "original_message_id": "9@x.example"}
    assert [set(item) for item in answer["attachments"]] == [
        {"filename", "content_type", "size", "sha256", "inline", "content_id"}
    ]


def test_wrong_use_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        run([])
    assert end.value.code == 2
