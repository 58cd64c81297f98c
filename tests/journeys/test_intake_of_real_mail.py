"""Thousands of real messages, the broken ones too: none fails, and each has a ticket or a reason."""

from collections import Counter
from pathlib import Path

import pytest

from balie.channels.email.ingesting import Answer, ingest
from balie.channels.email.models import Delivery, Outcome, State
from balie.commands.message_sources import read_sources

_SETS = Path(__file__).resolve().parents[2].parent / "shared" / "realdata"
_FOLDERS = sorted(_SETS.glob("mail-*/messages"))


@pytest.mark.skipif(not _FOLDERS, reason=f"the sets of real mail are not beside this checkout ({_SETS})")
@pytest.mark.django_db
@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_message_of_the_set_is_understood(folder: Path) -> None:
    seen: Counter[bytes] = Counter()
    answers: dict[str, Answer] = {}
    for source in read_sources([str(folder)]):
        assert source.error is None
        seen[source.raw] += 1
        answers[source.path] = ingest(source.raw, occurrence=seen[source.raw])
    assert answers
    troubled = Delivery.objects.exclude(error="", state=State.DONE)
    assert not list(troubled.values_list("pk", "error", "outcome"))
    for path, answer in answers.items():
        has_ticket = answer.outcome in {Outcome.OPENED, Outcome.APPENDED}
        assert has_ticket == bool(answer.message), path
        assert answer.reason, path
