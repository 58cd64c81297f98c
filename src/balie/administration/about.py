"""What this desk is made of and how it is doing."""

from importlib.metadata import PackageNotFoundError, version

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balie.administration.access import StaffRequest, for_admins, page
from balie.channels.email.models import Mailbox
from balie.jobs import presence
from balie.mail.models import OutgoingMail, State


@for_admins
@require_safe
def about(request: StaffRequest) -> HttpResponse:
    facts = [
        (_("Balie"), _version()),
        (_("Database"), f"PostgreSQL {_server_version()}"),
        (_("Public address"), settings.BALIE_URL),
        (_("Takes mail in at port"), str(settings.BALIE_SMTP_PORT)),
        (_("Sends mail by"), _without_password(settings.BALIE_OUTGOING_MAIL)),
    ]
    return page(request, "about.html", "about", facts=facts, problems=_problems())


def _problems() -> list[str]:
    found = [
        _("%(address)s can't be fetched: %(error)s") % {"address": mailbox.address, "error": mailbox.last_error}
        for mailbox in Mailbox.objects.filter(failing_since__isnull=False, is_active=True)
    ]
    workers = presence.working()
    if not workers:
        found.append(_("No worker has been heard of: mail is neither processed nor sent. Start one: balie worker"))
    for worker in workers:
        found += [_("The queue %(name)s fails: %(error)s") % {"name": name, "error": error}
                  for name, error in worker.failing.items()]  # fmt: skip
    if OutgoingMail.objects.filter(state__in=[State.FAILED, State.UNCERTAIN]).exists():
        found.append(_("Some mail could not be sent. Look under “Outgoing mail”."))
    return found


def _version() -> str:
    try:
        return version("balie")
    except PackageNotFoundError:
        return _("from a checkout")


def _server_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        return str(cursor.fetchone()[0])


def _without_password(address: str) -> str:
    scheme, separator, rest = address.partition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}" if separator else address
