"""What a custom field can hold."""

import pytest

from balie.custom_fields.definitions import Definition, Option
from balie.custom_fields.types import Type
from balie.custom_fields.values import Why, Wrong, normal

PLACES = (
    Option("shop", "Shop"),
    Option("till", "Till", "shop"),
    Option("home", "Home"),
    Option("old", "Old", gone=True),
)


def field(*, kind: str) -> Definition:
    return Definition(1, "f1", kind, "Field 1", options=PLACES)


@pytest.mark.parametrize(
    ("kind", "said", "held"),
    [
        (Type.TEXT, "  till\n 3 ", "till 3"),
        (Type.TEXT, " \u200b ", None),
        (Type.LONG_TEXT, "one\r\ntwo\x00", "one\ntwo"),
        (Type.NUMBER, "3,50", 3.5),
        (Type.NUMBER, "-12", -12),
        (Type.NUMBER, 0, 0),
        (Type.DATE, "2026-11-22", "2026-11-22"),
        (Type.CHOICE, "till", "till"),
        (Type.TREE, "shop", "shop"),
        (Type.CHOICES, ["home", "till", "till"], ["till", "home"]),
        (Type.CHECKBOX, "on", True),
        (Type.CHECKBOX, False, None),
        (Type.USER, "7", 7),
    ],
)
def test_a_value_has_one_form(kind: str, said: object, held: object) -> None:
    assert normal(field(kind=kind), said) == held


@pytest.mark.parametrize(
    ("kind", "said", "why"),
    [
        (Type.TEXT, 5, Why.NO_TEXT),
        (Type.TEXT, "x" * 501, Why.TOO_LONG),
        (Type.NUMBER, "twelve", Why.NO_NUMBER),
        (Type.NUMBER, "1.000", Why.TWO_WAYS),
        (Type.NUMBER, "-12,500", Why.TWO_WAYS),
        (Type.NUMBER, "1" * 16, Why.TOO_MANY_DIGITS),
        (Type.NUMBER, float("nan"), Why.NO_NUMBER),
        (Type.DATE, "2026-02-30", Why.NO_DATE),
        (Type.DATE, "tomorrow", Why.NO_DATE),
        (Type.CHOICE, "moon", Why.NO_CHOICE),
        (Type.CHOICE, "old", Why.NO_CHOICE),
        (Type.CHOICES, ["till", "moon"], Why.NO_CHOICE),
        (Type.CHECKBOX, "perhaps", Why.NO_ANSWER),
        (Type.CONTACT, "-1", Why.NOBODY),
    ],
)
def test_what_will_not_do_is_named(kind: str, said: object, why: Why) -> None:
    with pytest.raises(Wrong) as wrong:
        normal(field(kind=kind), said)
    assert wrong.value.why == why


def test_a_choice_that_is_gone_can_be_kept_but_not_made() -> None:
    assert normal(field(kind=Type.CHOICE), "old", "old") == "old"
    assert normal(field(kind=Type.CHOICES), ["old", "till"], ["old"]) == ["till", "old"]
    assert field(kind=Type.CHOICE).word("old", "en") == "Old"
