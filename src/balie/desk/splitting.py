"""A message gets a ticket of its own; a ticket gets another like it; another team goes on."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balie.accounts.directory import directory
from balie.desk.access import DeskRequest, actor_of, for_answering
from balie.desk.addresses import number as whole
from balie.desk.answering import fresh, seen_by
from balie.desk.rail import rail
from balie.desk.ticket_page import must_see, visible_ticket
from balie.tickets.cloning import clone
from balie.tickets.conflicts import Conflict, NotAllowed
from balie.tickets.content import Content
from balie.tickets.handing_over import hand_over
from balie.tickets.models import Message
from balie.tickets.splitting import split
from balie.tickets.subjects import titled


@for_answering
@require_http_methods(["GET", "HEAD", "POST"])
def splitting(request: DeskRequest, pk: int) -> HttpResponse:
    message = Message.objects.visible_to(request.user).select_related("ticket", "author_contact").filter(pk=pk).first()
    if message is None:
        raise Http404
    later = Message.objects.filter(ticket=message.ticket_id, pk__gt=pk).count()
    subject = request.POST.get("subject", message.subject or message.ticket.subject)
    context = {"message": message, "ticket": message.ticket, "later": later, "subject": subject, "refusal": ""}
    if request.method == "POST":
        try:
            new = split(
                message_id=pk, subject=subject, following=bool(request.POST.get("following")), actor=actor_of(request)
            )
        except NotAllowed as refusal:
            context |= {"refusal": str(refusal), "rail": rail(request.user)}
            return render(request, "desk/split.html", context, status=422)
        return _to(request, new.pk, _("#%(number)s is a ticket of its own.") % {"number": new.pk})
    return render(request, "desk/split.html", context | {"rail": rail(request.user)})


@for_answering
@require_POST
def copies(request: DeskRequest, number: int) -> HttpResponse:
    must_see(request, number)
    try:
        new = clone(ticket_id=number, actor=actor_of(request))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(f"/desk/tickets/{number}/", status=303)
    return _to(request, new.pk, _("#%(number)s is like #%(old)s.") % {"number": new.pk, "old": number})


@for_answering
@require_http_methods(["GET", "HEAD", "POST"])
def handing_over(request: DeskRequest, number: int) -> HttpResponse:
    """To another team, with a note."""
    ticket = visible_ticket(request, number)
    team, text = whole(request.POST.get("team")), request.POST.get("text", "")
    context: dict[str, object] = {"team": team, "text": text, "refusal": ""}
    if request.method == "POST":
        try:
            _hand_over(request, number, team, text)
        except (NotAllowed, Conflict) as refusal:
            context["refusal"] = _changed() if isinstance(refusal, Conflict) else str(refusal)
        else:
            return fresh(request, number, _("Handed over."))
    known = directory()
    teams = [(pk, name) for pk, name in known.teams.items() if pk != ticket.team_id]
    context |= {"ticket": ticket, "teams": teams, "title": titled(ticket.subject), "rail": rail(request.user)}
    return render(request, "desk/hand_over.html", context, status=422 if context["refusal"] else 200)


def _hand_over(request: DeskRequest, number: int, team: int | None, text: str) -> None:
    if team is None:
        raise NotAllowed(_("Choose a team."))
    content = Content(text=text.strip())
    hand_over(ticket_id=number, team_id=team, content=content, actor=actor_of(request), seen=seen_by(request))


def _changed() -> str:
    return _("Somebody else has just moved or assigned this ticket. Look at it again first.")


def _to(request: DeskRequest, number: int, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(f"/desk/tickets/{number}/", status=303)
