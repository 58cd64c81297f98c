"""A custom field of a contact or of an organisation is given another value, from their page."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balie.custom_fields.refusing import FieldsRefused
from balie.custom_fields.types import Type
from balie.desk.access import DeskRequest, actor_of, for_answering, wants_fragment
from balie.desk.contacts import contact_page, organisation_page
from balie.desk.leading_back import posted_from_page
from balie.desk.person_fields import Sent, person_fields
from balie.people.custom_fields.filling import change_contact_fields, change_organisation_fields
from balie.people.custom_fields.known import fields_of
from balie.people.editing.refusals import ChangedMeanwhile
from balie.people.field_records import Of
from balie.people.models import Contact, Organisation

Change = Callable[[Mapping[int, object], Mapping[int, str]], Contact | Organisation]
_LONGEST = 20_000


@for_answering
@posted_from_page
def contact_field(request: DeskRequest, pk: int, field: int) -> HttpResponse:
    def change(given: Mapping[int, object], seen: Mapping[int, str]) -> Contact:
        return change_contact_fields(contact_id=pk, given=given, seen=seen, actor=actor_of(request))

    return _changed(request, Of.CONTACT, pk, field, change)


@for_answering
@posted_from_page
def organisation_field(request: DeskRequest, pk: int, field: int) -> HttpResponse:
    def change(given: Mapping[int, object], seen: Mapping[int, str]) -> Organisation:
        return change_organisation_fields(organisation_id=pk, given=given, seen=seen, actor=actor_of(request))

    return _changed(request, Of.ORGANISATION, pk, field, change)


def _changed(request: DeskRequest, of: Of, pk: int, field: int, change: Change) -> HttpResponse:
    definition = fields_of(of).by_id.get(field)
    if definition is None:
        raise Http404
    sent = [value[:_LONGEST] for value in request.POST.getlist("value")]
    said: object = sent if definition.type == Type.CHOICES else sent[-1] if sent else ""
    try:
        it = change({field: said}, {field: request.POST.get("seen", "")})
    except (Contact.DoesNotExist, Organisation.DoesNotExist) as gone:
        raise Http404 from gone
    except FieldsRefused as refusal:
        return _refused(request, of, pk, Sent(field, sent, refusal.words[field]), status=422)
    except ChangedMeanwhile as refusal:
        return _refused(request, of, pk, Sent(field, sent, str(refusal)), status=409)
    words = _("%(field)s changed") % {"field": definition.called(get_language() or "")}
    if wants_fragment(request):
        return _part(request, of, it, said=words)
    messages.success(request, words)
    return HttpResponseRedirect(f"/desk/{of}s/{pk}/", status=303)


def _refused(request: DeskRequest, of: Of, pk: int, sent: Sent, *, status: int) -> HttpResponse:
    """What was typed stands in its place again."""
    if not wants_fragment(request):
        page = contact_page if of == Of.CONTACT else organisation_page
        return page(request, pk, status=status, sent=sent)
    it: Contact | Organisation = (Contact if of == Of.CONTACT else Organisation).objects.get(pk=pk)
    return _part(request, of, it, status=status, sent=sent)


def _part(
    request: DeskRequest, of: Of, it: Contact | Organisation, *, status: int = 200, said: str = "",
    sent: Sent | None = None,
) -> HttpResponse:  # fmt: skip
    context = {"own": person_fields(of, it.fields, sent), "address": f"/desk/{of}s/{it.pk}/", "said": said}
    return render(request, "desk/person_fields_changed.html", context | {"may_answer": True}, status=status)
