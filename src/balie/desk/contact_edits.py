"""What is known of contacts and organisations, changed from their pages."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balie.desk.access import DeskRequest, actor_of, for_answering
from balie.desk.contacts import contact_page, organisation_page
from balie.desk.leading_back import posted_from_page
from balie.people.editing.contacts import change_contact, remove_address
from balie.people.editing.organisations import add_domain, remove_domain, rename_organisation
from balie.people.editing.refusals import ChangedMeanwhile, Refused
from balie.people.models import Contact, Domain, Identity, Organisation
from balie.tickets.of_contacts.addressing import give_address
from balie.tickets.of_contacts.permitting import NotTheirs

Page = Callable[..., HttpResponse]


@for_answering
@posted_from_page
def details(request: DeskRequest, pk: int) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("name", "organisation", "language")}

    def change() -> str:
        change_contact(contact_id=pk, **given, version=request.POST.get("version", ""), actor=actor_of(request))
        return _("Saved")

    return _done(request, pk, change, contact_page, typed=given)


@for_answering
@posted_from_page
def addresses(request: DeskRequest, pk: int) -> HttpResponse:
    given = {"kind": request.POST.get("kind", ""), "value": request.POST.get("value", "")}

    def add() -> str:
        give_address(contact_id=pk, **given, actor=actor_of(request))
        return _("Added")

    return _done(request, pk, add, contact_page, adding=given)


@for_answering
@posted_from_page
def address_removal(request: DeskRequest, pk: int, identity: int) -> HttpResponse:
    def remove() -> str:
        remove_address(contact_id=pk, identity_id=identity, actor=actor_of(request))
        return _("Removed")

    return _done(request, pk, remove, contact_page)


@for_answering
@posted_from_page
def organisation_details(request: DeskRequest, pk: int) -> HttpResponse:
    name, before = request.POST.get("name", ""), request.POST.get("before", "")

    def rename() -> str:
        rename_organisation(organisation_id=pk, name=name, before=before, actor=actor_of(request))
        return _("Saved")

    return _done(request, pk, rename, organisation_page, typed=name)


@for_answering
@posted_from_page
def domains(request: DeskRequest, pk: int) -> HttpResponse:
    text = request.POST.get("domain", "")

    def add() -> str:
        joined = add_domain(organisation_id=pk, text=text, actor=actor_of(request))
        told = ngettext("Added. %(num)d contact joined.", "Added. %(num)d contacts joined.", joined)
        return told % {"num": joined} if joined else _("Added")

    return _done(request, pk, add, organisation_page, adding=text)


@for_answering
@posted_from_page
def domain_removal(request: DeskRequest, pk: int, domain: int) -> HttpResponse:
    def remove() -> str:
        remove_domain(organisation_id=pk, domain_id=domain, actor=actor_of(request))
        return _("Removed")

    return _done(request, pk, remove, organisation_page)


def _done(request: DeskRequest, pk: int, verb: Callable[[], str], page: Page, **typed: object) -> HttpResponse:
    """What was typed stands in the page again when it is refused."""
    try:
        said = verb()
    except (Contact.DoesNotExist, Identity.DoesNotExist, Organisation.DoesNotExist, Domain.DoesNotExist) as gone:
        raise Http404 from gone
    except (Refused, NotTheirs) as refusal:
        status = 409 if isinstance(refusal, ChangedMeanwhile) else 422
        return page(request, pk, status=status, refusal=str(refusal), **typed)
    messages.success(request, said)
    kind = "contacts" if page is contact_page else "organisations"
    return HttpResponseRedirect(f"/desk/{kind}/{pk}/", status=303)
