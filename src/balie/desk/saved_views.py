"""Views that people make of a list: kept, changed, taken away."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balie.accounts.directory import Directory, directory
from balie.accounts.models import User
from balie.conditions.grammar import Unclear, understand
from balie.conditions.tree import Node
from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.addresses import number
from balie.desk.columns import columns_of
from balie.desk.display import Display, display_asked
from balie.desk.filter_words import told_unclear
from balie.tickets.conflicts import NotAllowed
from balie.tickets.fields import ticket_fields
from balie.tickets.viewing import Shape, add_view, change_view, remove_view
from balie.tickets.views import Audience, View, may_share


def audiences_of(user: User, known: Directory) -> list[tuple[str, str]]:
    """With whom this user may share a view: the value that is sent, and what it is called."""
    teams = [pk for pk in known.teams if may_share(user, audience=Audience.TEAM, team_id=pk)]
    found = [(Audience.OWNER.value, str(Audience.OWNER.label))]
    found += [(f"team:{pk}", _("Team %(name)s") % {"name": known.teams[pk]}) for pk in teams]
    if may_share(user, audience=Audience.ALL, team_id=None):
        found.append((Audience.ALL.value, str(Audience.ALL.label)))
    return found


@at_the_desk
@require_POST
def views(request: DeskRequest) -> HttpResponse:
    def add() -> View:
        audience, team = _audience(request)
        shape = Shape(request.POST.get("name", ""), _node(request), audience, team)
        chosen = tuple(column.key for column in columns_of(request.POST.getlist("column")))
        return add_view(user=request.user, shape=replace(_displayed(request, shape), columns=chosen))

    return _made(request, add, _("View saved"))


@at_the_desk
@require_POST
def view(request: DeskRequest, pk: int) -> HttpResponse:
    def change() -> View:
        audience, team = _audience(request)
        shape = replace(_shape(request, pk), name=request.POST.get("name", ""), audience=audience, team_id=team)
        return change_view(user=request.user, view_id=pk, shape=shape)

    return _made(request, change, _("Saved"), pk)


@at_the_desk
@require_POST
def conditions(request: DeskRequest, pk: int) -> HttpResponse:
    def change() -> View:
        shape = _displayed(request, replace(_shape(request, pk), node=_node(request)))
        return change_view(user=request.user, view_id=pk, shape=shape)

    return _made(request, change, _("Saved"), pk)


@at_the_desk
@require_POST
def removal(request: DeskRequest, pk: int) -> HttpResponse:
    try:
        remove_view(user=request.user, view_id=pk)
    except View.DoesNotExist as gone:
        raise Http404 from gone
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(f"/desk/?view={pk}", status=303)
    messages.success(request, _("View deleted"))
    return HttpResponseRedirect("/desk/", status=303)


def _made(request: DeskRequest, verb: Callable[[], View], said: str, pk: int | None = None) -> HttpResponse:
    try:
        done = verb()
    except View.DoesNotExist as gone:
        raise Http404 from gone
    except Unclear as unclear:
        messages.error(request, told_unclear(unclear, request.POST.get("q", "")).text)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
        return HttpResponseRedirect(f"/desk/?view={done.pk}", status=303)
    return HttpResponseRedirect(f"/desk/?view={pk}" if pk else "/desk/", status=303)


def _shape(request: DeskRequest, pk: int) -> Shape:
    it = View.objects.visible_to(request.user).get(pk=pk)
    return Shape(it.name, it.node, it.audience, it.team_id, it.sorting, it.grouping, it.layout, tuple(it.columns))


def _displayed(request: DeskRequest, shape: Shape) -> Shape:
    shown = display_asked(request.POST, Display(shape.sorting, shape.grouping, shape.layout))
    return replace(shape, sorting=shown.sorting, grouping=shown.grouping, layout=shown.layout)


def _node(request: DeskRequest) -> Node:
    return understand(request.POST.get("q", ""), ticket_fields(directory()))


def _audience(request: DeskRequest) -> tuple[str, int | None]:
    kind, _colon, team = request.POST.get("audience", "").partition(":")
    return (kind if kind in Audience.values else Audience.OWNER), number(team)
