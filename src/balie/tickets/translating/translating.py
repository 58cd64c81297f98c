"""Messages in the language of whoever reads them. A translation is made once, and kept for all who read that."""

from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.core.digests import digest
from balie.core.language import detect
from balie.core.sanitising import sanitise
from balie.core.transactions import joined
from balie.tickets.conflicts import NotAllowed
from balie.tickets.locking import locked_destination
from balie.tickets.models import Message
from balie.tickets.translation_records import MessageTranslation
from balie.translation.choosing import chosen, service, translated
from balie.translation.failures import words_of
from balie.translation.provider import Failed


def kept(message: Message, *, language: str) -> MessageTranslation | None:
    """The one that is there already, by the service that is set now, of the words that the message has now."""
    there = MessageTranslation.objects.filter(message=message, language=language, provider=service().kind).first()
    return there if there and bytes(there.of) == _digest(message) else None


def translate(*, message: Message, language: str, user: User) -> MessageTranslation:
    """Raises NotAllowed, which says why there is none. Not within a transaction: others would wait for the service."""
    if there := kept(message, language=language):
        return there
    said, html = _said(message)
    try:
        kind, provider = chosen()
        told = translated(provider, said, html=html, source=detect(_plain(message)) or "", target=language)
    except Failed as failure:
        raise NotAllowed(words_of(failure.why)) from failure
    words = {"html": sanitise(told.words)} if html else {"text": told.words}
    return _keep(message=message, language=language, kind=kind, source=told.source, words=words, user=user)


def translate_words(*, words: str, html: bool, language: str) -> str:
    """What somebody is writing; of that nothing is kept. Raises NotAllowed."""
    try:
        _kind, provider = chosen()
        return translated(provider, words, html=html, source="", target=language).words
    except Failed as failure:
        raise NotAllowed(words_of(failure.why)) from failure


@joined
def _keep(
    *, message: Message, language: str, kind: str, source: str, words: dict[str, str], user: User
) -> MessageTranslation:
    """Nothing is kept of words that were taken out of the message meanwhile: redacting locks the ticket, too."""
    locked_destination(message.ticket_id)
    now = Message.objects.filter(pk=message.pk).first()
    made = MessageTranslation(
        message_id=message.pk, language=language, provider=kind, source=source, of=_digest(message), asked_by=user,
        **{"html": "", "text": "", **words},
    )  # fmt: skip
    if now is None or _digest(now) != made.of:
        raise NotAllowed(_("The message was changed meanwhile."))
    MessageTranslation.objects.filter(message=message.pk, language=language, provider=kind).delete()
    made.save(force_insert=True)
    return made


def _said(message: Message) -> tuple[str, bool]:
    """What is translated, and whether it is HTML."""
    return (message.html, True) if message.html else (_plain(message), False)


def _plain(message: Message) -> str:
    return message.reply_text or message.text


def _digest(message: Message) -> bytes:
    return digest(message.html, _plain(message))
