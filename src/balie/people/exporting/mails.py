"""Tells whoever asked for a large table that it is there: by a link, behind which they sign in."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.mail.address import Address, domain_of
from balie.mail.layout import render_html, render_text
from balie.mail.queueing import NoRecipient, queue

PURPOSE = "export"


def tell_by_mail(user: User, *, rows: int, link: str) -> None:
    sender = settings.DEFAULT_FROM_EMAIL
    with translation.override(user.language):
        subject = _("Your export is ready")
    values = {"name": user.name, "rows": rows, "link": link}
    try:
        queue(
            purpose=PURPOSE,
            reference=f"export:{user.pk}",
            sender=Address(sender, "Balie"),
            to=[Address(user.email, user.name)],
            subject=subject,
            text=render_text("people/export_mail.txt", language=user.language, **values),
            html=render_html("people/export_mail.html", language=user.language, title=subject, **values),
            reply_to=f"no-reply@{domain_of(sender)}",
            headers=[("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")],
            envelope_from="",
        )
    except NoRecipient:
        return
