"""Browsers that somebody wants to be told in."""

from django.conf import settings
from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.core.transactions import joined
from balie.core.visible import visible
from balie.events.actor import Actor
from balie.events.recording import record
from balie.notifications.push.posting import Refused, origin_of
from balie.notifications.push.sealing import key_of_desk, public, usable
from balie.notifications.push_records import Device
from balie.tickets.conflicts import NotAllowed

MOST = 20


def desk_key() -> str:
    """By which browsers know that a message is from this desk."""
    return public(key_of_desk(settings.SECRET_KEY))


@joined
def add_device(*, user: User, endpoint: str, key: str, secret: str, name: str) -> Device:
    """A browser in which somebody else was signed in before is theirs no more. Raises NotAllowed."""
    try:
        origin_of(endpoint)
    except Refused as reason:
        raise NotAllowed(_("This browser's push service can't be used.")) from reason
    if not usable(key, secret):
        raise NotAllowed(_("This browser's push service can't be used."))
    if Device.objects.filter(user=user).exclude(endpoint=endpoint).count() >= MOST:
        raise NotAllowed(_("At most %(most)d devices. Take one away first.") % {"most": MOST})
    kept = {"user": user, "key": key, "secret": secret, "name": visible(name)[:80] or "?", "told_at": None}
    device, _made = Device.objects.update_or_create(endpoint=endpoint, defaults=kept)
    record("user.device_added", actor=Actor.user(user.pk), user=user.pk, device=device.pk)
    return device


@joined
def remove_device(*, user: User, pk: int) -> None:
    """Raises Device.DoesNotExist."""
    Device.objects.get(pk=pk, user=user).delete()
    record("user.device_removed", actor=Actor.user(user.pk), user=user.pk, device=pk)
