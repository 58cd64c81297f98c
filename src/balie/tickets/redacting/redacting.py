"""Takes words, files or all content out of what was said, for good, and out of what is still to go out.

It reaches messages, files' names, subjects and previews of the ticket and of those that were merged into it, files in
their custom fields, answers that go out later, drafts, and mails that were written of it. It does not reach other
tickets, what else custom fields hold, tasks, what mailboxes and backups have, nor what the API keeps for a day to
repeat an answer.

What follows stands in `reactions`: the index is told, and the mail as it came is let go.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from balie.core.prepared import rows
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.files.cleaning import let_go
from balie.mail.forgetting import OnItsWay, forget_files
from balie.tickets.conflicts import NotAllowed
from balie.tickets.destinations import MERGED_INTO
from balie.tickets.locking import change, locked_found
from balie.tickets.merge_records import MergedMessage
from balie.tickets.models import Attachment, Message, Ticket
from balie.tickets.previews import preview_among, preview_of
from balie.tickets.redacting import mails, said
from balie.tickets.redacting.blacking import LONGEST_PHRASE, MOST_PHRASES, Phrases
from balie.tickets.redacting.in_fields import black_out_held, remove_held
from balie.tickets.redacting.unsent import black_out_unsent, remove_unsent_files

REDACTED = "message.redacted"
MOST_MESSAGES = 2000


@dataclass(frozen=True, slots=True)
class Redaction:
    """What goes. `content`: all that the message says; `files`: attachments, by their ids; `elsewhere`: words and files
    go out of the other messages of the ticket as well, which may quote them; out of what is not sent yet in any case.
    """

    words: tuple[str, ...] = ()
    content: bool = False
    files: frozenset[int] = frozenset()
    elsewhere: bool = True


@dataclass(slots=True)
class _Reach:
    """All that is looked through: `ids` are of messages. `changed` and `places` grow."""

    message: Message
    tickets: dict[int, Ticket]  # with those that were merged into it
    ids: list[int]
    mails: mails.Mails
    changed: set[int] = field(default_factory=set)
    places: int = 0

    @property
    def ticket(self) -> Ticket:
        return self.tickets[self.message.ticket_id]


@joined
def redact(*, message_id: int, redaction: Redaction, actor: Actor) -> int:
    """How many places were blacked out, files and contents counted as one each.

    Raises Message.DoesNotExist, or NotAllowed.
    """
    phrases = _phrases(redaction.words)
    reach = _reach(message_id, redaction)
    files = set(reach.message.attachments.filter(pk__in=redaction.files).values_list("blob", flat=True))
    if not (phrases.words or redaction.content or files):
        raise NotAllowed(_("Say what is to be blacked out or removed."))
    try:
        # Mails first: whoever sends one takes it, and then its message.
        _take_out_of_mails(reach, phrases, redaction, files)
    except OnItsWay as error:
        raise NotAllowed(
            _("A mail that has it is on its way, or waits to be sent. Try again when it has been sent.")
        ) from error
    _remove_files(reach, files, redaction)
    if redaction.content:
        _empty(reach)
    if phrases.words:
        _black_out(reach, phrases)
    if not reach.places:
        raise NotAllowed(_("These words do not stand there."))
    _tell(reach, phrases, actor, "content" if redaction.content else "files" if files else "words")
    return reach.places


def _phrases(words: Iterable[str]) -> Phrases:
    phrases = Phrases(words)
    if len(phrases.words) > MOST_PHRASES or any(len(phrase) > LONGEST_PHRASE for phrase in phrases.words):
        raise NotAllowed(_("That is too much at once. Remove the whole content instead."))
    if any(len(phrase) < 2 for phrase in phrases.words):
        raise NotAllowed(_("A single letter can't be blacked out: it would be everywhere."))
    return phrases


def _reach(message_id: int, redaction: Redaction) -> _Reach:
    """All of its tickets locked, then its mails."""

    def family() -> set[int]:
        ticket = Message.objects.values_list("ticket", flat=True).get(pk=message_id)
        return {ticket, *(pk for (pk,) in rows(MERGED_INTO, {"ticket": str(ticket)}))}

    tickets = {ticket.pk: ticket for ticket in locked_found(family)}
    message = Message.objects.get(pk=message_id)
    there = Message.objects.filter(ticket=message.ticket_id).order_by("pk").values_list("pk", flat=True)
    ids = list(there[: MOST_MESSAGES + 1]) if redaction.elsewhere else [message_id]
    if len(ids) > MOST_MESSAGES:
        raise NotAllowed(_("There are too many messages here to look through all of them. Choose this one alone."))
    return _Reach(message, tickets, ids, mails.mails_of(tickets, message))


def _take_out_of_mails(reach: _Reach, phrases: Phrases, redaction: Redaction, files: set[str]) -> None:
    found = reach.mails
    carrying = found.carrying if redaction.elsewhere else found.own
    if files:
        forget_files(carrying, files)
    if redaction.content:
        mails.empty(found, reach.message)
    if not redaction.elsewhere:
        mails.refuse_waiting(sorted({*found.carrying} - {*found.own}), phrases)
    mails.black_out(sorted({*carrying, *found.telling}), phrases)


def _remove_files(reach: _Reach, files: set[str], redaction: Redaction) -> None:
    """Also where they were forwarded, or came a second time; that mail, as it came, has them too."""
    if files:
        among = reach.ids if redaction.elsewhere else [reach.message.pk]
        gone = Attachment.objects.filter(message__in=among, blob__in=files)
        _delete(reach, dict(gone.values_list("pk", "message")))
        let_go(files)
        if redaction.elsewhere:
            remove_unsent_files(reach.tickets, files)
            reach.places += remove_held(reach.tickets, files)


def _empty(reach: _Reach) -> None:
    """Nothing that it said is left, and no picture of it; other files are chosen by themselves."""
    pictures = reach.message.attachments.filter(inline=True)
    keys = set(pictures.values_list("blob", flat=True))
    forget_files(reach.mails.own, keys)
    let_go(keys)
    pictures.delete()
    said.empty(reach.message.pk)
    reach.changed.add(reach.message.pk)
    reach.places += 1


def _delete(reach: _Reach, attachments: dict[int, int]) -> None:
    Attachment.objects.filter(pk__in=attachments).delete()
    reach.changed |= set(attachments.values())
    reach.places += len(attachments)


def _black_out(reach: _Reach, phrases: Phrases) -> None:
    for message_id, places in said.black_out(reach.ids, phrases).items():
        reach.changed.add(message_id)
        reach.places += places
    reach.places += black_out_unsent(reach.tickets, phrases) + black_out_held(reach.tickets, phrases)


def _tell(reach: _Reach, phrases: Phrases, actor: Actor, what: str) -> None:
    """Subjects and previews first: the index reads them."""
    renamed = []
    for ticket in reach.tickets.values():
        subject = phrases.in_text(ticket.subject)
        if subject.places:
            change(ticket, subject=subject.text)
            renamed.append(ticket.pk)
            reach.places += subject.places
    _preview(reach)
    for ticket_id in renamed:
        record("ticket.subject_changed", actor=actor, ticket_id=ticket_id)
    message = reach.message
    record(
        REDACTED, actor=actor, ticket_id=message.ticket_id, message_id=message.pk, what=what, places=reach.places,
        also=sorted(reach.changed - {message.pk}),
    )  # fmt: skip


def _preview(reach: _Reach) -> None:
    change(reach.ticket, preview=preview_of(reach.ticket.pk))
    for ticket in reach.tickets.values():
        if ticket.merged_into_id and ticket.preview:
            own = MergedMessage.objects.filter(merge__source=ticket).values("message")
            change(ticket, preview=preview_among(Message.objects.filter(pk__in=own)))
