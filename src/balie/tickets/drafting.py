"""Keeps what is being written: nothing of it is lost, and no window overwrites another's words.

Saving changes no ticket and makes no event. A window says which version it wrote on: when another has written since,
the older of the two is set aside and offered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import IntegrityError, transaction

from balie.core.clock import now
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.files.models import Upload
from balie.tickets.conflicts import NotAllowed
from balie.tickets.drafts import Draft
from balie.tickets.hinting import tell_of_drafts
from balie.tickets.locking import locked

KEEP = timedelta(days=90)
LONGEST = 1_000_000  # characters, of all that stands in a form
MOST_ASIDE = 5

Values = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form holds. `age`: how long ago that was typed, as a window without connection tells it later."""

    values: Values
    uploads: Sequence[int] = ()
    age: timedelta = field(default=timedelta())


@joined
def save_draft(*, user_id: int, ticket_id: int | None, typed: Typed, base: int) -> Draft:
    """`base`: the version those words were written on, 0 for none. Answers what is the draft now.

    Raises NotAllowed when it is too long to be kept.
    """
    if sum(len(name) + len(value) for name, value in typed.values) > LONGEST:
        raise NotAllowed
    values = [list(pair) for pair in typed.values]
    if ticket_id:
        locked(ticket_id, merged=True)
    current = _locked(user_id, ticket_id)
    if current is None:
        current = _begun(user_id, ticket_id, version=base)
    written_at = now() - typed.age
    if current.version == base or current.values in ([], values):
        _put(current, values, typed.uploads)
    elif current.updated_at > written_at:
        _set_aside(user_id, ticket_id, values, typed.uploads)
    else:
        _set_aside(user_id, ticket_id, current.values, current.uploads.values_list("pk", flat=True))
        _put(current, values, typed.uploads)
    if current.shared_at and ticket_id:
        tell_of_drafts(ticket_id)
    return current


def draft_of(*, user_id: int, ticket_id: int | None) -> Draft | None:
    return Draft.objects.filter(user=user_id, ticket=ticket_id, aside=False).first()


def set_aside_of(*, user_id: int, ticket_id: int | None) -> list[Draft]:
    """The latest first."""
    return list(Draft.objects.filter(user=user_id, ticket=ticket_id, aside=True).order_by("-updated_at", "-pk"))


@joined
def drop_draft(*, user_id: int, ticket_id: int | None, version: int | None = None) -> None:
    """It was sent, or is not wanted any more. `version`: the latest that was sent; what is newer stays."""
    mine = Draft.objects.filter(user=user_id, ticket=ticket_id, aside=False)
    if version is not None:
        mine = mine.filter(version__lte=version)
    shared = mine.filter(shared_at__isnull=False).exists()
    mine.delete()
    if shared and ticket_id:
        tell_of_drafts(ticket_id)


@joined
def share_draft(*, user_id: int, ticket_id: int, shared: bool) -> bool:
    """False: there is none."""
    found = Draft.objects.filter(user=user_id, ticket=ticket_id, aside=False).update(
        shared_at=now() if shared else None
    )
    tell_of_drafts(ticket_id)
    return bool(found)


@joined
def take_over_draft(*, draft_id: int, user_id: int, actor: Actor) -> None:
    """A colleague's shared draft becomes one's own; what one had written oneself is set aside.

    Raises NotAllowed when it is not shared any more.
    """
    shared = Draft.objects.filter(pk=draft_id, shared_at__isnull=False, aside=False, ticket__isnull=False)
    ticket_id = shared.values_list("ticket_id", flat=True).first()
    if ticket_id is None:
        raise NotAllowed
    locked(ticket_id)
    draft = shared.select_for_update().filter(ticket=ticket_id).first()
    if draft is None:
        raise NotAllowed
    before = draft.user_id
    if before == user_id:
        return
    Draft.objects.filter(user=user_id, ticket=ticket_id, aside=False).update(aside=True, shared_at=None)
    Upload.objects.filter(draftupload__draft=draft).update(user=user_id)
    Draft.objects.filter(pk=draft.pk).update(user=user_id, shared_at=None, version=draft.version + 1)
    record("draft.taken_over", actor=actor, ticket_id=ticket_id, user=before)
    tell_of_drafts(ticket_id)


@joined
def use_aside(*, draft_id: int, user_id: int) -> Draft | None:
    """What was set aside is the draft again, and what was the draft is set aside."""
    mine = Draft.objects.filter(pk=draft_id, user=user_id, aside=True)
    place = mine.values_list("ticket_id", flat=True)[:1]
    if not place:
        return None
    ticket_id = place[0]
    if ticket_id:
        locked(ticket_id, merged=True)
    current = _locked(user_id, ticket_id)
    wanted = mine.filter(ticket=ticket_id).select_for_update().first()
    if wanted is None:
        return None
    if current:
        Draft.objects.filter(pk=current.pk).update(aside=True, shared_at=None)
    wanted.aside, wanted.version = False, max(wanted.version, current.version if current else 0) + 1
    wanted.updated_at = now()
    wanted.save(update_fields=["aside", "version", "updated_at"])
    return wanted


def drop_aside(*, draft_id: int, user_id: int) -> None:
    Draft.objects.filter(pk=draft_id, user=user_id, aside=True).delete()


def delete_old_drafts() -> int:
    rows, _tables = Draft.objects.filter(updated_at__lt=now() - KEEP).delete()
    return rows


def _locked(user_id: int, ticket_id: int | None) -> Draft | None:
    return Draft.objects.select_for_update().filter(user=user_id, ticket=ticket_id, aside=False).first()


def _begun(user_id: int, ticket_id: int | None, version: int) -> Draft:
    """Two windows may begin at once: then the second finds what the first has made."""
    try:
        with transaction.atomic():
            return Draft.objects.create(user_id=user_id, ticket_id=ticket_id, version=version)
    except IntegrityError:
        return Draft.objects.select_for_update().get(user=user_id, ticket=ticket_id, aside=False)


def _put(draft: Draft, values: list[list[str]], uploads: Iterable[int]) -> None:
    draft.values, draft.version, draft.updated_at = values, draft.version + 1, now()
    draft.save(update_fields=["values", "version", "updated_at"])
    wanted = set(uploads)
    if wanted or draft.uploads.exists():
        draft.uploads.set(Upload.objects.filter(pk__in=wanted, user=draft.user_id))


def _set_aside(user_id: int, ticket_id: int | None, values: list[list[str]], uploads: Iterable[int]) -> None:
    aside = Draft.objects.create(user_id=user_id, ticket_id=ticket_id, values=values, aside=True)
    aside.uploads.set(Upload.objects.filter(pk__in=list(uploads), user=user_id))
    older = set_aside_of(user_id=user_id, ticket_id=ticket_id)[MOST_ASIDE:]
    Draft.objects.filter(pk__in=[draft.pk for draft in older]).delete()
