"""Keeping views: made, changed, taken away."""

from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.conditions.storing import stored
from balie.conditions.tree import Node
from balie.core.transactions import joined
from balie.core.visible import visible
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.conflicts import NotAllowed
from balie.tickets.views import MOST_COLUMNS, Audience, Grouping, Layout, Sorting, View, may_share

MOST = 200


@dataclass(frozen=True, slots=True)
class Shape:
    """What a view is to be."""

    name: str
    node: Node
    audience: str = Audience.OWNER
    team_id: int | None = None
    sorting: str = Sorting.UPDATED
    grouping: str = Grouping.NONE
    layout: str = Layout.LIST
    columns: tuple[str, ...] = ()


@joined
def add_view(*, user: User, shape: Shape) -> View:
    """Raises NotAllowed."""
    _must_share(user, shape)
    mine = View.objects.filter(owner=user)
    if mine.count() >= MOST:
        raise NotAllowed(_("You have %(most)d views. Take one away first.") % {"most": MOST})
    last = mine.aggregate(Max("position"))["position__max"] or 0
    view = View.objects.create(owner=user, position=last + 1, **_fields(shape))
    record("view.added", actor=Actor.user(user.pk), view=view.pk, audience=view.audience, team=view.team_id)
    return view


@joined
def change_view(*, user: User, view_id: int, shape: Shape) -> View:
    """Raises NotAllowed, and View.DoesNotExist where it is not theirs to see."""
    view = _locked(user, view_id)
    _must_share(user, shape)
    fields = _fields(shape)
    if shape.audience == Audience.OWNER:
        # Whoever takes a shared view for themselves has it from now on.
        fields["owner_id"] = user.pk
    for name, value in fields.items():
        setattr(view, name, value)
    View.objects.filter(pk=view.pk).update(**fields)
    record("view.changed", actor=Actor.user(user.pk), view=view.pk, audience=view.audience, team=view.team_id)
    return view


@joined
def choose_view_columns(*, user: User, view_id: int, columns: list[str]) -> None:
    """Raises NotAllowed, and View.DoesNotExist where it is not theirs to see."""
    view = _locked(user, view_id)
    View.objects.filter(pk=view.pk).update(columns=columns[:MOST_COLUMNS])
    record("view.changed", actor=Actor.user(user.pk), view=view.pk, audience=view.audience, team=view.team_id)


@joined
def remove_view(*, user: User, view_id: int) -> None:
    """Raises NotAllowed, and View.DoesNotExist where it is not theirs to see."""
    view = _locked(user, view_id)
    record("view.removed", actor=Actor.user(user.pk), view=view.pk, audience=view.audience, team=view.team_id)
    view.delete()


def _locked(user: User, view_id: int) -> View:
    view = View.objects.visible_to(user).select_for_update().get(pk=view_id)
    if not view.may_be_changed_by(user):
        raise NotAllowed(_("This view is shared: a supervisor or its team can change it."))
    return view


def _must_share(user: User, shape: Shape) -> None:
    if not visible(shape.name):
        raise NotAllowed(_("A view needs a name."))
    if shape.audience == Audience.TEAM and shape.team_id is None:
        raise NotAllowed(_("Choose the team that sees this view."))
    if not may_share(user, audience=shape.audience, team_id=shape.team_id):
        raise NotAllowed(_("You can share views with your own teams; only supervisors share them with everyone."))


def _fields(shape: Shape) -> dict[str, object]:
    return {
        "name": shape.name.strip()[:80],
        "audience": shape.audience,
        "team_id": shape.team_id if shape.audience == Audience.TEAM else None,
        "conditions": stored(shape.node),
        "sorting": shape.sorting,
        "grouping": shape.grouping,
        "layout": shape.layout,
        "columns": list(shape.columns),
    }
