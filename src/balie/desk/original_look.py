"""A mail's own HTML, for a frame that can do nothing. Pure: bytes in, a page out."""

import base64
import re
from html import escape

from balie.channels.email.parse.attachments import read_attachments
from balie.channels.email.parse.bodies import choose_bodies
from balie.channels.email.parse.charsets import decode
from balie.channels.email.parse.message import Attachment
from balie.channels.email.parse.parameters import parameters_of
from balie.channels.email.parse.protection import open_signed
from balie.channels.email.parse.structure import Part, content_type, read_structure
from balie.channels.email.parse.transfer import payload_bytes

# Nothing runs, nothing is fetched: styles of the mail itself, and pictures that came with it.
POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
POLICY_WITH_PICTURES = POLICY.replace("img-src data:", "img-src data: https: http:")
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
_MOST_BYTES = 8_000_000  # of pictures put into the page
_CID = re.compile(r"""cid:([^"'\s>)]+)""")
# One that refreshes would lead elsewhere. It becomes an element that does as little, found without looking for its end.
_META = re.compile(r"<meta(?![a-z0-9-])", re.IGNORECASE)


def original_page(raw: bytes) -> str:
    """The HTML of a mail as its sender made it, or its text."""
    bodies = choose_bodies(open_signed(read_structure(raw)))
    html = "\n".join(_html(part) for part in bodies.html)
    files = read_attachments(bodies, (), html, None)
    return _CID.sub(_Pictures(files).address, _META.sub("<link", html))


def _html(part: Part) -> str:
    declared = parameters_of(part, "Content-Type").values.get("charset")
    text = decode(payload_bytes(part), declared).text
    return text if content_type(part) == "text/html" else f"<pre>{escape(text)}</pre>"


class _Pictures:
    """Puts the pictures that came with the mail in their places, as far as they are few and small enough."""

    def __init__(self, files: tuple[Attachment, ...]) -> None:
        self._files = {file.content_id: file for file in files if file.content_type in _PICTURES}
        self._left = _MOST_BYTES

    def address(self, found: re.Match[str]) -> str:
        file = self._files.get(found[1])
        if file is None or file.size > self._left:
            return "data:,"
        self._left -= file.size
        return f"data:{file.content_type};base64,{base64.b64encode(file.content).decode()}"
