"""Words in braces that stand for something where a text is used. Pure."""

import re
from collections.abc import Collection

from django.utils.translation import gettext as _

_MARK = re.compile(r"\{\{?[^{}<>\n]{1,40}\}\}?")


def unknown_in(text: str, known: Collection[str]) -> list[str]:
    """Those that nothing takes the place of, each once: whoever gets the text reads them as they are."""
    return [mark for mark in dict.fromkeys(_MARK.findall(text)) if mark not in known]


def warning_of(text: str, known: Collection[str]) -> str:
    """For whoever writes the text; empty where all is understood."""
    unknown = unknown_in(text, known)
    if not unknown:
        return ""
    if not known:
        return _("Contacts will read %(marks)s as typed: nothing is replaced here.") % {"marks": ", ".join(unknown[:5])}
    words = _("Contacts will read %(marks)s as typed. What is replaced here: %(known)s.")
    return words % {"marks": ", ".join(unknown[:5]), "known": ", ".join(known)}
