"""How the latest message of a ticket begins, when messages come to it or leave it."""

from balie.tickets.content import Content
from balie.tickets.models import Message, Visibility


def preview_of(ticket_id: int) -> str:
    """As if each had just been written: the latest that a person wrote to another; empty when there is none."""
    said = Message.objects.filter(ticket=ticket_id, visibility=Visibility.PUBLIC).order_by("-pk")
    latest = said.filter(automatic=False).first() or said.last()
    return Content(text=latest.text, reply_text=latest.reply_text).preview if latest else ""
