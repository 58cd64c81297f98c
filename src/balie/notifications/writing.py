"""Puts into a mail what somebody was told."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import ngettext

from balie.accounts.models import User
from balie.core.zones import zone_named
from balie.mail.address import Address, domain_of
from balie.mail.layout import render_html, render_text
from balie.mail.queueing import NoRecipient, queue
from balie.notifications.centre import Line, lines_of
from balie.notifications.links import ending_link
from balie.notifications.models import Bundle
from balie.notifications.wording import Names, names_for, said
from balie.tickets.models import Message, Ticket
from balie.tickets.subjects import titled

PURPOSE = "notification"
_BEGINNING = 300  # characters of a message


@dataclass(frozen=True, slots=True)
class Told:
    """`beginning`: how the first message begins that came."""

    number: int
    subject: str
    words: str
    beginning: str
    link: str


def send(user: User, bundles: Sequence[Bundle], *, more: int = 0) -> None:
    """One mail, in the reader's language. All about one ticket are one thread. `more`: tickets that it only counts."""
    found = [line for line in lines_of(user.pk, bundles, unsent=True) if line.facts]
    if not found:
        return
    with translation.override(user.language), timezone.override(zone_named(user.time_zone)):
        names, beginnings = names_for(found), _beginnings(found, user)
        told = [_told(line, names, beginnings) for line in found]
        subject = _subject(told, more)
        left = _left(more)
    link = f"{settings.BALIE_URL}{ending_link(user.pk)}"
    values = {
        "told": told,
        "left": left,
        "centre": f"{settings.BALIE_URL}/desk/notifications/",
        "ending": link,
        "choice": f"{settings.BALIE_URL}/desk/notifications/choice/",
    }
    sender = settings.DEFAULT_FROM_EMAIL
    try:
        queue(
            purpose=PURPOSE,
            reference=f"notification:{user.pk}",
            sender=Address(sender, "Balie"),
            to=[Address(user.email, user.name)],
            subject=subject,
            text=render_text("notifications/mail.txt", language=user.language, **values),
            html=render_html("notifications/mail.html", language=user.language, title=subject, **values),
            # An answer to it would be a message of the contact's kind: nobody gets one by mistake.
            reply_to=f"no-reply@{domain_of(sender)}",
            headers=[*_thread(found, user), *_automatic(link)],
            envelope_from="",
        )
    except NoRecipient:
        return


def _subject(told: Sequence[Told], more: int) -> str:
    """Of one ticket always the same, so that mail programs keep its mails together."""
    count = len(told) + more
    if count == 1:
        return f"#{told[0].number} {told[0].subject}"
    return ngettext("News on %(count)d ticket", "News on %(count)d tickets", count) % {"count": count}


def _left(more: int) -> str:
    """What stands below those that are named."""
    if not more:
        return ""
    return ngettext("There is news on %(count)d more ticket.", "There is news on %(count)d more tickets.", more) % {
        "count": more
    }


def _told(line: Line, names: Names, beginnings: dict[int, str]) -> Told:
    words = said(line.facts, names)
    message = _first_message(line)
    return Told(
        line.ticket,
        titled(line.subject),
        f"{words} {words.aside}".strip(),
        beginnings.get(message or 0, ""),
        f"{settings.BALIE_URL}/desk/tickets/{line.ticket}/" + (f"#message-{message}" if message else ""),
    )


def _first_message(line: Line) -> int | None:
    return min((fact.message for fact in line.facts if fact.message), default=None)


def _beginnings(lines: Sequence[Line], user: User) -> dict[int, str]:
    """Of messages that the reader may see where they stand by now."""
    wanted = [pk for line in lines if (pk := _first_message(line))]
    seen = Ticket.objects.visible_to(user).values("pk")
    found = Message.objects.filter(pk__in=wanted, ticket__in=seen).only("pk", "text", "reply_text")
    return {one.pk: _cut(one.reply_text or one.text) for one in found}


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _BEGINNING else f"{plain[:_BEGINNING].rstrip()}…"


def _thread(lines: Sequence[Line], user: User) -> list[tuple[str, str]]:
    if len(lines) > 1:
        return []
    # Of a mail that never was, the same for all that follow.
    first = f"<told.{lines[0].ticket}.{user.pk}@{domain_of(settings.DEFAULT_FROM_EMAIL)}>"
    return [("In-Reply-To", first), ("References", first)]


def _automatic(link: str) -> list[tuple[str, str]]:
    return [
        ("List-Unsubscribe", f"<{link}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
    ]
