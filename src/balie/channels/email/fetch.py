"""Takes in what lies in a mailbox's IMAP folder: each message once, none forgotten, none in the way of the next."""

import imaplib
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from time import monotonic

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from balie.channels.email.deliveries import take_in
from balie.channels.email.imap_server import CannotFetch, Server
from balie.channels.email.models import Delivery, Mailbox, Outcome, State

_log = structlog.get_logger(__name__)
# Mail that may have come while UIDVALIDITY changed and that somebody has read since.
_OVERLAP = timedelta(days=2)
_STEP = 50
# A message over which the server hangs up so often is left alone for a while.
_MOST_BREAKS, _LEFT_ALONE_FOR = 2, 900.0
RENUMBERED = "renumbered"


class BrokenBy(Exception):
    """The server hung up over this message: connect again and go on, there is nothing to wait for."""


class Sweep:
    """One mailbox and what is known of messages that break the connection; used again and again while it is fetched."""

    def __init__(self, mailbox_id: int) -> None:
        self.mailbox_id = mailbox_id
        self._breaks: dict[int, Breaks] = {}

    def run(self, server: Server) -> int:
        """Takes in what is there; how many were new. Trouble comes through: what was done until then stays done."""
        mailbox = Mailbox.objects.get(pk=self.mailbox_id)
        _agree_on_validity(mailbox, server)
        new = 0
        waiting = [*mailbox.missed_uids, *server.uids_after(mailbox.last_uid)]
        for start in range(0, len(waiting), _STEP):
            new += self._take(mailbox, server, waiting[start : start + _STEP])
        return new

    def _take(self, mailbox: Mailbox, server: Server, uids: list[int]) -> int:
        """A few messages, and then where we stand: after a crash between the two they are found to be known."""
        sources = {_source(mailbox, uid): uid for uid in uids}
        known = set(Delivery.objects.filter(source__in=sources).values_list("source", flat=True))
        wanted = [uid for source, uid in sources.items() if source not in known]
        missed = [uid for uid in wanted if not self._fetch(mailbox, server, uid)]
        mailbox.missed_uids = sorted({*mailbox.missed_uids} - {*uids} | {*missed})
        mailbox.last_uid = max(mailbox.last_uid, *uids)
        Mailbox.objects.filter(pk=mailbox.pk).update(missed_uids=mailbox.missed_uids, last_uid=mailbox.last_uid)
        server.mark_seen(uid for uid in uids if uid not in missed)
        return len(wanted) - len(missed)

    def _fetch(self, mailbox: Mailbox, server: Server, uid: int) -> bool:
        """False: it could not be had this time, and is tried again with a later sweep."""
        breaks = self._breaks.get(uid, Breaks())
        if breaks.are_enough:
            return False
        try:
            raw = _message(server, uid)
        except CannotFetch as problem:
            _log.error("message cannot be fetched", mailbox=mailbox.address, uid=uid, error=str(problem))
            return False
        except imaplib.IMAP4.abort as problem:
            self._breaks[uid] = breaks.one_more()
            _log.error("connection broken by a message", mailbox=mailbox.address, uid=uid, error=str(problem))
            raise BrokenBy(uid) from problem
        if raw is not None:
            _keep(mailbox, uid, raw)
        return True


@dataclass(frozen=True, slots=True)
class Breaks:
    times: int = 0
    last: float = 0.0

    def one_more(self) -> "Breaks":
        return Breaks(self.times + 1, monotonic())

    @property
    def are_enough(self) -> bool:
        return self.times >= _MOST_BREAKS and monotonic() - self.last < _LEFT_ALONE_FOR


def _message(server: Server, uid: int) -> bytes | None:
    limit = settings.BALIE_MAIL_SIZE_LIMIT
    raw = server.message(uid, at_most=limit + 1)
    return raw if raw is None or len(raw) <= limit else _instead_of(server.header(uid), limit)


def _source(mailbox: Mailbox, uid: int) -> str:
    return f"{_numbering(mailbox)}{uid}"


def _numbering(mailbox: Mailbox) -> str:
    """Within it a UID means one message for ever. Another server may well use the same UIDVALIDITY."""
    account = f"{mailbox.imap_host}\n{mailbox.imap_user}\n{mailbox.imap_folder}"
    return f"imap:{mailbox.pk}:{sha256(account.encode()).hexdigest()[:12]}:{mailbox.uidvalidity}:"


def _agree_on_validity(mailbox: Mailbox, server: Server) -> None:
    """A server may number its messages anew, and says so: what we know by their numbers is void (RFC 3501, 2.3.1.1).

    At the first visit only unread mail is wanted: the years before are not for the desk. After a change all that could
    have come since the last visit is looked at again, and told from what we have by its bytes.
    """
    if mailbox.uidvalidity == server.uidvalidity:
        return
    again = set(server.unread_uids())
    if mailbox.uidvalidity is not None and mailbox.fetched_at:
        again |= set(server.uids_since((mailbox.fetched_at - _OVERLAP).date()))
        mailbox.known_below_uid = server.uidnext
        _log.warning("uidvalidity changed", mailbox=mailbox.address, looking_again_at=len(again))
    mailbox.uidvalidity, mailbox.last_uid = server.uidvalidity, server.uidnext - 1
    mailbox.missed_uids = sorted(uid for uid in again if uid < server.uidnext)
    mailbox.save(update_fields=["uidvalidity", "last_uid", "missed_uids", "known_below_uid"])


def _keep(mailbox: Mailbox, uid: int, raw: bytes) -> None:
    with transaction.atomic():
        renumbered = uid < mailbox.known_below_uid and _had_before(mailbox, sha256(raw).hexdigest())
        delivery, is_new = take_in(raw, mailbox_id=mailbox.pk, source=_source(mailbox, uid))
        if is_new and renumbered:
            Delivery.objects.filter(pk=delivery.pk).update(
                state=State.DONE, outcome=Outcome.DUPLICATE, reason=RENUMBERED
            )


def _had_before(mailbox: Mailbox, digest: str) -> bool:
    """One more of these bytes came under former numbers than was found again under the new ones."""
    same = Delivery.objects.filter(mailbox=mailbox, blob_id=digest, source__startswith=f"imap:{mailbox.pk}:")
    under_new = Q(source__startswith=_numbering(mailbox))
    return same.exclude(under_new).exclude(reason=RENUMBERED).count() > same.filter(under_new).count()


def _instead_of(header: bytes | None, limit: int) -> bytes | None:
    """A mail that says that a larger one is waiting on the server: its sender must not be forgotten."""
    if header is None:
        return None
    kept = [line for line in _unfolded(header) if not line.lower().startswith((b"content-", b"mime-version"))]
    words = f"This message is larger than the {limit / 1e6:.0f} MB this desk takes. It is still in the mailbox.\r\n"
    return b"\r\n".join(kept) + b"\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n" + words.encode()


def _unfolded(header: bytes) -> list[bytes]:
    lines: list[bytes] = []
    for line in header.strip().splitlines():
        if line[:1] in b" \t" and lines:
            lines[-1] += b"\r\n" + line
        else:
            lines.append(line)
    return lines
