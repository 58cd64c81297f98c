"""Why a filter can't be understood, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from balie.conditions.grammar import LONGEST, MOST_TERMS, Unclear, Why


@dataclass(frozen=True, slots=True)
class UnclearWords:
    """`near`: what may have been meant, each as the whole filter with that in its place."""

    text: str
    near: tuple[tuple[str, str], ...] = ()


def told_unclear(unclear: Unclear, typed: str) -> UnclearWords:
    near = tuple((word, _mended(typed, unclear, word)) for word in unclear.near)
    return UnclearWords(_words(unclear), near)


def _words(unclear: Unclear) -> str:
    if unclear.why == Why.UNKNOWN_VALUE:
        return _("“%(value)s” is nothing that %(field)s can be.") % {"value": unclear.value, "field": unclear.field}
    return {
        Why.NO_FIELD: _("There is nothing called “%(field)s” to filter by.") % {"field": unclear.field},
        Why.NO_VALUE: _("What should %(field)s be? Write it right after the colon.") % {"field": unclear.field},
        Why.UNCLOSED: _("A bracket is opened and not closed."),
        Why.UNOPENED: _("A bracket is closed that was not opened."),
        Why.TOO_LONG: _("A filter has %(most)d characters at most.") % {"most": LONGEST},
        Why.TOO_MANY: _("A filter has %(most)d conditions at most.") % {"most": MOST_TERMS},
    }[unclear.why]


def _mended(typed: str, unclear: Unclear, word: str) -> str:
    before, after = typed[: unclear.at], typed[unclear.at :]
    return before + after.replace(unclear.value or unclear.field, word, 1)
