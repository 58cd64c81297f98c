"""The ways out, as `BALIE_OUTGOING_MAIL` names them."""

from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from balie.mail.transports.base import Transport


@lru_cache(maxsize=4)
def _transport_to(address: str) -> Transport:
    kind, _colon, rest = address.partition(":")
    if kind == "file" and rest:
        from balie.mail.transports.folder import FolderTransport

        return FolderTransport(Path(unquote(rest.removeprefix("//"))))
    if kind in {"smtp", "smtps", "smtp+starttls"}:
        from balie.mail.transports.smtp import SmtpTransport

        return SmtpTransport(address)
    raise ImproperlyConfigured(
        f"BALIE_OUTGOING_MAIL must be smtp://, smtp+starttls:// or smtps://USER:PASSWORD@HOST:PORT, or file:DIR, "
        f"not {kind!r}"
    )


def current() -> Transport:
    return _transport_to(settings.BALIE_OUTGOING_MAIL)
