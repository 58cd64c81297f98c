"""Makes what goes on to somebody else of what was written in a form, or by a program."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.html import escape

from balie.accounts.models import User
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.files.uploads import Received
from balie.tickets.composing import Written, addresses, content_of
from balie.tickets.forwarding.forwarding import forward
from balie.tickets.forwarding.quoting import Begun, begun, pictures_in, placed, subject_of, with_files
from balie.tickets.models import Channel, Message


@dataclass(frozen=True, slots=True)
class Letter:
    """`files`: attachments of the message that go along; pictures that stand in the text do so anyway."""

    written: Written
    to: str
    subject: str = ""
    files: Collection[int] = ()


@joined
def forward_letter(
    *, message: Message, letter: Letter, user: User, received: Iterable[Received] = (), channel: str = Channel.DESK
) -> Message:
    """Raises NotAllowed, and ValidationError, whose code names the field that is to blame."""
    written, there = letter.written, list(message.attachments.order_by("pk"))
    pictures = (pictures_in(written.body) if written.html else set()) & {file.pk for file in there}
    body = placed(written.body, pictures) if written.html else written.body
    content = content_of(written=replace(written, body=body), user=user, files=received)
    content = with_files(content, [file for file in there if file.pk in {*letter.files} | pictures], pictures)
    to, subject = addresses(letter.to, field="to"), " ".join(letter.subject.split())
    return forward(
        message_id=message.pk, content=replace(content, to=to, subject=subject or subject_of(message)),
        actor=Actor.user(user.pk), channel=channel,
    )  # fmt: skip


def sender_of(message: Message) -> str:
    """As whoever gets it should see them: with the address where that is known."""
    if message.author_contact is None:
        return str(message.author_user or "Balie")
    emails = message.author_contact.identities.filter(kind="email").order_by("pk").values_list("value", flat=True)
    name, email = str(message.author_contact), emails.first()
    return f"{name} <{email}>" if email and email != name else name


def below(words: str, message: Message) -> Begun:
    """The message under a few plain words."""
    quoted = begun(message, sender=sender_of(message), signature="")
    if not quoted.html:
        return Begun(words.strip() + quoted.body, html=False)
    paragraphs = "".join(f"<p>{_broken(part)}</p>" for part in words.strip().split("\n\n")) if words.strip() else ""
    return Begun(paragraphs + quoted.body.removeprefix("<p></p>"), html=True)


def _broken(part: str) -> str:
    lines: Sequence[str] = part.splitlines()
    return "<br>".join(escape(line) for line in lines)
