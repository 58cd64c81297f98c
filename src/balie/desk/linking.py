"""Links to other tickets, beside a ticket and on a page of their own."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from balie.desk.access import DeskRequest, actor_of, at_the_desk, for_answering, wants_fragment
from balie.desk.addresses import number as whole
from balie.desk.rail import rail
from balie.desk.ticket_choices import suggested
from balie.desk.ticket_page import must_see, visible_ticket
from balie.live.topics import token_for
from balie.tickets.conflicts import NotAllowed
from balie.tickets.linking import Way, link, links_of, unlink
from balie.tickets.models import Ticket

# What the other one is.
WAYS: dict[str, Promise] = {
    Way.RELATED: gettext_lazy("Related to"),
    Way.PARENT: gettext_lazy("Part of"),
    Way.CHILD: gettext_lazy("Has the part"),
    Way.DUPLICATE_OF: gettext_lazy("Duplicate of"),
    Way.DUPLICATE: gettext_lazy("Has the duplicate"),
    Way.CAUSE: gettext_lazy("Caused by"),
    Way.CAUSED: gettext_lazy("Causes"),
}


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: DeskRequest, number: int) -> HttpResponseBase:
    """The links beside the ticket for htmx, else a page on which they are made as well."""
    ticket = visible_ticket(request, number)
    if request.method == "POST":
        return _link(request, ticket)
    return render(
        request, "desk/links.html" if wants_fragment(request) else "desk/link.html", _context(request, ticket)
    )


@for_answering
@require_POST
def unlinking(request: DeskRequest, number: int, other: int, way: str) -> HttpResponse:
    must_see(request, number)
    try:
        unlink(ticket_id=number, other_id=other, way=way, actor=actor_of(request))
    except NotAllowed as refusal:
        raise Http404 from refusal
    if wants_fragment(request):
        return render(request, "desk/links.html", _context(request, visible_ticket(request, number)))
    return HttpResponseRedirect(f"/desk/tickets/{number}/", status=303)


@for_answering
def _link(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    other = whole(request.POST.get("other", "").strip().lstrip("#"))
    try:
        if other is None or not Ticket.objects.visible_to(request.user).filter(pk=other).exists():
            raise NotAllowed(_("There is no such ticket."))
        link(ticket_id=ticket.pk, other_id=other, way=request.POST.get("way", ""), actor=actor_of(request))
    except NotAllowed as refusal:
        context = _context(request, ticket) | {"refusal": str(refusal), "other": other, "way": request.POST.get("way")}
        return render(request, "desk/link.html", context, status=422)
    messages.success(request, _("Linked with #%(number)s.") % {"number": other})
    return HttpResponseRedirect(f"/desk/tickets/{ticket.pk}/", status=303)


def _context(request: DeskRequest, ticket: Ticket) -> dict[str, object]:
    found = links_of(ticket.pk, request.user)
    merged = list(Ticket.objects.visible_to(request.user).filter(merge__target=ticket).order_by("pk"))
    topics = [f"ticket:{pk}" for pk in (ticket.pk, *(it.ticket.pk for it in found))]
    return {
        "ticket": ticket,
        "here": f"/desk/tickets/{ticket.pk}/",
        "links": [(WAYS[it.way], it.way, it.ticket) for it in found],
        "merged": merged,
        "ways": list(WAYS.items()),
        "suggested": [] if wants_fragment(request) else suggested(request.user, ticket),
        "may_answer": request.user.may_answer and ticket.merged_into_id is None,
        "links_token": token_for(topics, holder=f"user:{request.user.pk}", name=str(request.user)),
        "rail": [] if wants_fragment(request) else rail(request.user),
    }
