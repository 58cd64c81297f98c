"""Another ticket like this one."""

from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.content import Content, File
from balie.tickets.conversation import open_ticket
from balie.tickets.custom_fields.keeping_files import copied
from balie.tickets.linking import Way, link
from balie.tickets.locking import locked
from balie.tickets.models import Channel, Message, Ticket, Visibility
from balie.tickets.participants import Participant

CLONED = "ticket.cloned"


@joined
def clone(*, ticket_id: int, actor: Actor) -> Ticket:
    """The same subject, kind, priority, team, tags, fields and people, and what was asked at first; nobody is told."""
    old = locked(ticket_id)
    asked = Message.objects.filter(ticket=old, visibility=Visibility.PUBLIC).order_by("pk").first()
    in_copy = Participant.objects.filter(ticket=old, accepted=True).order_by("pk").values_list("contact_id", flat=True)
    new, _message = open_ticket(
        subject=old.subject, content=_copy(asked), requester=old.requester, channel=Channel.DESK, actor=actor,
        kind=old.kind, priority=old.priority, team_id=old.team_id, language=old.language,
        tags=list(old.tags.values_list("name", flat=True)), participants=list(in_copy),
        fields=copied(old.fields),
    )  # fmt: skip
    record(CLONED, actor=actor, ticket_id=old.pk, ticket=new.pk)
    link(ticket_id=new.pk, other_id=old.pk, way=Way.RELATED, actor=actor)
    return new


def _copy(asked: Message | None) -> Content:
    """Its words and files, but not what makes it that very mail."""
    if asked is None:
        return Content(text="")
    files = tuple(
        File(it.blob_id, it.filename, it.content_type, it.size, inline=it.inline, content_id=it.content_id)
        for it in asked.attachments.order_by("pk")
    )
    return Content(text=asked.text, reply_text=asked.reply_text, html=asked.html, files=files)
