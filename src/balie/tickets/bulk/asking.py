"""Many tickets are to be changed: it is written down first, then done."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from balie.accounts.models import User
from balie.core.transactions import joined
from balie.tickets.bulk.changes import Change
from balie.tickets.bulk.working import work_off
from balie.tickets.bulk_records import BulkChange, BulkItem, State
from balie.tickets.conflicts import NotAllowed

# So many are done while one waits; more in a job.
AT_ONCE = 50
MOST = 5_000


def change_many(*, user: User, ticket_ids: Iterable[int], change: Change) -> BulkChange:
    """Which tickets could not be changed, and why, its items tell. Raises NotAllowed."""
    return _begun(_asked(user, sorted(set(ticket_ids)), change))


def undo(*, user: User, bulk_id: int) -> BulkChange:
    """Asked for twice, it is done once. Raises BulkChange.DoesNotExist, and NotAllowed while it is not done."""
    return _begun(_undoing(user, bulk_id))


@joined
def _asked(user: User, ticket_ids: list[int], change: Change) -> BulkChange:
    if not ticket_ids:
        raise NotAllowed(_("Choose at least one ticket."))
    if len(ticket_ids) > MOST:
        raise NotAllowed(_("At most %(most)d tickets can be changed at once.") % {"most": MOST})
    if not change.keys() - {"children"}:
        raise NotAllowed(_("Choose what is to be changed."))
    return _written(BulkChange(user=user, change=change, total=len(ticket_ids)), ticket_ids)


@joined
def _undoing(user: User, bulk_id: int) -> BulkChange:
    bulk = BulkChange.objects.select_for_update().get(pk=bulk_id, user=user)
    if bulk.undoes_id:
        raise NotAllowed(_("This has put things back already."))
    if bulk.finished_at is None:
        raise NotAllowed(_("It is still being done. Undo it when it is finished."))
    earlier = BulkChange.objects.filter(undoes=bulk).first()
    if earlier:
        return earlier
    changed = list(bulk.items.filter(state=State.DONE).order_by("ticket_id").values_list("ticket_id", flat=True))
    if not changed:
        raise NotAllowed(_("Nothing was changed, so there is nothing to put back."))
    return _written(BulkChange(user=user, undoes=bulk, total=len(changed)), changed)


def _written(bulk: BulkChange, ticket_ids: list[int]) -> BulkChange:
    bulk.save()
    BulkItem.objects.bulk_create([BulkItem(bulk=bulk, ticket_id=pk) for pk in ticket_ids], batch_size=1_000)
    if bulk.total > AT_ONCE:
        app.configure_task("balie.tickets.tasks.change_many_tickets").defer(bulk_id=bulk.pk)
    return bulk


def _begun(bulk: BulkChange) -> BulkChange:
    if bulk.total <= AT_ONCE and bulk.finished_at is None:
        work_off(bulk.pk)
        bulk.refresh_from_db()
    return bulk
