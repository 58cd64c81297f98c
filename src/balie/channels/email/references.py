"""Message-IDs that lead to tickets: of what was received, of what was sent, and of what was only ever named."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from uuid import UUID

from balie.core.prepared import rows, run
from balie.events.models import Event
from balie.tickets.models import Message

# Of a References header only the ends are used: long ones are cut in the middle (RFC 5537, section 3.4.4).
_FIRST, _LAST = 5, 30

_REMEMBER = """
insert into email_reference (digest, ticket_id) select digest, %s::bigint from unnest(%s::uuid[]) as digest
on conflict do nothing"""
_KNOWN = "select digest, ticket_id from email_reference where digest = any(%s::uuid[])"
_FOLLOW = "update email_reference set ticket_id = %s::bigint where digest = any(%s::uuid[])"
_HOLD = "select pg_advisory_xact_lock(key) from unnest(%s::bigint[]) as key"


def digest_of(rfc_id: str) -> UUID:
    return UUID(bytes=blake2b(rfc_id.strip().strip("<>").encode(), digest_size=16).digest())


def chain(in_reply_to: str | None, references: Sequence[str]) -> tuple[str, ...]:
    """The ids that a mail answers, nearest first."""
    named = references if len(references) <= _FIRST + _LAST else (*references[:_FIRST], *references[-_LAST:])
    return tuple(dict.fromkeys(rfc_id for rfc_id in (in_reply_to, *reversed(named)) if rfc_id))


def remember(rfc_ids: Iterable[str], ticket_id: int) -> None:
    """An answer to any of these belongs to the ticket from now on; an id that is known already stays as it is."""
    digests = sorted({digest_of(rfc_id) for rfc_id in rfc_ids})
    if digests:
        run(_REMEMBER, (str(ticket_id), digests))


def tickets_of(rfc_ids: Iterable[str]) -> dict[str, int]:
    """The numbers of those that are known."""
    digests = {rfc_id: digest_of(rfc_id) for rfc_id in rfc_ids}
    if not digests:
        return {}
    found = dict(rows(_KNOWN, (list(digests.values()),)))
    return {rfc_id: found[digest] for rfc_id, digest in digests.items() if digest in found}


def follow_split(event: Event) -> None:
    """Answers to messages that went to a ticket of their own belong there: a step of "ticket.split"."""
    new = event.data["ticket"]
    moved = Message.objects.filter(ticket=new).exclude(rfc_id="").values_list("rfc_id", flat=True)
    if digests := [digest_of(rfc_id) for rfc_id in moved]:
        run(_FOLLOW, (str(new), digests))


def hold_thread(rfc_ids: Sequence[str]) -> None:
    """Until the end of the transaction nobody else decides where mails of this thread go.

    Two that arrive at once would otherwise each find no ticket, and each open one.
    """
    if not rfc_ids:
        return
    keys = sorted({int.from_bytes(digest_of(rfc_id).bytes[:8], signed=True) for rfc_id in rfc_ids})
    rows(_HOLD, (list(map(str, keys)),))
