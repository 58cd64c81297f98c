"""Tells whoever asked for a large table that it is there, or can't be made: by a link, behind which they sign in."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.mail.address import Address, domain_of
from balie.mail.layout import render_html, render_text
from balie.mail.queueing import NoRecipient, queue

PURPOSE = "export"


def tell_by_mail(user: User, *, rows: int, link: str) -> None:
    with translation.override(user.language):
        subject = _("Your export is ready")
    _send(user, subject, "export_mail", rows=rows, link=link)


def tell_of_failure(user: User, *, link: str) -> None:
    with translation.override(user.language):
        subject = _("Your export could not be made")
    _send(user, subject, "export_failed_mail", link=link)


def _send(user: User, subject: str, template: str, **values: object) -> None:
    sender = settings.DEFAULT_FROM_EMAIL
    told: dict[str, Any] = {"language": user.language, "name": user.name, **values}
    try:
        queue(
            purpose=PURPOSE,
            reference=f"export:{user.pk}",
            sender=Address(sender, "Balie"),
            to=[Address(user.email, user.name)],
            subject=subject,
            text=render_text(f"people/{template}.txt", **told),
            html=render_html(f"people/{template}.html", title=subject, **told),
            reply_to=f"no-reply@{domain_of(sender)}",
            headers=[("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")],
            envelope_from="",
        )
    except NoRecipient:
        return
