"""Remembers how far somebody has read. Nothing happens to the ticket by that: no event, no lock."""

from balie.core.clock import now
from balie.core.prepared import run

# Only messages of the ticket count, and what was read stays read.
_MARK = """
insert into tickets_readmark (ticket_id, user_id, message_id, at)
select ticket_id, %(user)s::bigint, id, %(now)s from tickets_message
where id = %(message)s::bigint and ticket_id = %(ticket)s::bigint
on conflict (ticket_id, user_id) do update set message_id = excluded.message_id, at = excluded.at
where tickets_readmark.message_id < excluded.message_id"""


def mark_read(*, ticket_id: int, user_id: int, message_id: int) -> None:
    run(_MARK, {"ticket": ticket_id, "user": user_id, "message": message_id, "now": now()})
