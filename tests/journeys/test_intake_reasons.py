"""The page that explains the codes knows all of them, and no others."""

import re

from django.conf import settings

from balie.channels.email import guard, thread
from balie.channels.email.duplicates import SAME_MESSAGE
from balie.channels.email.fetch import RENUMBERED
from balie.channels.email.ingesting import NOT_PROCESSED, TAKEN_IN_BEFORE
from balie.channels.email.keeping import NOT_UNDERSTOOD
from balie.commands.mail_ingest import NOT_STORED, UNREADABLE


def _of_tables() -> set[str]:
    page = (settings.BASE_DIR / "docs" / "mail-in.md").read_text()
    firsts = (line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))
    return {code for cell in firsts for code in re.findall(r"`([a-z-]+)`", cell)}


def test_each_code_is_explained() -> None:
    written = {
        RENUMBERED,
        NOT_UNDERSTOOD,
        SAME_MESSAGE,
        TAKEN_IN_BEFORE,
        UNREADABLE,
        NOT_STORED,
        NOT_PROCESSED,
    }
    decided = {str(reason) for reasons in (guard.Reason, thread.Reason) for reason in reasons if reason}
    assert _of_tables() == written | decided
