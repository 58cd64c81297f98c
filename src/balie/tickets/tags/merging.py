"""One tag instead of another: on all tickets, in views, templates, and for whoever types the old word.

What is merged stays as another word for it. Its tickets follow in a job, a few at a time, each few in a transaction; a
job that died is gone on with by the next.
"""

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from balie.conditions.storing import restored, stored
from balie.conditions.tree import Value
from balie.conditions.values import put_for
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.jobs.queues import stopping
from balie.tickets.conflicts import NotAllowed
from balie.tickets.locking import locked_all
from balie.tickets.merge_records import Brought
from balie.tickets.models import Tag, Ticket
from balie.tickets.tag_records import Colour
from balie.tickets.tags.keeping import later, name_instead
from balie.tickets.tags.known import forget_tags
from balie.tickets.views import View

BATCH = 200
_Tagging = Ticket.tags.through


@joined
def merge_tags(*, source_id: int, target_id: int, actor: Actor) -> Tag:
    """The target, which keeps its name and colour. Raises NotAllowed, and Tag.DoesNotExist."""
    both = {tag.pk: tag for tag in Tag.objects.select_for_update().filter(pk__in=(source_id, target_id)).order_by("pk")}
    if len(both) < 2 and source_id != target_id:
        raise Tag.DoesNotExist
    source, target = both[source_id], both[target_id]
    if source_id in {target_id, target.merged_into_id}:
        raise NotAllowed(_("Choose another tag to merge it into."))
    if source.merged_into_id or source.removed_at or target.merged_into_id or target.removed_at:
        raise Tag.DoesNotExist
    Tag.objects.filter(merged_into=source).update(merged_into=target)
    Tag.objects.filter(pk=source_id).update(merged_into=target, colour=Colour.NONE)
    name_instead(source.name, target.name)
    # Until all tickets have come, views find them by both.
    _in_views(source_id, (target_id, source_id))
    later(source_id)
    forget_tags()
    record("tag.merged", actor=actor, tag=source_id, into=target_id)
    return target


def clear(tag_id: int) -> None:
    """Its tickets get what it was merged into, or nothing in its place."""
    while not stopping.is_set() and _clear_some(tag_id):
        pass
    if not stopping.is_set():
        _finish(tag_id)


def go_on_clearing() -> None:
    """What nobody is at any more, and who was tagged while it was begun."""
    tagged = Exists(_Tagging._default_manager.filter(tag=OuterRef("pk")))
    gone = Tag.objects.filter(Q(merged_into__isnull=False) | Q(removed_at__isnull=False))
    for pk in list(gone.filter(tagged).order_by("pk").values_list("pk", flat=True)):
        clear(pk)


@transaction.atomic
def _clear_some(tag_id: int) -> bool:
    """Tickets first, as all that change them: so none of them gets a tag meanwhile."""
    rows = _Tagging._default_manager.filter(tag=tag_id).order_by("ticket")
    numbers = list(rows.values_list("ticket", flat=True)[:BATCH])
    if not numbers:
        return False
    locked_all(numbers)
    tag = Tag.objects.get(pk=tag_id)
    # A row that comes along stays the same one: an undone merge of tickets takes back what it brought by it.
    if tag.merged_into_id:
        _bring(tag_id, tag.merged_into_id, numbers)
    if tag.merged_into_id or tag.removed_at:
        rows.filter(ticket__in=numbers).delete()
    return tag.merged_into_id is not None or tag.removed_at is not None


def _bring(source: int, target: int, numbers: list[int]) -> None:
    having = _Tagging._default_manager.filter(tag=target, ticket__in=numbers).values_list("ticket", flat=True)
    lacking = set(numbers) - set(having)
    _Tagging._default_manager.filter(tag=source, ticket__in=lacking).update(tag=target)
    with connection.cursor() as cursor:
        cursor.execute(
            "update tickets_brought b set of_id = %s from tickets_merge m where b.merge_id = m.id and b.kind = %s "
            "and b.of_id = %s and m.target_id = any(%s) and not exists(select from tickets_brought o "
            "where o.merge_id = b.merge_id and o.kind = b.kind and o.of_id = %s)",
            [target, Brought.Kind.TAG, source, sorted(lacking), target],
        )


@transaction.atomic
def _finish(tag_id: int) -> None:
    tag = Tag.objects.select_for_update().get(pk=tag_id)
    if tag.merged_into_id:
        _in_views(tag_id, (tag.merged_into_id,))


def _in_views(tag: int, instead: tuple[Value, ...]) -> None:
    for view in View.objects.select_for_update().filter(conditions__icontains='"tag"').order_by("pk"):
        conditions = stored(put_for(restored(view.conditions), "tag", tag, instead))
        if conditions != view.conditions:
            View.objects.filter(pk=view.pk).update(conditions=conditions)
