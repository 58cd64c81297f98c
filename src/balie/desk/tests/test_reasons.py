"""Why a message landed where it did."""

import pytest

from balie.channels.email.keeping import NOT_UNDERSTOOD
from balie.channels.email.thread import Reason
from balie.desk.reasons import why


@pytest.mark.parametrize("code", [*Reason, NOT_UNDERSTOOD])
def test_every_reason_has_words(code: str) -> None:
    assert not why(str(code)).startswith("Reason:")


def test_an_unknown_reason_is_shown_as_it_is() -> None:
    assert why("from-the-future") == "Reason: from-the-future"
    assert why("") == ""
