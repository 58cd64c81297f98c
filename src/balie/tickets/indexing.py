"""Keeps the search index true to the tickets: steps in the transaction of each change.

A document is a message, with the subjects of its ticket and of those it was merged from, the names of its author and
files, and the author's addresses; or the text of a file that came with one. Teams, users and contacts find it by marks
(`team:3`, `user:5`, `contact:17`); `searching` says which marks a viewer holds.
"""

from collections.abc import Iterable, Sequence

from django.db import transaction

from balie.events.models import Event
from balie.search import indexing
from balie.search.models import Document
from balie.tickets.locking import locked_found
from balie.tickets.models import Attachment, Message

KIND = "message"
FILE = "file"
KINDS = (KIND, FILE)
# The weights that `search_words` gives to titles and bodies. Addresses are among the `names`, which have another: only
# the desk finds by them, as whoever is in copy could otherwise guess those of others, a few letters at a time; and by
# what custom fields hold, as contacts are not shown all of those.
SHOWN_TO_ALL = "AD"

# Who may find what was said, or sent, with a message.
_MARKS = """array(
        select mark from (
            select coalesce('team:' || ticket.team_id, 'no-team')
            union select 'user:' || ticket.assignee_id
            union select 'user:' || user_id from tickets_follower where ticket_id = ticket.id
            union select 'contact:' || contact from (
                select ticket.requester_id
                union select contact_id from tickets_participant where ticket_id = ticket.id and accepted
            ) as asker(contact) where message.visibility = 'public' and not message.unverified
        ) as marks(mark) where mark is not null order by mark
    )"""
# The quoted history of later messages is in the messages it quotes.
_ENTRIES = f"""
select 'message' as kind, message.id as object_id, ticket.id as group_id, ticket.language, message.created_at as at,
    concat_ws(' ', ticket.subject, (
            select string_agg(former.subject, ' ') from tickets_mergedmessage as moved
            join tickets_merge as merge on merge.id = moved.merge_id
            join tickets_ticket as former on former.id = merge.source_id where moved.message_id = message.id
        ), case when strpos(author.name, '@') = 0 then author.name end,
        (select string_agg(filename, ' ') from tickets_attachment where message_id = message.id and not inline)
    ) as title,
    case when message.reply_text = '' or message.id = (select min(id) from tickets_message where ticket_id = ticket.id)
        then message.text else message.reply_text end as body,
    concat_ws(' ', case when strpos(author.name, '@') > 0 then author.name end,
        (select string_agg(value, ' ') from people_identity where contact_id = author.id), (
            select string_agg(field.value, ' ') from jsonb_each_text(ticket.fields) as field
            join tickets_fielddefinition as known on known.id = field.key::bigint
            where known.type in ('text', 'long_text')
        )
    ) as names,
    {_MARKS} as audience
from tickets_message as message
join tickets_ticket as ticket on ticket.id = message.ticket_id
left join people_contact as author on author.id = message.author_contact_id
"""  # noqa: S608 -- our own words
# What files say, as far as they were read. They have no language of their own that we knew.
_FILES = f"""
select 'file' as kind, attachment.id as object_id, ticket.id as group_id, '' as language, message.created_at as at,
    attachment.filename as title, replace(content.text, E'\f', E'\n') as body, '' as names, {_MARKS} as audience
from tickets_attachment as attachment
join search_filetext as content on content.sha256 = attachment.blob_id and content.reason = ''
join tickets_message as message on message.id = attachment.message_id
join tickets_ticket as ticket on ticket.id = message.ticket_id
where not attachment.inline and
"""  # noqa: S608 -- as above
_OF_TICKET = "ticket.id = %(ticket)s"
_BETWEEN = "message.id between %(first)s and %(last)s"
_OF_TICKETS = "ticket.id = any(%(tickets)s)"
_MESSAGE = _ENTRIES + "where message.id = %(message)s"
_TICKET = f"{_ENTRIES} where {_OF_TICKET} union all {_FILES} {_OF_TICKET}"
_TICKETS = f"{_ENTRIES} where {_OF_TICKETS} union all {_FILES} {_OF_TICKETS}"
_SOME = f"{_ENTRIES} where {_BETWEEN} union all {_FILES} {_BETWEEN}"
_READ = f"{_FILES} attachment.id = any(%(attachments)s)"


def index_message(event: Event) -> None:
    indexing.put_later(_MESSAGE, {"message": event.message_id})


def index_reply(event: Event) -> None:
    """Who answers first gets the ticket: that opens the earlier messages to them."""
    index_message(event)
    if event.data.get("taken"):
        share_ticket(event)


def leave_out_message(event: Event) -> None:
    """It was taken back, and with it perhaps the ticket."""
    indexing.leave_out(kind=KIND, object_id=event.message_id or 0)
    _leave_out_files(event)
    if event.data.get("taken"):
        share_ticket(event)


def index_redacted(event: Event) -> None:
    """Words of it or of others are gone, also of the names of files, or files themselves."""
    _leave_out_files(event)
    index_ticket(event)


def _leave_out_files(event: Event) -> None:
    """Those that the ticket has no more."""
    files = Attachment.objects.filter(message__ticket=event.ticket_id).values("pk")
    Document.objects.filter(kind=FILE, group_id=event.ticket_id or 0).exclude(object_id__in=files).delete()


def index_ticket(event: Event) -> None:
    indexing.put(_TICKET, {"ticket": event.ticket_id})


def index_fields(event: Event) -> None:
    """What texts among the custom fields say."""
    if event.data.get("words"):
        index_ticket(event)


def share_ticket(event: Event) -> None:
    indexing.share(_TICKET, {"ticket": event.ticket_id})


def share_tickets(ticket_ids: Iterable[int]) -> None:
    """As `share_ticket`, for many at once."""
    if ids := list(ticket_ids):
        indexing.share_many(_TICKETS, {"tickets": ids})


def follow_messages(event: Event) -> None:
    """Messages went from one of two tickets to the other: their documents keep their age and their words."""
    one, other = event.ticket_id or 0, int(event.data["ticket"])
    for ticket, former in ((one, other), (other, one)):
        indexing.regroup(_TICKET, {"ticket": ticket}, former=former)
        indexing.share(_TICKET, {"ticket": ticket})


def index_files(attachment_ids: Sequence[int]) -> int:
    """Those of them whose text is known; how many that were. Their tickets are locked, as for a change: else one that
    comes between reading and writing would be written over.
    """
    ids = list(attachment_ids)
    messages = Message.objects.filter(attachments__in=ids)
    with transaction.atomic():
        locked_found(lambda: set(messages.values_list("ticket", flat=True)))
        return indexing.put_many(_READ, {"attachments": ids})


def index_messages(*, first: int, last: int) -> int:
    """Messages with ids from `first` to `last`, and their files, for what came in by COPY; how many documents.

    Take some ten thousand at a time, in order: the index takes what was indexed last for the newest.
    """
    return indexing.put_many(_SOME, {"first": first, "last": last})
