"""Takes words and files out of mails that are kept, or wait to go out."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from django.db.models import Q

from balie.mail.models import Enclosure, OutgoingMail, State

Rewrite = Callable[[str], str]
_AT_ONCE = 50


class OnItsWay(Exception):
    """Somebody is just sending it: what it says can't be changed any more."""


def taken(*, references: Collection[str], naming: Collection[str] = ()) -> list[int]:
    """Mails that were written for these, by their ids; nobody begins to send one of them before the transaction ends.

    `naming`: only those whose text has one of these words in it.
    """
    if not references:
        return []
    # So much is said of the references that their index is used, however many they are.
    mails = OutgoingMail.objects.select_for_update(of=("self",), no_key=True).exclude(reference="")
    if naming:
        named = Q()
        for words in naming:
            named |= Q(text__contains=words)
        mails = mails.filter(named)
    return list(mails.filter(reference__in=references).order_by("pk").values_list("pk", flat=True))


def rewrite(mail_ids: Sequence[int], *, text: Rewrite, html: Rewrite, naming: str = "") -> int:
    """In their subjects, words and the names of their files; how many mails were changed. Raises OnItsWay."""
    changed = 0
    for mail in _in_steps(mail_ids):
        if naming not in mail.text:
            continue
        headers = [[name, text(value) if name == "Subject" else value] for name, value in mail.headers]
        fields: dict[str, Any] = {"headers": headers, "text": text(mail.text), "html": html(mail.html)}
        files = [(file, text(file.filename)) for file in mail.enclosures.all()]
        renamed = [(file, name) for file, name in files if name != file.filename]
        if not renamed and all(getattr(mail, name) == value for name, value in fields.items()):
            continue
        _refuse_sending(mail)
        OutgoingMail.objects.filter(pk=mail.pk).update(**fields)
        for file, name in renamed:
            Enclosure.objects.filter(pk=file.pk).update(filename=name)
        changed += 1
    return changed


def saying(mail_ids: Sequence[int], says: Callable[[str], bool]) -> list[int]:
    return [mail.pk for mail in _in_steps(mail_ids) if says(mail.text)]


def empty(mail_ids: Sequence[int]) -> None:
    """Nobody can send them again then. Raises OnItsWay while one has not been sent."""
    refuse_waiting(mail_ids)
    OutgoingMail.objects.filter(pk__in=mail_ids).update(text="", html="")


def refuse_waiting(mail_ids: Sequence[int]) -> None:
    """Raises OnItsWay while one of them has not been sent."""
    if OutgoingMail.objects.filter(pk__in=mail_ids, state__in=(State.QUEUED, State.SENDING)).exists():
        raise OnItsWay


def forget_files(mail_ids: Sequence[int], sha256s: Collection[str]) -> None:
    """What waits goes out without them. Raises OnItsWay."""
    enclosed = Enclosure.objects.filter(mail__in=mail_ids, blob__in=sha256s)
    if enclosed.filter(mail__state=State.SENDING).exists():
        raise OnItsWay
    enclosed.delete()


def _in_steps(mail_ids: Sequence[int]) -> Iterator[OutgoingMail]:
    for first in range(0, len(mail_ids), _AT_ONCE):
        step = mail_ids[first : first + _AT_ONCE]
        yield from OutgoingMail.objects.filter(pk__in=step).prefetch_related("enclosures").order_by("pk")


def _refuse_sending(mail: OutgoingMail) -> None:
    if mail.state == State.SENDING:
        raise OnItsWay
