import pytest

from balie.core.visible import visible


@pytest.mark.parametrize(
    "text", ["", " ", "\u202e", "\u200b\u200d", "\ufeff\u00ad", "\u3164", "\u2800", "\u034f", "\x00"]
)
def test_what_nobody_sees_is_nothing(text: str) -> None:
    assert visible(text) == ""


@pytest.mark.parametrize("text", ["Till", " a\u200b", "\u202etill", "!", "☎", "👩\u200d💻", "名", "é"])
def test_what_is_seen_stays_as_it_is(text: str) -> None:
    assert visible(text) == text
