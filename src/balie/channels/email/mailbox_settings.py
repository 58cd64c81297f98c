"""Adding and changing mailboxes."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from balie.channels.email.models import Mailbox
from balie.channels.email.sealing import seal
from balie.events.actor import Actor
from balie.events.models import Event
from balie.events.recording import record


class Refused(Exception):
    """`str()` is a reason for people, in their language; `field` is what they have to look at."""

    field = "address"


class PasswordNeeded(Refused):
    field = "imap_password"


# Where the password goes, and whether others can read it on its way.
_BOUND_TO = ("imap_host", "imap_port", "imap_security", "imap_user")


@dataclass(frozen=True, slots=True)
class Settings:
    """`imap_password`: None keeps the one that is known, for the same server and user."""

    address: str
    name: str = ""
    extra_addresses: tuple[str, ...] = ()
    team_id: int | None = None
    language: str = ""
    is_active: bool = True
    plus_addresses: bool = True
    imap: dict[str, object] = field(default_factory=dict)
    imap_password: str | None = None


@transaction.atomic
def add_mailbox(*, settings: Settings, actor: Actor) -> Mailbox:
    _refuse_taken(settings, other_than=None)
    mailbox = Mailbox.objects.create(**_fields(settings))
    record("mailbox.added", actor=actor, mailbox=mailbox.pk)
    return mailbox


@transaction.atomic
def change_mailbox(*, mailbox_id: int, settings: Settings, actor: Actor) -> Mailbox:
    """Another server or folder begins from its beginning; what was taken in already is known by its content."""
    mailbox = Mailbox.objects.select_for_update().get(pk=mailbox_id)
    _refuse_taken(settings, other_than=mailbox_id)
    fields = _fields(settings)
    _guard_password(mailbox, fields)
    if any(fields[name] != getattr(mailbox, name) for name in ("imap_host", "imap_user", "imap_folder")):
        fields |= {"uidvalidity": None, "last_uid": 0, "missed_uids": [], "known_below_uid": 0}
    fields |= {"failing_since": None, "last_error": ""}
    Mailbox.objects.filter(pk=mailbox_id).update(**fields)
    record("mailbox.changed", actor=actor, mailbox=mailbox_id)
    mailbox.refresh_from_db()
    return mailbox


def hand_on_mailboxes(event: Event) -> None:
    """A step of "team.dissolved": what is written to them from now on is the heir's."""
    Mailbox.objects.filter(team=event.data["team"]).update(team=event.data["heir"])


def _fields(settings: Settings) -> dict[str, object]:
    fields: dict[str, object] = {
        "address": settings.address.lower(),
        "name": settings.name,
        "extra_addresses": [address.lower() for address in settings.extra_addresses],
        "team_id": settings.team_id,
        "language": settings.language,
        "is_active": settings.is_active,
        "plus_addresses": settings.plus_addresses,
        "imap_host": "",
        "imap_user": "",
        "imap_folder": "INBOX",
        **settings.imap,
    }
    if settings.imap_password is not None:
        fields["imap_secret"] = seal(settings.imap_password)
    return fields


def _guard_password(mailbox: Mailbox, fields: dict[str, object]) -> None:
    """Nobody but who typed it in knows the password: so nobody else can have it sent to a server of their own."""
    if not fields["imap_host"]:
        fields["imap_secret"] = ""
    moved = any(fields.get(name, getattr(mailbox, name)) != getattr(mailbox, name) for name in _BOUND_TO)
    if moved and mailbox.imap_secret and "imap_secret" not in fields:
        raise PasswordNeeded(_("Enter the password again: it is to be sent elsewhere, or in another way."))


def _refuse_taken(settings: Settings, *, other_than: int | None) -> None:
    wanted = [settings.address.lower(), *(address.lower() for address in settings.extra_addresses)]
    taken = Mailbox.objects.exclude(pk=other_than) if other_than else Mailbox.objects.all()
    if taken.filter(Q(address__in=wanted) | Q(extra_addresses__overlap=wanted)).exists():
        raise Refused(_("Another mailbox has this address already."))
