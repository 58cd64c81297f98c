"""A contact and an organisation, with what they asked."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.addresses import cursor_of, place
from balie.desk.contact_card import addresses_of
from balie.desk.person_fields import Sent, person_fields
from balie.desk.rail import rail
from balie.desk.rows import shown_rows
from balie.people.editing.contacts import version_of
from balie.people.field_records import Of
from balie.people.merge_records import merges_into
from balie.people.merging.duplicates import duplicates_of
from balie.people.models import Contact, Organisation
from balie.tickets.finding import Wanted
from balie.tickets.listing import page
from balie.tickets.models import Status

ALL = tuple(Status.values)
_MOST_NOTES = 50


@at_the_desk
@require_safe
def contact(request: DeskRequest, pk: int) -> HttpResponse:
    return contact_page(request, pk)


@at_the_desk
@require_safe
def organisation(request: DeskRequest, pk: int) -> HttpResponse:
    return organisation_page(request, pk)


def contact_page(
    request: DeskRequest, pk: int, *, status: int = 200, sent: Sent | None = None, **refused: object
) -> HttpResponse:
    """`refused`: what was not done, why, and what was typed."""
    found = get_object_or_404(Contact.objects.select_related("organisation", "merged_into"), pk=pk)
    if found.merged_into_id:
        return HttpResponseRedirect(f"/desk/contacts/{found.merged_into_id}/")
    context = {
        "contact": found, "addresses": addresses_of(pk), "version": version_of(found), "languages": settings.LANGUAGES,
        "duplicates": duplicates_of(found) if request.user.may_answer else [], "merges": merges_into(pk),
        "notes": found.notes.select_related("changed_by").order_by("-pk")[:_MOST_NOTES],
        "own": person_fields(Of.CONTACT, found.fields, sent), **refused,
    }  # fmt: skip
    tickets = _tickets(request, Wanted(statuses=ALL, requester=pk), f"/desk/contacts/{pk}/")
    return render(request, "desk/contact.html", context | tickets, status=status)


def organisation_page(
    request: DeskRequest, pk: int, *, status: int = 200, sent: Sent | None = None, **refused: object
) -> HttpResponse:
    found = get_object_or_404(Organisation, pk=pk)
    context = {
        "organisation": found,
        "domains": list(found.domains.order_by("name")),
        "notes": found.notes.select_related("changed_by").order_by("-pk")[:_MOST_NOTES],
        "own": person_fields(Of.ORGANISATION, found.fields, sent),
        "contacts": list(found.contacts.filter(merged_into=None).order_by("name", "pk")[:50]),
        **refused,
    }
    tickets = _tickets(request, Wanted(statuses=ALL, organisation=pk), f"/desk/organisations/{pk}/")
    return render(request, "desk/organisation.html", context | tickets, status=status)


def _tickets(request: DeskRequest, wanted: Wanted, path: str) -> dict[str, object]:
    """Their tickets that the viewer may see."""
    found = page(request.user, wanted, cursor_of(request.GET))
    return {
        "rail": rail(request.user),
        "rows": shown_rows(found.rows),
        "older": found.older and f"{path}?{urlencode(place(found.older))}",
        "newer": found.newer and f"{path}?{urlencode(place(found.newer))}",
        "may_answer": request.user.may_answer,
    }
