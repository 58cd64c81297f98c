"""Who else takes part: contacts in copy or to be accepted, colleagues who follow."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from balie.desk.access import DeskRequest, actor_of, at_the_desk, for_answering
from balie.desk.answering import changed
from balie.desk.leading_back import posted_from_page
from balie.tickets.participation import accept_participant, follow, remove_participant, unfollow


@for_answering
@posted_from_page
def acceptance(request: DeskRequest, number: int, contact: int) -> HttpResponse:
    actor = actor_of(request)
    return changed(
        request,
        number,
        lambda _seen: accept_participant(ticket_id=number, contact_id=contact, actor=actor),
        _("Accepted"),
    )


@for_answering
@posted_from_page
def removal(request: DeskRequest, number: int, contact: int) -> HttpResponse:
    actor = actor_of(request)
    return changed(
        request,
        number,
        lambda _seen: remove_participant(ticket_id=number, contact_id=contact, actor=actor),
        _("Taken out"),
    )


@at_the_desk
@posted_from_page
def followers(request: DeskRequest, number: int) -> HttpResponse:
    """Oneself, on or off; light agents may follow as well."""
    actor, me = actor_of(request), request.user.pk
    if request.POST.get("follow"):
        return changed(
            request, number, lambda _seen: follow(ticket_id=number, user_id=me, actor=actor), _("You follow this")
        )
    return changed(
        request,
        number,
        lambda _seen: unfollow(ticket_id=number, user_id=me, actor=actor),
        _("You no longer follow this"),
    )
