"""All that an answer needs to become a mail, read at once: each question less is felt by the agent who waits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from balie.accounts.signatures import signature_of
from balie.core.prepared import rows
from balie.mail.address import Address
from balie.mail.queueing import Enclosed

_CHAIN = 12  # messages whose ids an answer refers to

# The answer `m` on its ticket `t`; `q` is the message it answers: the latest that a person wrote who belongs here, or
# what opened the ticket, whoever wrote that: an alarm is answered, an absence is not.
_READ = f"""
select m.text, m.html, m.subject, m."to"::json, m.cc::json, m.bcc::json,
    coalesce(u.name, ''), coalesce(u.signature, ''), coalesce(g.signature, ''), coalesce(g.signs, 'own'),
    t.id, t.subject, t.language, t.team_id, c.id, c.name, c.language,
    q.created_at, q.author, q.text, q.html,
    (select json_agg(json_build_array(i.contact_id, i.value, p.name) order by i.bounced_at nulls first, i.id)
     from people_identity i join people_contact p on p.id = i.contact_id
     where i.kind = 'email' and i.contact_id = any(array(
         select c.id union select contact_id from tickets_participant where ticket_id = t.id and accepted))),
    (select json_agg(json_build_array(s.rfc_id, s.direction = 'in')) from (
         select rfc_id, direction from tickets_message
         where ticket_id = t.id and id < m.id and rfc_id <> '' and visibility = 'public' and not unverified
             and (not automatic or id = t.first_message)
         order by id desc limit {_CHAIN}) s),
    (select json_agg(json_build_array(a.blob_id, a.filename, a.content_type,
                                      case when a.inline then a.content_id else '' end) order by a.id)
     from tickets_attachment a where a.message_id = m.id)
from tickets_message m
join lateral (
    select *, (select min(id) from tickets_message where ticket_id = m.ticket_id) as first_message
    from tickets_ticket where id = m.ticket_id
) t on true
join people_contact c on c.id = t.requester_id
left join accounts_user u on u.id = m.author_user_id
left join accounts_team g on g.id = t.team_id and u.id is not null
left join lateral (
    select created_at, coalesce(nullif(reply_text, ''), text) as text, html,
        (select name from people_contact where id = author_contact_id) as author
    from tickets_message
    where ticket_id = t.id and id < m.id and direction = 'in' and visibility = 'public' and not unverified
        and (not automatic or id = t.first_message)
    order by id desc limit 1
) q on true
where m.id = %(message)s
"""  # noqa: S608 -- a constant


@dataclass(frozen=True, slots=True)
class Asker:
    ticket_id: int
    ticket_subject: str
    ticket_language: str
    team_id: int | None
    contact_id: int
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message that is answered; `html` is sanitised."""

    at: datetime
    author: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the thread before the answer."""

    rfc_id: str
    received: bool


@dataclass(frozen=True, slots=True)
class Answer:
    message_id: int
    text: str
    html: str
    subject: str
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    bcc: tuple[Address, ...]
    agent: str
    signature: str
    asker: Asker
    quoted: Quoted | None
    # Of the requester and of those who take part: by contact, the one that works first.
    addresses: tuple[tuple[int, Address], ...]
    thread: tuple[Said, ...]  # latest first
    files: tuple[Enclosed, ...]


def read_answer(message_id: int) -> Answer:
    row = rows(_READ, {"message": str(message_id)})[0]
    text, html, subject, to, cc, bcc, agent, own, team, signs, *rest = row
    signature = signature_of(own=own, team=team, signs=signs, agent=agent)
    asker, quoted, (addresses, thread, files) = Asker(*rest[:7]), rest[7:11], rest[11:]
    return Answer(
        message_id, text, html, subject, _given(to), _given(cc), _given(bcc), agent, signature, asker,
        quoted=Quoted(quoted[0], quoted[1] or "", *quoted[2:]) if quoted[0] and (quoted[2] or quoted[3]) else None,
        addresses=tuple((contact, Address(email, name)) for contact, email, name in addresses or ()),
        thread=tuple(Said(*said) for said in thread or ()),
        files=tuple(Enclosed(*file) for file in files or ()),
    )  # fmt: skip


def _given(entries: list[dict[str, Any]]) -> tuple[Address, ...]:
    """As the writer named them; what can't be written to is left out."""
    addresses = (Address(str(entry.get("email", "")).strip(), str(entry.get("name", ""))) for entry in entries)
    return tuple(address for address in addresses if address.is_sendable)
