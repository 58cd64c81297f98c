"""The mails that were written of a ticket: those that carry its messages, and those that tell of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from balie.mail import forgetting
from balie.tickets.deliveries import reference_of
from balie.tickets.models import Direction, Message
from balie.tickets.redacting.blacking import Phrases

_BEGINNING = 300  # characters of a message, in a mail that tells of it
_QUOTED = 60  # characters by which a mail that quotes it is known


@dataclass(frozen=True, slots=True)
class Telling:
    """References of mails that tell of tickets; `naming`: of these, only those that have one of these words."""

    references: Collection[str]
    naming: Collection[str] = ()


Teller = Callable[[Collection[int]], Telling]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """At start-up, by `config.apps`: who writes mails that tell of tickets says which ones."""
    if teller not in _tellers:
        _tellers.append(teller)


@dataclass(frozen=True, slots=True)
class Mails:
    """By their ids, and locked. `own`: that of the message; `carrying`: those of any message of its ticket."""

    own: list[int]
    carrying: list[int]
    telling: list[int]


def mails_of(ticket_ids: Collection[int], message: Message) -> Mails:
    sent = Message.objects.filter(ticket=message.ticket_id, direction=Direction.OUT).values_list("pk", flat=True)
    carrying = forgetting.taken(references=[reference_of(pk) for pk in sent])
    told = [teller(ticket_ids) for teller in _tellers]
    telling = [pk for one in told for pk in forgetting.taken(references=one.references, naming=one.naming)]
    own = forgetting.taken(references=[reference_of(message.pk)])
    return Mails(own, carrying, telling)


def black_out(mail_ids: list[int], phrases: Phrases, *, naming: str = "") -> None:
    """Raises OnItsWay."""
    if phrases.words:
        forgetting.rewrite(
            mail_ids, text=lambda it: phrases.in_text(it).text, html=lambda it: phrases.in_html(it).text, naming=naming
        )


def refuse_waiting(mail_ids: list[int], phrases: Phrases) -> None:
    """Raises OnItsWay while one of them that says the words has not been sent."""
    if phrases.words:
        forgetting.refuse_waiting(forgetting.saying(mail_ids, phrases.stand_in))


def empty(mails: Mails, message: Message) -> None:
    """Of all that the message says, also where answers quote it. Raises OnItsWay, until these have been sent."""
    said = " ".join((message.reply_text or message.text).split())
    quoted = Phrases([said[:_QUOTED]], whole=True)
    forgetting.empty([*mails.own, *forgetting.saying(mails.carrying, quoted.stand_in)])
    black_out(mails.telling, Phrases([said[:_BEGINNING]], whole=True), naming=f"#message-{message.pk}\n")
