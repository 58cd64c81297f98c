"""How the latest message of a ticket begins, when messages come to it or leave it."""

from django.db.models import QuerySet

from balie.tickets.content import Content
from balie.tickets.models import Message, Visibility


def preview_of(ticket_id: int) -> str:
    """As if each had just been written: the latest that a person wrote to another; empty when there is none."""
    return preview_among(Message.objects.filter(ticket=ticket_id))


def preview_among(messages: QuerySet[Message]) -> str:
    said = messages.filter(visibility=Visibility.PUBLIC).order_by("-pk")
    latest = said.filter(automatic=False).first() or said.last()
    return Content(text=latest.text, reply_text=latest.reply_text).preview if latest else ""
