"""Bulk seed by COPY. usage: seed.py [TICKETS [MESSAGES_EACH]]   with BALIE_HOME set; the desk must not be running.

The tickets are those of the corpus that every system gets; MESSAGES_EACH adds to its three.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, os.environ["BENCH_COMMON"])
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

import corpus as C  # noqa: N812

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
BATCH = 5_000
COLUMNS = {
    "tickets_ticket": "id subject kind status priority channel language team_id assignee_id requester_id created_at"
    " updated_at resolved_at preview awaits_answer first_answered_at",
    "tickets_message": "id ticket_id visibility direction channel author_contact_id author_user_id text reply_text html"
    " history_html subject rfc_id \"to\" cc bcc delivery unverified automatic reason created_at",
    "events_event": "kind ticket_id message_id actor_kind actor_id data at attempts",
}  # fmt: skip


def people() -> tuple[list[int], list[int], list[int]]:
    """Ids of teams, agents and contacts. Each agent is in every team: the lists are of one team at a time."""
    from balie.accounts.models import User
    from balie.accounts.tokens import make_token
    from balie.accounts.users import add_team, add_user
    from balie.channels.email.mailboxes import default_mailbox
    from balie.channels.email.models import Mailbox
    from balie.people.models import Contact, Identity

    teams = [add_team(name=name) for name in C.QUEUES]
    tokens = {}
    for i in range(1, C.N_AGENTS + 1):
        _login, email, name = C.agent(i)
        user = add_user(
            email=email, name=name, password=C.AGENT_PASSWORD, teams=teams if i != C.N_AGENTS else teams[:1]
        )
        User.objects.filter(pk=user.pk).update(undo_seconds=0)  # what is measured is the mail, not the wait
        tokens[i] = make_token(user=user, name="bench")
    box = default_mailbox()
    Mailbox.objects.filter(pk=box.pk).update(address="help@bench.test", team=teams[0])
    contacts = Contact.objects.bulk_create(Contact(name=C.requester(i)[2]) for i in range(1, C.N_REQUESTERS + 1))
    Identity.objects.bulk_create(
        Identity(contact=one, kind="email", value=C.requester(i)[1]) for i, one in enumerate(contacts, 1)
    )
    agents = [User.objects.get(email=C.agent(i)[1]).pk for i in range(1, C.N_AGENTS + 1)]
    ids = {"tokens": tokens, "teams": {team.slug: team.pk for team in teams}}
    Path(os.environ["BALIE_HOME"], "bench.json").write_text(json.dumps(ids))
    return [team.pk for team in teams], agents, [one.pk for one in contacts]


def said(n: int, total: int, each: int) -> dict[str, Any]:
    found: dict[str, Any] = C.ticket(n, total)
    messages = found["messages"]
    for extra in range(len(messages), each):
        earlier = messages[extra % 3]
        messages.append({**earlier, "agent": found["agent"] if extra % 2 else None,
                         "at": found["created"] + timedelta(minutes=7 * extra)})  # fmt: skip
    return found


def rows(
    first: int, last: int, total: int, each: int, ids: tuple[list[int], list[int], list[int]], message: int
) -> Iterator[tuple[str, tuple[Any, ...]]]:
    teams, agents, contacts = ids
    for n in range(first, last + 1):
        t = said(n, total, each)
        contact, agent = contacts[t["requester"] - 1], agents[t["agent"] - 1]
        at = [m["at"] for m in t["messages"]]
        yield "tickets_ticket", (
            n, t["subject"], "question", "open" if t["open"] else "resolved", 2, "email", "en", teams[t["queue"]],
            agent, contact, t["created"], at[-1], None if t["open"] else at[-1], t["messages"][-1]["body"][:160],
            not t["messages"][-1]["agent"], at[1],
        )  # fmt: skip
        for m in t["messages"]:
            message += 1
            out = bool(m["agent"])
            yield "tickets_message", (
                message, n, "public", "out" if out else "in", "desk" if out else "email", None if out else contact,
                agent if out else None, m["body"], "", "", "", "", f"{message}@bench.test", "[]", "[]", "[]",
                "sent" if out else "none", False, False, "", m["at"],
            )  # fmt: skip
            yield "events_event", (
                "message.replied" if out else "message.received", n, message, "user" if out else "contact",
                agent if out else contact, "{}", m["at"], 0,
            )  # fmt: skip


def copy(total: int, each: int) -> int:
    from django.db import connection

    ids = people()
    message = 0
    for first in range(1, total + 1, BATCH):
        found: dict[str, list[tuple[Any, ...]]] = {table: [] for table in COLUMNS}
        for table, row in rows(first, min(first + BATCH - 1, total), total, each, ids, message):
            found[table].append(row)
        message += len(found["tickets_message"])
        with connection.cursor() as cursor:
            for table, columns in COLUMNS.items():
                with cursor.copy(f"copy {table} ({', '.join(columns.split())}) from stdin") as pipe:
                    for row in found[table]:
                        pipe.write_row(row)
        if first % 100_000 == 1:
            print("copied", first + BATCH - 1, round(time.monotonic() - BEGAN), "s", flush=True)
    return message


def main(total: int, each: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from balie.search.bulk import index_built_afterwards
    from balie.tickets.indexing import index_messages

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    messages = copy(total, each)
    with index_built_afterwards():
        for first in range(1, messages + 1, 20_000):
            index_messages(first=first, last=first + 19_999)
    with connection.cursor() as cursor:
        for table in ("tickets_ticket", "tickets_message"):
            cursor.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))")
        cursor.execute("vacuum analyze")
    print("balie tickets", total, "messages", messages, round(time.monotonic() - BEGAN), "s")


BEGAN = time.monotonic()
if __name__ == "__main__":
    from balie.commands.postgres import database

    with database(Path(os.environ["BALIE_HOME"])):
        main(int(sys.argv[1]) if len(sys.argv) > 1 else C.N_TICKETS, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
