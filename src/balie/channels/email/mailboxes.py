"""Which mailbox an address belongs to, and which one a ticket is answered from."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from balie.channels.email.models import Mailbox
from balie.core.prepared import columns, made, rows
from balie.core.remembering import Remembered

FIRST = "support@localhost"

_HEADER = 256 * 1024
_RECIPIENTS = re.compile(
    rb"^(?:delivered-to|x-original-to|envelope-to|to|cc):((?:[^\r\n]|\r?\n[ \t])*)", re.IGNORECASE | re.MULTILINE
)
_ADDRESS = re.compile(rb"[^\s<>,;:\"()@]{1,256}@[^\s<>,;:\"()@]+")


@dataclass(frozen=True, slots=True)
class Directory:
    """All mailboxes that take mail in, by address; values only, so that it can be kept for a while."""

    by_address: Mapping[str, int]
    by_domain: Mapping[str, int]

    def mailbox_of(self, address: str) -> int | None:
        """Its id. `support+anything@…` is `support@…`; postmaster exists at each domain (RFC 5321, section 4.5.1)."""
        local, _at, domain = address.strip().strip("<>").lower().rpartition("@")
        if not local:
            return next(iter(self.by_domain.values()), None) if domain == "postmaster" else None
        for form in (local, local.partition("+")[0]):
            if (found := self.by_address.get(f"{form}@{domain}")) is not None:
                return found
        return self.by_domain.get(domain) if local == "postmaster" else None

    def mailbox_among(self, addresses: Iterable[str]) -> int | None:
        return next((found for address in addresses if (found := self.mailbox_of(address)) is not None), None)

    def is_own(self, address: str) -> bool:
        return self.mailbox_of(address) is not None


_directory: Remembered[str, Directory] = Remembered(5.0)
_mailboxes: Remembered[int, Mailbox] = Remembered(5.0)


def directory() -> Directory:
    by_address: dict[str, int] = {}
    by_domain: dict[str, int] = {}
    rows = Mailbox.objects.filter(is_active=True).order_by("id").values_list("id", "address", "extra_addresses")
    for pk, address, others in rows:
        for own in (address, *others):
            by_address.setdefault(own.lower(), pk)
            by_domain.setdefault(own.lower().rpartition("@")[2], pk)
    return Directory(by_address, by_domain)


def recent_directory() -> Directory:
    """For what every mail asks and that may be a few seconds old."""
    return _directory.get("", directory)


def recent_mailbox(mailbox_id: int) -> Mailbox:
    return _mailboxes.get(mailbox_id, lambda: Mailbox.objects.get(pk=mailbox_id))


def named_in(raw: bytes) -> list[str]:
    """The addresses a mail says it is for, found without parsing it."""
    header = raw[:_HEADER].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    fields = b" ".join(found[1] for found in _RECIPIENTS.finditer(header))
    return [address.decode("utf-8", "replace") for address in _ADDRESS.findall(fields)]


def default_mailbox() -> Mailbox:
    """The oldest active one; a desk that has none gets its first."""
    found = Mailbox.objects.filter(is_active=True).order_by("id").first()
    if found is not None:
        return found
    mailbox, _made = Mailbox.objects.get_or_create(address=FIRST, defaults={"name": "Support"})
    return mailbox


# One round trip for three rules: a condition that holds sorts before one that does not.
_OF_TICKET = f"""
select {columns(Mailbox, "m")} from email_mailbox m where is_active
order by id = (select mailbox_id from email_delivery where ticket_id = %s order by id desc limit 1) desc nulls last,
    team_id = %s desc nulls last, id
limit 1
"""  # noqa: S608 -- columns of the model


def mailbox_of_ticket(ticket_id: int, team_id: int | None) -> Mailbox:
    """The one its contact wrote to last, or its team's, or the default one: answers come from there."""
    if len(only := set(recent_directory().by_address.values())) == 1 and (mailbox := _still_on(*only)):
        return mailbox
    found = rows(_OF_TICKET, (str(ticket_id), str(team_id) if team_id else None))
    return (made(Mailbox, iter(found[0])) if found else None) or default_mailbox()


def _still_on(mailbox_id: int) -> Mailbox | None:
    """What names it may be older than it: it may be gone or switched off."""
    try:
        mailbox = recent_mailbox(mailbox_id)
    except Mailbox.DoesNotExist:
        return None
    return mailbox if mailbox.is_active else None
