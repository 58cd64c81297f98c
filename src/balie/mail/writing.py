"""Writes a queued mail as the bytes that go out: the same bytes at every attempt."""

from binascii import b2a_qp
from collections.abc import Sequence
from email import policy
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.message import Message
from email.utils import format_datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from balie.files.storage import read_blob
from balie.mail.models import Enclosure, OutgoingMail

# The older interface of `email`: a third of the time of the newer one, which parses what it writes.
_LINE = 78  # RFC 5322, section 2.1.1


class _Policy(policy.Compat32):
    def fold_binary(self, name: str, value: str) -> bytes:
        """What fits in a line needs no folding, and that is nearly all there is."""
        if not isinstance(value, str) or len(name) + len(value) + 2 > _LINE or not _is_plain(value):
            return super().fold_binary(name, value)
        return f"{name}: {value}{self.linesep}".encode("ascii")


def _is_plain(value: str) -> bool:
    return value.isascii() and value.isprintable()


_POLICY = _Policy(linesep="\r\n", mangle_from_=False)
_UTF8 = Charset("utf-8")
_UTF8.header_encoding = QP
_LONGEST_LINE = 900  # bytes; RFC 5321 allows 998

if TYPE_CHECKING:
    Part = Message[str, str]
else:
    Part = Message


def write(mail: OutgoingMail, enclosures: Sequence[Enclosure] = ()) -> bytes:
    """Raises FileNotFoundError when an enclosed file is gone."""
    inline = [file for file in enclosures if file.content_id]
    attached = [file for file in enclosures if not file.content_id]
    seed = sha256(mail.message_id.encode()).hexdigest()[:24]
    body = _text("plain", mail.text)
    if mail.html:
        shown = _multipart("related", seed, [_text("html", mail.html), *map(_file, inline)]) if inline else None
        body = _multipart("alternative", seed, [body, shown or _text("html", mail.html)])
    if attached:
        body = _multipart("mixed", seed, [body, *map(_file, attached)])
    _put_headers(body, mail)
    return body.as_bytes(policy=_POLICY)


def _put_headers(body: Part, mail: OutgoingMail) -> None:
    own = body.items()
    for name in ("Content-Type", "Content-Transfer-Encoding", "MIME-Version"):
        del body[name]
    stated = [("Date", format_datetime(mail.created_at)), ("Message-ID", f"<{mail.message_id}>"), *mail.headers]
    for name, value in stated:
        body[name] = value if value.isascii() else Header(value, _UTF8, header_name=name).encode()
    body["MIME-Version"] = "1.0"
    for name, value in own:
        body[name] = value


def _text(subtype: str, text: str) -> Part:
    part: Part = Message()
    lines = "\n".join(text.replace("\x00", "").splitlines()) + "\n"
    data = lines.encode("utf-8", "replace")
    plain = data.isascii() and max(map(len, data.split(b"\n"))) < _LONGEST_LINE
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "7bit" if plain else "quoted-printable"
    part.set_payload((data if plain else b2a_qp(data, istext=True)).decode("ascii"))
    return part


def _multipart(subtype: str, seed: str, parts: Sequence[Part]) -> Part:
    whole: Part = Message()
    whole["Content-Type"] = f'multipart/{subtype}; boundary="=_{subtype}_{seed}"'
    for part in parts:
        whole.attach(part)
    return whole


def _file(enclosure: Enclosure) -> Part:
    part: Part = Message()
    main, _slash, sub = enclosure.content_type.partition("/")
    # Nested messages and multiparts may not be base64 (RFC 2046, section 5.2.1), and it is bytes that we promise.
    kind = enclosure.content_type if sub and main not in {"message", "multipart"} else "application/octet-stream"
    part["Content-Type"] = kind
    part.set_param("name", enclosure.filename, charset="utf-8")
    part.set_payload(read_blob(enclosure.blob_id))
    encode_base64(part)
    disposition = "inline" if enclosure.content_id else "attachment"
    part.add_header("Content-Disposition", disposition, filename=_parameter(enclosure.filename))
    if enclosure.content_id:
        part["Content-ID"] = f"<{enclosure.content_id}>"
    return part


def _parameter(filename: str) -> str | tuple[str, str, str]:
    return filename if filename.isascii() else ("utf-8", "", filename)
