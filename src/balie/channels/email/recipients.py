"""Who gets an answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from balie.channels.email.answer import Answer
from balie.mail.address import Address


@dataclass(frozen=True, slots=True)
class Recipients:
    to: tuple[Address, ...]
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    # Nobody but the requester reads it.
    asker_alone: bool = False

    def __bool__(self) -> bool:
        return bool(self.to or self.cc or self.bcc)


def recipients_of(answer: Answer, *, is_own: Callable[[str], bool]) -> Recipients:
    """Those the writer named, or else the requester; in copy all who take part. Our own mailboxes never."""
    chosen: dict[int, Address] = {}
    for contact_id, address in answer.addresses:
        if address.is_sendable:
            chosen.setdefault(contact_id, address)
    requester = chosen.pop(answer.asker.contact_id, None)
    asker = (requester,) if requester else ()
    seen: set[str] = set()

    def once(addresses: Iterable[Address]) -> tuple[Address, ...]:
        kept = []
        for address in addresses:
            key = address.email.lower()
            if address.is_sendable and key not in seen and not is_own(key):
                seen.add(key)
                kept.append(address)
        return tuple(kept)

    to, cc, bcc = once(answer.to or asker), once((*answer.cc, *chosen.values())), once(answer.bcc)
    return Recipients(to, cc, bcc, asker_alone=not cc and not bcc and to == asker)


def as_stored(addresses: tuple[Address, ...]) -> list[dict[str, str]]:
    return [{"name": address.name, "email": address.email} for address in addresses]
