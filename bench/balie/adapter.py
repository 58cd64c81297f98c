"""Balie, driven as the workloads ask. Every answer is checked."""

import json
import os
import re
import smtplib
import sys
import time
from pathlib import Path

from workloads import PEERS, Base, Client, need

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
NAME, PORT = os.environ.get("BENCH_NAME", "balie"), int(os.environ.get("BENCH_PORT", "15527"))
HOME = Path(PEERS, "data", NAME)
MARK = re.compile(rb"^Subject: .*\[#(\d+)\]", re.MULTILINE)


class Adapter(Base):
    name, port = NAME, PORT
    mail_note = "SMTP over one connection, until the worker has made tickets of all"

    def __init__(self):
        self.known = json.loads((HOME / "bench.json").read_text())

    def login(self, agent):
        c = Client(self.port, {"Referer": f"http://127.0.0.1:{self.port}/"})
        c.get("/accounts/login/")
        form = {
            "csrfmiddlewaretoken": c.cookies["csrftoken"],
            "login": f"agent{agent:02d}@bench.test",
            "password": "Bench-agent-1x",
        }
        st, t, _ = c.post("/accounts/login/", form)
        need(st == 302, f"login {st} {t[:300]}")
        c.token = self.known["tokens"][str(agent)]
        return c

    def w2(self, c):
        st, t, _ = c.get("/desk/?team=support&status=open")
        rows = t.count('data-live-row="ticket:')
        need(st == 200 and rows == 50, f"list {st}, {rows} rows")

    def w3(self, c, n):
        st, t, _ = c.get(f"/desk/tickets/{n}/")
        shown = len(set(re.findall(r'id="message-(\d+)"', t)))
        need(st == 200 and shown >= 20, f"ticket {st}, {shown} messages")

    def w4(self, c, word):
        st, t, _ = c.get(f"/desk/search/?q={word}")
        need(st == 200, f"search {st}")
        return len(set(re.findall(r"/desk/tickets/(\d+)/", t)))

    def w5(self, c, n, text):
        form = {
            "csrfmiddlewaretoken": c.cookies["csrftoken"],
            "visibility": "public",
            "body": text,
            "body_format": "text",
        }
        st, t, h = c.post(f"/desk/tickets/{n}/messages/", form)
        need(st == 303 and f"/desk/tickets/{n}/" in h.get("location", ""), f"reply {st} {h.get('location')} {t[:300]}")

    def w6(self, c, subject, body):
        ticket = {
            "subject": subject,
            "body": body,
            "requester": {"email": "user0007@customer.test", "name": "User"},
            "team": "support",
        }
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {c.token}"}
        st, t, _ = c.post("/api/v1/tickets", json.dumps(ticket), headers=headers)
        need(st == 201 and json.loads(t)["number"], f"create {st} {t[:300]}")

    def reply_subject(self, n):
        return f"Re: [#{n}] earlier question"

    def deliver(self, mails):
        before = self.counts()[1]
        with smtplib.SMTP("127.0.0.1", self.port + 2) as smtp:
            for raw in mails:
                smtp.sendmail("sender@customer.test", [self.address(raw)], raw)
        # Counting rows again and again would be measured as the desk's own work.
        waiting = "select exists(select from email_delivery where state = 'received')"
        for _ in range(3000):
            if not self.db.execute(waiting).fetchone()[0]:
                need(self.counts()[1] - before == len(mails), "not every mail is a message")
                return []
            time.sleep(0.02)
        raise AssertionError("not all messages were processed within a minute")

    def address(self, raw):
        """An answer goes to the address our mails ask for, which is signed for its ticket."""
        from balie.channels.email.addresses import reply_address

        if not (mark := MARK.search(raw)):
            return "help@bench.test"
        self.configure()
        return reply_address("help@bench.test", int(mark[1]))

    def configure(self):
        from django.conf import settings

        if not settings.configured:
            settings.configure(SECRET_KEY=(HOME / "secret-key").read_text().strip(), SECRET_KEY_FALLBACKS=[])

    def counts(self):
        import psycopg

        from balie.commands.postgres import database

        if not hasattr(self, "db"):
            self.uses = database(HOME)  # the running desk's own
            self.db = psycopg.connect(self.uses.__enter__(), autocommit=True)
        q = "select (select count(*) from tickets_ticket), (select count(*) from tickets_message)"
        return self.db.execute(q).fetchone()

    def open_tickets(self, most):
        self.counts()
        asked = "select id from tickets_ticket where status in ('new', 'open') order by updated_at desc limit %s"
        return [number for (number,) in self.db.execute(asked, (most,))]

    def reprioritise(self, c, number, priority):
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {c.token}"}
        st, t, _ = c.call("PATCH", f"/api/v1/tickets/{number}", json.dumps({"priority": priority}), headers)
        need(st == 200, f"change {st} {t[:300]}")

    def live_process(self):
        return listening(self.port + 1)[0]

    def web_processes(self):
        return listening(self.port)


def listening(port):
    """Who has this port open, those that only inherited it left out."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    inodes = {line.split()[9] for line in lines if line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A"}
    found = []
    for fd in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(fd.readlink()).removeprefix("socket:[").rstrip("]") in inodes:
                found.append(int(fd.parts[2]))
        except OSError:
            continue
    need(found, f"nobody listens on {port}")
    return sorted(set(found))
