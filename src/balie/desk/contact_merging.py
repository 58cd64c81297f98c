"""Merging two contacts, seen before it is done, and taking them apart again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from balie.desk.access import DeskRequest, actor_of, for_answering
from balie.desk.addresses import number as whole
from balie.desk.leading_back import posted_from_page
from balie.desk.rail import rail
from balie.people.merging.duplicates import duplicates_of, tell_apart
from balie.people.models import Contact
from balie.people.searching import find_contacts, the_one_called
from balie.tickets.conflicts import NotAllowed
from balie.tickets.of_contacts.merging import merge_contacts
from balie.tickets.of_contacts.permitting import NotTheirs
from balie.tickets.of_contacts.plans import plan_contact_merge
from balie.tickets.of_contacts.unmerging import unmerge_contact


@for_answering
@require_http_methods(["GET", "HEAD", "POST"])
def merging(request: DeskRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        return _page(request, pk)
    other, stays = whole(request.POST.get("with")) or 0, whole(request.POST.get("stays")) or pk
    pair = {pk, other}
    if stays not in pair:
        raise Http404
    try:
        kept = merge_contacts(source_id=next(iter(pair - {stays}), stays), target_id=stays, actor=actor_of(request))
    except Contact.DoesNotExist as gone:
        raise Http404 from gone
    except NotAllowed as refusal:
        return _page(request, pk, refusal=str(refusal), status=403 if isinstance(refusal, NotTheirs) else 422)
    messages.success(request, _("Merged into %(name)s.") % {"name": kept})
    return _to(kept.pk)


@for_answering
@posted_from_page
def separation(request: DeskRequest, pk: int) -> HttpResponse:
    try:
        apart = unmerge_contact(contact_id=pk, actor=actor_of(request))
    except Contact.DoesNotExist as gone:
        raise Http404 from gone
    except NotTheirs as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is a contact of their own again.") % {"name": apart})
    return _to(pk)


@for_answering
@posted_from_page
def not_the_same(request: DeskRequest, pk: int, other: int) -> HttpResponse:
    try:
        tell_apart(contact_id=pk, other_id=other, actor=actor_of(request))
    except Contact.DoesNotExist as gone:
        raise Http404 from gone
    messages.success(request, _("Not suggested any more"))
    return _to(pk)


@for_answering
@require_safe
def choices(request: DeskRequest, pk: int) -> HttpResponse:
    """Options for what was typed; those who may be the same person for nothing."""
    contact = Contact.objects.filter(pk=pk).first()
    if contact is None:
        raise Http404
    text = request.GET.get("q", "").strip()[:200]
    found = find_contacts(text) if text else [it.contact for it in duplicates_of(contact)]
    return render(request, "desk/contact_choices.html", {"choices": [it for it in found if it.pk != pk]})


def _page(request: DeskRequest, pk: int, *, refusal: str = "", status: int = 200) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    try:
        plan = plan_contact_merge(
            contact_id=pk, other_id=whole(asked.get("with")) or _named(asked.get("named", "")),
            stays=whole(asked.get("stays")), viewer=request.user,
        )  # fmt: skip
    except Contact.DoesNotExist as gone:
        raise Http404 from gone
    contact = next(part.contact for part in plan.parts if part.contact.pk == pk)
    if contact.merged_into_id:
        return _to(contact.merged_into_id)
    others = [part.contact for part in plan.parts if part.contact.pk != pk]
    others = others or [it.contact for it in duplicates_of(contact)]
    context = {
        "contact": contact, "plan": plan, "refusal": refusal or plan.refusal, "rail": rail(request.user),
        "options": [(it.pk, str(it)) for it in others], "other": others[0].pk if plan.goes else None,
    }  # fmt: skip
    return render(request, "desk/contact_merge.html", context, status=status)


def _named(text: str) -> int | None:
    """Typed, where there is no script."""
    named = the_one_called(text)
    return named.pk if named else None


def _to(pk: int) -> HttpResponse:
    return HttpResponseRedirect(f"/desk/contacts/{pk}/", status=303)
