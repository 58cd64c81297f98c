"""Choosing the columns of a list: of a view for all who have it, of any other list for oneself."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balie.accounts.directory import directory
from balie.accounts.profile import choose_columns
from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.columns import columns_of, on_offer
from balie.desk.filters import Listing, listing
from balie.desk.rail import rail
from balie.tickets.conflicts import NotAllowed
from balie.tickets.viewing import choose_view_columns
from balie.tickets.views import MOST_COLUMNS


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: DeskRequest) -> HttpResponse:
    known = directory()
    asked = listing(request.GET, request.user, known)
    if request.method == "POST":
        return _chosen(request, asked)
    chosen = columns_of(asked.columns)
    context = {
        "rail": rail(request.user, known, view=asked.key, team=asked.team),
        "asked": asked,
        "name": asked.saved.name if asked.saved else "",
        "columns": [
            *((one, True) for one in chosen),
            *((one, False) for one in on_offer().values() if one not in chosen),
        ],
        "most": MOST_COLUMNS,
        "query": request.GET.urlencode(),
        "may_change": asked.saved is None or asked.saved.may_be_changed_by(request.user),
    }
    return render(request, "desk/columns.html", context)


def _chosen(request: DeskRequest, asked: Listing) -> HttpResponse:
    keys = [] if "usual" in request.POST else [one.key for one in columns_of(request.POST.getlist("column"))]
    try:
        if asked.saved:
            choose_view_columns(user=request.user, view_id=asked.saved.pk, columns=keys)
        else:
            choose_columns(user_id=request.user.pk, list_key=asked.columns_key, columns=keys)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return HttpResponseRedirect(asked.address(), status=303)
