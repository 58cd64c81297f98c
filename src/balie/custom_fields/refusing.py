"""What is wrong with what was given for a field, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balie.core.refusals import NotAllowed
from balie.custom_fields.definitions import Definition
from balie.custom_fields.file_kinds import MOST as MOST_FILES
from balie.custom_fields.known import KnownFields
from balie.custom_fields.types import Type
from balie.custom_fields.values import DIGITS, LONGEST, Why


class AboutFields(NotAllowed):
    """`words`: by the id of the field, what is wrong with it; `keys`: the keys of these fields."""

    words: dict[int, str]
    keys: dict[int, str]


class FieldsRefused(AboutFields):
    """What was given will not do."""

    def __init__(self, problems: Mapping[int, Why], known: KnownFields[Definition]) -> None:
        self.keys = {pk: known.by_id[pk].key for pk in problems if pk in known.by_id}
        self.words = {pk: told(why, known.by_id[pk].type if pk in known.by_id else "") for pk, why in problems.items()}
        super().__init__(" ".join(f"{named(pk, known)}: {word}" for pk, word in self.words.items()))


def named(pk: int, known: KnownFields[Definition]) -> str:
    definition = known.by_id.get(pk)
    return definition.called(get_language() or "") if definition else f"#{pk}"


def _nobody(kind: str) -> str:
    if kind == Type.CONTACT:
        return _("Nobody, or more than one contact, is called that. Write an address.")
    return _("There is nobody like that.")


def told(why: Why, kind: str) -> str:
    return {
        Why.REQUIRED: _("This is needed."),
        Why.NO_TEXT: _("This takes a text."),
        Why.TOO_LONG: _("This has %(most)d characters at most.") % {"most": LONGEST.get(Type(kind), 0) if kind else 0},
        Why.NO_NUMBER: _("Write a number, such as 12 or 3.5."),
        Why.TWO_WAYS: _("This can be read in two ways. Write 1000 for a thousand, and 1.0000 for one."),
        Why.TOO_MANY_DIGITS: _("A number has %(most)d digits at most.") % {"most": DIGITS},
        Why.NO_DATE: _("Choose a date."),
        Why.NO_CHOICE: _("Choose one of what is offered."),
        Why.NO_ANSWER: _("Say yes or no."),
        Why.NOBODY: _nobody(kind),
        Why.NO_FILE: _("This file is not there. Choose it again."),
        Why.NO_PICTURE: _("This takes pictures only, such as PNG or JPEG."),
        Why.NO_DOCUMENT: _("This takes PDF and other documents only."),
        Why.ONE_FILE: _("This takes one file."),
        Why.TOO_MANY_FILES: _("This takes %(most)d files at most.") % {"most": MOST_FILES},
        Why.NO_FIELD: _("There is no such field here."),
    }[why]
