"""`balie mail parse PATH…`: each message as one JSON object a line. Needs no database, imports no Django."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from balie.channels.email.parse import Address, Attachment, Bounce, ParsedEmail, parse

from .message_sources import read_sources


def run(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="balie mail parse", description="Print each message as one JSON object.")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a message, an mbox, a Maildir, a folder, or -")
    failed = False
    for source in read_sources(parser.parse_args(args).paths):
        if source.error is not None:
            failed = True
            answer: dict[str, Any] = {"path": source.path, "error": source.error}
        else:
            answer = {"path": source.path, **as_contract(parse(source.raw))}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return int(failed)


def as_contract(mail: ParsedEmail) -> dict[str, Any]:
    """The answer that programs outside rely on."""
    return {
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "date": mail.date.isoformat() if mail.date else None,
        "subject": mail.subject or None,
        "from": _address(mail.from_address),
        "sender": _address(mail.sender_address),
        "reply_to": [_address(address) for address in mail.reply_to],
        "to": [_address(address) for address in mail.to],
        "cc": [_address(address) for address in mail.cc],
        "text": mail.text,
        "html": mail.html,
        "reply_text": mail.reply_text,
        "attachments": [_attachment(attachment) for attachment in mail.attachments],
        "charset_guessed": mail.charset_guessed,
        "auto": mail.auto,
        "bounce": _bounce(mail.bounce),
        "defects": list(mail.defects),
    }


def _address(address: Address | None) -> dict[str, Any] | None:
    return None if address is None else {"name": address.name, "email": address.email}


def _attachment(attachment: Attachment) -> dict[str, Any]:
    names = ("filename", "content_type", "size", "sha256", "inline", "content_id")
    return {name: getattr(attachment, name) for name in names}


def _bounce(bounce: Bounce | None) -> dict[str, Any] | None:
    if bounce is None:
        return None
    return {
        "recipients": [
            {"email": item.email, "action": item.action, "status": item.status, "permanent": item.permanent}
            for item in bounce.recipients
        ],
        "original_message_id": bounce.original_message_id,
    }


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
