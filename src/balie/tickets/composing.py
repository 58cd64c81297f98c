"""Makes the content of a message of what somebody wrote in a form."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.core.html_text import html_to_text
from balie.core.sanitising import sanitise
from balie.core.transactions import joined
from balie.files.uploads import Received, take_uploads
from balie.mail.address import Address
from balie.tickets.content import Content, File

LONGEST = 500_000
MOST_COPIES = 50
_UPLOADED_PICTURE = re.compile(r'<img([^>]*?)\ssrc="/desk/uploads/(\d{1,18})/?"')

_CELL = re.compile(r"<(t[dh])([^<>]*)><p>((?:(?!</?(?:p|t[dh])\b).)*)</p></\1>", re.DOTALL)
# A colleague or team who is spoken to, as the editor marks them; sanitising would take the mark away.
MENTION = re.compile(r'<span data-mention="(user|team):(\d{1,18})"[^>]*>(.*?)</span>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Written:
    """`html`: the body is the editor's; `uploads`: files that were dropped into the form."""

    body: str
    html: bool
    note: bool = False
    cc: str = ""
    bcc: str = ""
    uploads: tuple[int, ...] = ()

    def with_uploads(self, others: Mapping[int, int]) -> "Written":
        """Other uploads in place of these: by the ids of these."""
        body = _UPLOADED_PICTURE.sub(
            lambda found: f'<img{found[1]} src="/desk/uploads/{others.get(int(found[2]), int(found[2]))}/"', self.body
        )
        return replace(self, body=body if self.html else self.body, uploads=tuple(others.values()))


def refuse_unsendable(written: Written) -> None:
    """Raises ValidationError, whose code names the field that is to blame."""
    if len(written.body) > LONGEST:
        raise ValidationError(_("This is too long to be sent. Attach it as a file."))
    if not written.note:
        for field, text in (("cc", written.cc), ("bcc", written.bcc)):
            addresses(text, field=field)


@joined
def content_of(*, written: Written, user: User, files: Iterable[Received] = ()) -> Content:
    """Within the caller's transaction, so that uploads are still there when nothing comes of it.

    Raises ValidationError as `refuse_unsendable`.
    """
    refuse_unsendable(written)
    uploads = dict(zip(written.uploads, take_uploads(user=user, ids=written.uploads), strict=False))
    pictures: set[int] = set()
    html = tidied(_placed(emphasised(written.body), uploads, pictures)) if written.html else ""
    attached = [_file(received, inline=f"upload-{pk}" if pk in pictures else "") for pk, received in uploads.items()]
    return Content(
        text=html_to_text(html, between=" | ") if written.html else written.body.strip(),
        html=html,
        cc=() if written.note else addresses(written.cc, field="cc"),
        bcc=() if written.note else addresses(written.bcc, field="bcc"),
        files=(*attached, *(_file(received) for received in files)),
    )


def tidied(html: str) -> str:
    """What an editor made, as it is kept: empty for nothing."""
    return _worth_sending(_tidy(sanitise(html)))


def emphasised(html: str) -> str:
    return MENTION.sub(r"<strong>\3</strong>", html)


def _tidy(html: str) -> str:
    """An editor's cells hold paragraphs; where one is all of a cell, its words will do."""
    return _CELL.sub(r"<\1\2>\3</\1>", html) if "<td" in html or "<th" in html else html


def _worth_sending(html: str) -> str:
    """An editor's empty paragraphs are nothing."""
    return html if "<img" in html or html_to_text(html).strip() else ""


def _placed(html: str, uploads: dict[int, Received], pictures: set[int]) -> str:
    """Pictures in the text point at uploads until they are sent; then at the files that came of them."""

    def placed(found: re.Match[str]) -> str:
        pk = int(found[2])
        if pk not in uploads:
            return ""
        pictures.add(pk)
        return f'<img{found[1]} src="cid:upload-{pk}"'

    return _UPLOADED_PICTURE.sub(placed, html)


def _file(received: Received, inline: str = "") -> File:
    return File(
        received.sha256, received.filename, received.content_type, received.size, inline=bool(inline), content_id=inline
    )


def addresses(text: str, *, field: str) -> tuple[dict[str, str], ...]:
    """Written with commas, semicolons or lines between. Raises ValidationError naming what is no address."""
    found = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    if len(found) > MOST_COPIES:
        raise ValidationError(_("At most %(most)d people can get a copy.") % {"most": MOST_COPIES}, code=field)
    return tuple(_address(part, field) for part in found)


def _address(text: str, field: str) -> dict[str, str]:
    named = re.fullmatch(r'"?([^"<>]*)"?\s*<([^<>]+)>', text)
    name, email = (named[1].strip(), named[2].strip()) if named else ("", text)
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError(_("%(text)s is not an e-mail address.") % {"text": text}, code=field) from None
    if not Address(email).is_sendable:
        raise ValidationError(_("No mail can be sent to %(text)s.") % {"text": text}, code=field)
    return {"name": name, "email": email.lower()}
