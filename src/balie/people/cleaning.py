"""Takes away users who came to nothing."""

from datetime import timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import PROTECT, BigIntegerField, Exists, ForeignObjectRel, OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from balie.accounts.models import Role, User
from balie.core.clock import now
from balie.events.actor import SYSTEM
from balie.events.models import Event
from balie.events.recording import record
from balie.people.access import BY_CODE

KEEP = timedelta(days=7)
_BATCH = 200


def forget_unproved() -> int:
    """Whoever types an address into the sign-in page makes a user; without the code from the mail it proves nothing.

    How many were taken away. Should they come back, they are made anew.
    """
    forgotten = 0
    while step := _forget_some():
        forgotten += step
    return forgotten


@transaction.atomic
def _forget_some() -> int:
    users = list(_unproved().select_for_update(of=("self",), skip_locked=True)[:_BATCH])
    for user in users:
        record("user.removed", actor=SYSTEM, user=user.pk)
    User.objects.filter(pk__in=[user.pk for user in users]).delete()
    return len(users)


def _unproved() -> QuerySet[User]:
    """Not those whom somebody added, or gave a key, or who left something that must not go with them."""
    whom = Cast(KeyTextTransform("user", "data"), BigIntegerField())
    asked = Event.objects.filter(kind="user.added", data__by=BY_CODE).annotate(whom=whom).filter(whom=OuterRef("pk"))
    return User.objects.filter(
        Exists(asked), *_left_nothing(),
        role=Role.CUSTOMER, last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX,
        joined_at__lt=now() - KEEP, is_active=True, tokens=None,
    )  # fmt: skip


def _left_nothing() -> list[Combinable]:
    """Whom something protects would keep all others from being deleted. What refers to users stands on floors above."""
    return [
        ~Exists(relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")}))
        for relation in User._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and relation.on_delete is PROTECT
    ]
