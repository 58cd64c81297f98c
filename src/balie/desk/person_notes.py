"""Notes and marks of contacts and organisations, set from their pages."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from balie.desk.access import DeskRequest, actor_of, for_answering
from balie.desk.addresses import number
from balie.desk.contacts import contact_page, organisation_page
from balie.desk.leading_back import posted_from_page
from balie.people.editing.blocking import block_address, block_contact
from balie.people.editing.marking import mark_contact, mark_organisation
from balie.people.editing.refusals import ChangedMeanwhile, Refused
from balie.people.models import Contact, Identity, Organisation
from balie.people.note_records import PersonNote
from balie.people.noting.writing import change_note, note_contact, note_organisation, remove_note


@for_answering
@posted_from_page
def contact_notes(request: DeskRequest, pk: int) -> HttpResponse:
    text = request.POST.get("text", "")
    return _done(
        request, "contacts", pk, lambda: note_contact(contact_id=pk, text=text, actor=actor_of(request)), noting=text
    )


@for_answering
@posted_from_page
def organisation_notes(request: DeskRequest, pk: int) -> HttpResponse:
    text, actor = request.POST.get("text", ""), actor_of(request)
    return _done(
        request, "organisations", pk, lambda: note_organisation(organisation_id=pk, text=text, actor=actor),
        noting=text,
    )  # fmt: skip


@for_answering
@posted_from_page
def contact_note(request: DeskRequest, pk: int, note: int) -> HttpResponse:
    get_object_or_404(PersonNote, pk=note, contact=pk)
    return _changed(request, "contacts", pk, note)


@for_answering
@posted_from_page
def organisation_note(request: DeskRequest, pk: int, note: int) -> HttpResponse:
    get_object_or_404(PersonNote, pk=note, organisation=pk)
    return _changed(request, "organisations", pk, note)


@for_answering
@posted_from_page
def contact_vip(request: DeskRequest, pk: int) -> HttpResponse:
    vip = bool(request.POST.get("vip"))
    return _done(request, "contacts", pk, lambda: mark_contact(contact_id=pk, vip=vip, actor=actor_of(request)))


@for_answering
@posted_from_page
def organisation_vip(request: DeskRequest, pk: int) -> HttpResponse:
    vip, actor = bool(request.POST.get("vip")), actor_of(request)
    return _done(
        request, "organisations", pk, lambda: mark_organisation(organisation_id=pk, vip=vip, actor=actor)
    )  # fmt: skip


@for_answering
@posted_from_page
def contact_block(request: DeskRequest, pk: int) -> HttpResponse:
    blocked, actor = bool(request.POST.get("blocked")), actor_of(request)
    return _done(request, "contacts", pk, lambda: block_contact(contact_id=pk, blocked=blocked, actor=actor))


@for_answering
@posted_from_page
def address_block(request: DeskRequest, pk: int, identity: int) -> HttpResponse:
    blocked, actor = bool(request.POST.get("blocked")), actor_of(request)
    return _done(
        request, "contacts", pk,
        lambda: block_address(contact_id=pk, identity_id=identity, blocked=blocked, actor=actor),
    )  # fmt: skip


def _changed(request: DeskRequest, kind: str, pk: int, note: int) -> HttpResponse:
    """Another text, or none when it is to be removed."""
    text, actor = request.POST.get("text", ""), actor_of(request)
    if request.POST.get("remove"):
        return _done(request, kind, pk, lambda: remove_note(note_id=note, actor=actor))
    version = number(request.POST.get("version")) or 0
    return _done(
        request, kind, pk, lambda: change_note(note_id=note, text=text, version=version, actor=actor),
        noted=note, note_text=text,
    )  # fmt: skip


def _done(request: DeskRequest, kind: str, pk: int, verb: Callable[[], object], **typed: Any) -> HttpResponse:
    try:
        verb()
    except (Contact.DoesNotExist, Identity.DoesNotExist, Organisation.DoesNotExist, PersonNote.DoesNotExist) as gone:
        raise Http404 from gone
    except Refused as refusal:
        page = contact_page if kind == "contacts" else organisation_page
        status = 409 if isinstance(refusal, ChangedMeanwhile) else 422
        return page(request, pk, status=status, refusal=str(refusal), **typed)
    messages.success(request, _("Saved"))
    return HttpResponseRedirect(f"/desk/{kind}/{pk}/", status=303)
