"""A contact's mail program: reads a real mailbox by IMAP and answers what it finds there, as mail programs do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from time import monotonic

from imap_tools import MailBoxUnencrypted

from tests.cast import Person
from tests.support.dovecot import PASSWORD, Dovecot
from tests.support.postfix import Postfix

_PATIENCE = 40.0


class Letterbox:
    def __init__(self, person: Person, imap: MailBoxUnencrypted, smtp: Postfix) -> None:
        self.person = person
        self._imap, self._smtp = imap, smtp

    def wait_for(self, words: str) -> EmailMessage:
        """Until a mail is there that has these words in its text."""
        end = monotonic() + _PATIENCE
        while True:
            found = self.all()
            for mail in found:
                if words in text_of(mail):
                    return mail
            assert monotonic() < end, f"no mail says {words!r}, but {[text_of(mail)[:300] for mail in found]}"
            self._imap.idle.wait(timeout=2)

    def all(self) -> list[EmailMessage]:
        # IDLE tells of what is new only once the folder is selected again.
        self._imap.folder.set("INBOX")
        fetched = self._imap.client.uid("fetch", "1:*", "(BODY.PEEK[])")[1]
        return [message_from_bytes(part[1], policy=policy.default) for part in fetched if isinstance(part, tuple)]

    def answer(self, mail: EmailMessage, text: str, html: str = "") -> EmailMessage:
        """With the thread's ids, to where the mail wants to be answered, and the mail itself quoted below."""
        written = EmailMessage()
        written["From"] = f"{self.person.name} <{self.person.email}>"
        written["To"] = mail["Reply-To"] or mail["From"]
        written["Subject"] = re.sub(r"^(Re: )?", "Re: ", str(mail["Subject"]))
        written["Date"], written["Message-ID"] = formatdate(), make_msgid(domain=self.person.email.partition("@")[2])
        written["In-Reply-To"] = mail["Message-ID"]
        written["References"] = f"{mail['References'] or ''} {mail['Message-ID']}".strip()
        intro = f"On {mail['Date']}, {mail['From'].addresses[0].display_name} wrote:"
        quoted = "\n".join(f"> {line}" for line in text_of(mail).splitlines())
        written.set_content(f"{text}\n\n{intro}\n{quoted}\n")
        if html:
            prefix = f'<div class="moz-cite-prefix">{intro}<br></div>'
            quote = f'<blockquote type="cite">{html_of(mail)}</blockquote>'
            written.add_alternative(f"{html}{prefix}{quote}", subtype="html")
        return written

    def send(self, mail: EmailMessage) -> None:
        self._smtp.send(mail, sender=self.person.email, to=mail["To"].addresses[0].addr_spec)


def text_of(mail: EmailMessage) -> str:
    return _body(mail, "plain")


def html_of(mail: EmailMessage) -> str:
    return _body(mail, "html")


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part else ""


@contextmanager
def letterbox(person: Person, dovecot: Dovecot, postfix: Postfix) -> Iterator[Letterbox]:
    with MailBoxUnencrypted("127.0.0.1", dovecot.port).login(person.email, PASSWORD) as imap:
        yield Letterbox(person, imap, postfix)
