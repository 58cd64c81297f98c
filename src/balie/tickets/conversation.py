"""What is said on a ticket: opening it, receiving, replying, noting."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from balie.core.clock import now
from balie.core.prepared import inserted
from balie.core.transactions import joined
from balie.core.visible import visible
from balie.custom_fields.known import kept_as, values_of
from balie.events.actor import SYSTEM, Actor
from balie.events.recording import record
from balie.people.models import Contact
from balie.tickets.conflicts import NotAllowed, refuse_if_changed
from balie.tickets.content import Content
from balie.tickets.custom_fields.filling import opening_fields, refuse_missing
from balie.tickets.custom_fields.keeping_files import Filled, keep_files
from balie.tickets.destinations import note_late
from balie.tickets.lifecycle import OVER, move_to, refuse_open_children, reopen_for_message
from balie.tickets.linking import Way, link
from balie.tickets.locking import change, locked, locked_destination
from balie.tickets.models import (
    Attachment,
    Channel,
    DeliveryState,
    Direction,
    Kind,
    Message,
    Priority,
    Status,
    Ticket,
    Visibility,
)
from balie.tickets.own_statuses.choosing import chosen
from balie.tickets.participation import add_participants, belongs
from balie.tickets.snooze_records import Sleep
from balie.tickets.snoozing.sleeping import wake_for_answer
from balie.tickets.tags.tagging import tags_named

OPENED = "ticket.opened"
RECEIVED = "message.received"
REPLIED = "message.replied"
NOTED = "message.noted"
Fields = Filled | None
_TIMES = ("updated_at", "resolved_at", "closed_at")


@joined
def open_ticket(
    *, subject: str, content: Content, requester: Contact, channel: str, actor: Actor, kind: str = Kind.QUESTION,
    priority: int = Priority.NORMAL, team_id: int | None = None, tags: Iterable[str] = (), language: str = "",
    linked_to: int | None = None, participants: Iterable[int] = (), reason: str = "", fields: Fields = None,
) -> tuple[Ticket, Message]:  # fmt: skip
    """A new ticket with its first message; `participants` are contacts in copy, `linked_to` is the ticket that it
    belongs beside, or what that was merged into.

    `fields`: what custom fields are to hold, made by `opening_fields`; None: nobody was asked.
    """
    moment = now()
    held = opening_fields(None, kind=kind, team=team_id) if fields is None else fields
    ticket = inserted(Ticket(
        subject=visible(subject).strip()[:500],
        kind=kind, priority=priority, channel=channel, language=language or requester.language, team_id=team_id,
        requester=requester, organisation_id=requester.organisation_id,
        created_at=moment, updated_at=moment, preview=content.preview,
        fields=held.values,
    ))  # fmt: skip
    if held.files:
        change(ticket, fields=kept_as(keep_files(ticket.pk, values_of(held.values), held.files, actor=actor)))
    if wanted := tags_named(tags, actor=actor):
        ticket.tags.set(wanted)
    message = write(
        ticket, content, visibility=Visibility.PUBLIC, direction=Direction.IN, channel=channel, reason=reason,
        author_contact=requester, created_at=moment,
    )  # fmt: skip
    add_participants(ticket_id=ticket.pk, contact_ids=[pk for pk in participants if pk != requester.pk], actor=actor)
    record(OPENED, actor=actor, ticket_id=ticket.pk, message_id=message.pk, channel=channel)
    if linked_to:
        link(ticket_id=ticket.pk, other_id=locked_destination(linked_to).pk, way=Way.RELATED, actor=SYSTEM)
    return ticket, message


@joined
def receive(
    *, ticket_id: int, content: Content, author: Contact, channel: str, actor: Actor, unverified: bool = False,
    reason: str = "", by_way_of: int | None = None, inside: bool = False,
) -> Message:  # fmt: skip
    """A contact's message on a ticket that is known. It reopens the ticket, unless a machine wrote it.

    `by_way_of`: a ticket that was merged into this one, and that the message was meant for; `inside`: somebody was
    asked by the desk and answers to it, which the requester neither reads nor waits for.
    """
    ticket = locked_destination(ticket_id)
    if ticket.pk != ticket_id:
        by_way_of, unverified = by_way_of or ticket_id, unverified or not belongs(ticket, author.pk)
    if ticket.status == Status.CLOSED and channel != Channel.EMAIL:
        raise NotAllowed(_("This request is closed. Please open a new one and mention its number."))
    unverified = unverified and not inside
    message = write(
        ticket, content, visibility=Visibility.NOTE if inside else Visibility.PUBLIC, direction=Direction.IN,
        channel=channel, author_contact=author, unverified=unverified, reason=reason,
    )  # fmt: skip
    if content.automatic or inside:
        change(ticket, updated_at=message.created_at)
    else:
        change(ticket, updated_at=message.created_at, preview=content.preview, awaits_answer=True)
    if unverified:
        add_participants(ticket_id=ticket.pk, contact_ids=[author.pk], actor=actor, accepted=False)
    if by_way_of:
        note_late(message_id=message.pk, ticket_id=by_way_of)
    record(RECEIVED, actor=actor, ticket_id=ticket.pk, message_id=message.pk, channel=channel)
    if not content.automatic and not unverified:
        if not inside:
            reopen_for_message(ticket, actor=actor)
        wake_for_answer(ticket, actor=actor)
    return message


@joined
def reply(
    *, ticket_id: int, content: Content, actor: Actor, status: str | None = None, seen: int | None = None,
    channel: str = Channel.DESK, hold: int = 0, own: int | None = None,
) -> Message:  # fmt: skip
    """An answer to the contact; it takes the ticket to `status`, with the own status in it, or from new to open.

    `hold`: for so many seconds it waits, and can be taken back (`taking_back`).
    Raises Conflict when a message came or a colleague answered after `seen`: the words are still with the caller.
    """
    ticket = locked(ticket_id)
    refuse_if_changed(ticket_id=ticket_id, kinds=(RECEIVED, REPLIED), seen=seen, actor=actor)
    if not (content.text.strip() or content.html.strip() or content.files):
        raise NotAllowed(_("Write something first."))
    own = chosen(ticket, status, own) if status else None
    if status in OVER:
        refuse_open_children(ticket_id, actor)
        refuse_missing(ticket)
    moment, wait = now(), timedelta(seconds=hold)
    message = write(
        ticket, content, visibility=Visibility.PUBLIC, direction=Direction.OUT, channel=channel,
        author_user_id=actor.id if actor.kind == "user" else None, delivery=DeliveryState.QUEUED,
        created_at=moment, held_until=moment + wait if hold else None,
    )  # fmt: skip
    undoing: dict[str, Any] = {"held": hold, "before": standing(ticket)} if hold else {}
    fields: dict[str, Any] = {} if ticket.first_answered_at else {"first_answered_at": message.created_at}
    if ticket.assignee_id is None and actor.kind == "user":
        fields["assignee_id"] = actor.id
    if ticket.snooze == Sleep.WOKEN:
        fields["snooze"] = Sleep.AWAKE
    change(ticket, updated_at=message.created_at, preview=content.preview, awaits_answer=False, **fields)
    record(
        REPLIED, actor=actor, ticket_id=ticket.pk, message_id=message.pk, hold=wait, channel=channel,
        taken="assignee_id" in fields, **undoing,
    )  # fmt: skip
    target = status or (Status.OPEN if ticket.status == Status.NEW else None)
    if target:
        move_to(ticket, target, actor=actor, own=own, hold=wait)
    return message


def standing(ticket: Ticket) -> dict[str, object]:
    """How a ticket stands before an answer, as far as an answer changes that."""
    return {
        "status": ticket.status,
        "own": ticket.own_status_id,
        "waits": ticket.awaits_answer,
        "answered": ticket.first_answered_at is not None,
        **{name: value and value.isoformat() for name in _TIMES for value in (getattr(ticket, name),)},
    }


@joined
def add_note(*, ticket_id: int, content: Content, actor: Actor, channel: str = Channel.DESK) -> Message:
    """For colleagues only: it never reaches the contact. Whom it speaks to: `mentioning`."""
    ticket = locked(ticket_id)
    if not (content.text.strip() or content.html.strip() or content.files):
        raise NotAllowed(_("Write something first."))
    message = write(
        ticket, content, visibility=Visibility.NOTE, direction=Direction.INSIDE, channel=channel,
        author_user_id=actor.id if actor.kind == "user" else None,
    )  # fmt: skip
    change(ticket, updated_at=message.created_at)
    record(NOTED, actor=actor, ticket_id=ticket.pk, message_id=message.pk)
    return message


def write(ticket: Ticket, content: Content, **fields: Any) -> Message:
    """The message and its files, as a part of a verb."""
    message = inserted(Message(
        ticket=ticket, text=content.text, reply_text=content.reply_text, html=content.html,
        history_html=content.history_html, subject=content.subject[:500], rfc_id=content.rfc_id[:998],
        to=list(content.to), cc=list(content.cc), bcc=list(content.bcc), automatic=content.automatic,
        original_id=content.original, **fields,
    ))  # fmt: skip
    for file in content.files:
        inserted(Attachment(
            message=message, blob_id=file.sha256, filename=file.filename[:255], content_type=file.content_type[:127],
            size=file.size, inline=file.inline, content_id=file.content_id[:255],
        ))  # fmt: skip
    return message
