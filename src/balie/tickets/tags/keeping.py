"""Tags made, renamed, coloured and removed, and who else names them."""

from django.db.models import Q
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from balie.core.clock import now
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.conflicts import NotAllowed
from balie.tickets.models import Tag
from balie.tickets.tag_records import Colour
from balie.tickets.tags.known import forget_tags
from balie.tickets.tags.tagging import normalised, refuse_too_long
from balie.tickets.template_records import TicketTemplate

_LIVE = Q(merged_into=None, removed_at=None)


@joined
def add_tag(*, name: str, colour: str = Colour.NONE, actor: Actor) -> Tag:
    """Raises NotAllowed."""
    plain = _plain(name)
    _free(plain, for_tag=None)
    made = Tag.objects.create(name=plain, colour=Colour(colour))
    forget_tags()
    record("tag.added", actor=actor, tag=made.pk)
    return made


@joined
def change_tag(*, pk: int, name: str, colour: str, actor: Actor) -> Tag:
    """Tickets and views have it by what it is, not by its name; templates that name it follow. Raises NotAllowed, and
    Tag.DoesNotExist.
    """
    tag = Tag.objects.select_for_update().filter(_LIVE).get(pk=pk)
    plain, before = _plain(name), tag.name
    if plain != before:
        _free(plain, for_tag=tag)
        name_instead(before, plain)
    tag.name, tag.colour = plain, Colour(colour)
    tag.save(update_fields=["name", "colour"])
    forget_tags()
    record("tag.changed", actor=actor, tag=pk)
    return tag


@joined
def remove_tag(*, pk: int, actor: Actor) -> None:
    """From all tickets, in a job. Raises Tag.DoesNotExist."""
    tag = Tag.objects.select_for_update().filter(_LIVE).get(pk=pk)
    moment = now()
    for gone in (tag, *Tag.objects.select_for_update().filter(merged_into=tag).order_by("pk")):
        Tag.objects.filter(pk=gone.pk).update(removed_at=moment, merged_into=None, colour=Colour.NONE)
        name_instead(gone.name, None)
        later(gone.pk)
    forget_tags()
    record("tag.removed", actor=actor, tag=pk)


def later(pk: int) -> None:
    """What was begun with a tag goes on with its tickets, once this is committed."""
    app.configure_task("balie.tickets.tasks.clear_tag").defer(tag_id=pk)


def name_instead(before: str, after: str | None) -> None:
    """In templates."""
    for template in TicketTemplate.objects.select_for_update().filter(tags__contains=before).order_by("pk"):
        kept = [after if name == before else name for name in template.tags]
        template.tags = list(dict.fromkeys(name for name in kept if name is not None))
        template.save(update_fields=["tags"])


def _plain(name: str) -> str:
    plain = normalised(name.replace(",", " "))
    if not plain:
        raise NotAllowed(_("A tag needs a name."))
    refuse_too_long([plain])
    return plain


def _free(name: str, *, for_tag: Tag | None) -> None:
    """What only was called so makes room. Raises NotAllowed."""
    other = Tag.objects.select_for_update().filter(name=name).first()
    if other is None:
        return
    if other.merged_into_id is None and other.removed_at is None:
        raise NotAllowed(_("There is a tag “%(name)s” already. Merge the two instead.") % {"name": name})
    if other.merged_into_id and (for_tag is None or other.merged_into_id != for_tag.pk):
        raise NotAllowed(
            _("“%(name)s” means “%(other)s” here, since the two were merged.")
            % {"name": name, "other": other.merged_into}
        )
    if other.tickets.exists():
        raise NotAllowed(_("“%(name)s” is still being taken off its tickets. Try again in a moment.") % {"name": name})
    other.delete()
