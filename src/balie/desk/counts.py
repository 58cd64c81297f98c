"""How many tickets the lists at the left hold: asked for after the page is shown, and again when something happened."""

from django.http import HttpResponse, JsonResponse
from django.utils.formats import number_format
from django.views.decorators.http import require_safe

from balie.accounts.directory import directory
from balie.conditions.tree import Is, Node, all_of
from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.rail import teams_of
from balie.desk.views import INBOX, VIEWS
from balie.tickets.counting import Count, count_lists
from balie.tickets.views import View

_MOST = 60  # saved views


@at_the_desk
@require_safe
def counts(request: DeskRequest) -> HttpResponse:
    """By what each is called in the rail; nothing for those that hold none; without those that the next time is for."""
    viewer = request.user
    lists: dict[str, Node] = {view.key: view.node for view in VIEWS if view.counted}
    lists |= {f"team-{pk}": all_of(INBOX.node, Is("team", (pk,))) for pk in teams_of(viewer, directory())}
    lists |= {str(view.pk): view.node for view in View.objects.visible_to(viewer)[:_MOST]}
    return JsonResponse({key: shown(count) for key, count in count_lists(viewer, lists).items()})


def shown(count: Count) -> str:
    if not count.number and not count.more:
        return ""
    return f"{number_format(count.number, force_grouping=True)}{'+' if count.more else ''}"
