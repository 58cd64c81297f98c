"""What may come next in the search box: what was searched for last, kinds of things, and conditions."""

from collections.abc import Iterator
from itertools import chain

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.completion import LONGEST, Option, completed, offered
from balie.desk.search_places import place_names
from balie.tickets.recent_searches import forget_searches, recent_searches

_IN = "in:"
MOST_RECENT = 5


@at_the_desk
@require_safe
def completion(request: DeskRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:LONGEST]
    if not text.strip():
        recent = ((words, _("Searched before")) for words in recent_searches(request.user.pk)[:MOST_RECENT])
        return offered(0, chain(recent, completed("")[1]))
    begun = text.rpartition(" ")[2]
    if begun.lower().startswith(_IN):
        return offered(len(text) - len(begun) + len(_IN), _places(begun[len(_IN) :].lower()))
    begins, found = completed(text)
    if begun and _IN.startswith(begun.lower()):
        return offered(begins, chain([(_IN, _("Kind of thing"))], found))
    return offered(begins, found)


@at_the_desk
@require_POST
def forgetting(request: DeskRequest) -> HttpResponse:
    forget_searches(user_id=request.user.pk)
    return HttpResponseRedirect("/desk/search/", status=303)


def _places(begun: str) -> Iterator[Option]:
    return ((word, label) for word, label in place_names().items() if word.startswith(begun))
