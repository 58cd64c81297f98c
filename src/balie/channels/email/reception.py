"""Who may send us what, and that it is kept before the sender is told so. Answers of the SMTP listener."""

import asyncio
import functools
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from time import monotonic
from typing import Any, TypeVar
from uuid import uuid4

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from balie.channels.email.deliveries import confirm, has_message_id, take_in, unconfirmed_twin
from balie.channels.email.mailboxes import Directory, default_mailbox, directory

T = TypeVar("T")

_log = structlog.get_logger(__name__)
_DIRECTORY_SECONDS = 5.0
# A database that is only changing over answers the second time; one that is away should not be waited for twice.
_TRY_AGAIN_WITHIN = 2.0
_MOST_RECIPIENTS = 100

TRY_LATER = "451 4.3.0 The message could not be kept, try again later"


class Reception:
    """aiosmtpd's handler; the database is asked in threads, never in the loop."""

    def __init__(self, *, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="reception")
        self._directory = Directory({}, {})
        self._directory_until = 0.0
        # Deliveries whose sender is on the line and has not shown yet that it heard our answer.
        self._in_flight: dict[Any, list[int]] = {}

    async def prepare(self) -> None:
        """A new desk gets its first mailbox."""
        try:
            await self._in_thread(default_mailbox)
        except (DatabaseError, InterfaceError) as problem:
            _log.warning("database cannot be reached", error=str(problem))

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802, ARG002 -- aiosmtpd's hook
        if len(envelope.rcpt_tos) >= _MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            mailbox_id = (await self._directory_for(address)).mailbox_of(address)
        except (DatabaseError, InterfaceError):
            return TRY_LATER
        if mailbox_id is None:
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        session.mailboxes = getattr(session, "mailboxes", {}) if len(envelope.rcpt_tos) > 1 else {}
        session.mailboxes.setdefault(mailbox_id, []).append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802, ARG002 -- aiosmtpd's hook
        keep = functools.partial(self._keep, uuid4().hex, envelope.content, envelope.mail_from or "", session.mailboxes)
        try:
            ids, unconfirmed = await self._in_thread(keep)
        except (DatabaseError, InterfaceError, OSError) as problem:
            _log.error("mail not kept", error=str(problem))
            return TRY_LATER
        if unconfirmed:
            self._in_flight.setdefault(session, []).extend(unconfirmed)
        return f"250 2.0.0 Kept as {', '.join(map(str, ids))}"

    async def handle_exception(self, error: Exception) -> str:
        """Whatever went wrong, the message is still with its sender."""
        _log.error("smtp session failed", exc_info=error)
        return TRY_LATER

    async def confirm(self, session: Any) -> None:
        ids = self._in_flight.get(session)
        if not ids:
            return
        try:
            await self._in_thread(functools.partial(confirm, ids))
        except (DatabaseError, InterfaceError) as problem:
            _log.warning("not confirmed", deliveries=ids, error=str(problem))
        finally:
            self._in_flight.pop(session, None)

    def lost(self, session: Any) -> None:
        self._in_flight.pop(session, None)

    def close(self) -> None:
        """Waits for what is being written."""
        self._threads.shutdown()

    def _keep(
        self, queue_id: str, raw: bytes, envelope_from: str, mailboxes: Mapping[int, list[str]]
    ) -> tuple[list[int], list[int]]:
        """Ids of deliveries, one for each mailbox; and of those that their sender must have heard of first."""
        certain = has_message_id(raw)
        ids: list[int] = []
        with transaction.atomic():
            for mailbox_id, addresses in mailboxes.items():
                twin = None if certain else self._twin(mailbox_id, raw)
                ids.append(twin or take_in(
                    raw, mailbox_id=mailbox_id, source=f"smtp:{queue_id}:{mailbox_id}", envelope_from=envelope_from,
                    envelope_to=addresses, confirmed=certain,
                ).delivery.pk)  # fmt: skip
        return ids, [] if certain else ids

    def _twin(self, mailbox_id: int, raw: bytes) -> int | None:
        on_the_line = [pk for ids in list(self._in_flight.values()) for pk in ids]
        twin = unconfirmed_twin(mailbox_id=mailbox_id, sha256=sha256(raw).hexdigest(), except_ids=on_the_line)
        return twin.pk if twin else None

    async def _directory_for(self, address: str) -> Directory:
        """Read anew every few seconds, and for an address that is not in it; an old one is better than none."""
        if monotonic() > self._directory_until or not self._directory.is_own(address):
            try:
                self._directory = await self._in_thread(directory)
                self._directory_until = monotonic() + _DIRECTORY_SECONDS
            except (DatabaseError, InterfaceError):
                if not self._directory.is_own(address):
                    raise
        return self._directory

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _with_database, work)


def _with_database(work: Callable[[], T]) -> T:
    """Once more when that took no time: it was only a connection that had broken since it was last used."""
    started = monotonic()
    try:
        return work()
    except (OperationalError, InterfaceError):
        connection.close()
        if monotonic() - started > _TRY_AGAIN_WITHIN:
            raise
        return work()
    finally:
        connection.close()  # back to the pool
