"""Who is looking at the portal: a contact who signed in, or someone who came by a signed link."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from balie.accounts.signing_in_first import sign_in_first
from balie.events.actor import Actor
from balie.people.access import contact_of, stands_for
from balie.people.models import Contact
from balie.people.viewers import ContactViewer, LinkViewer
from balie.tickets.destinations import destination
from balie.tickets.models import Ticket

Visitor = ContactViewer | LinkViewer
# In the session: number of a ticket -> the contact whose link was opened.
LINKS = "links"
MOST_LINKS = 20


class SignInFirst(Exception):
    """Nobody in particular is looking. The portal's decorator sends them to sign in and back again."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A ticket, and as whom it is looked at."""

    ticket: Ticket
    visitor: Visitor

    @property
    def actor(self) -> Actor:
        return Actor.contact(self.visitor.contact_id)

    @property
    def contact(self) -> Contact:
        return Contact.objects.get(pk=self.visitor.contact_id)


def contact_viewer(request: HttpRequest) -> ContactViewer | None:
    if not request.user.is_authenticated:
        return None
    return ContactViewer(contact_of(request.user).pk)


def opened(request: HttpRequest, number: int) -> Opened:
    """Raises Http404 for what the visitor may not see, as for what is not there; SignInFirst when nobody is known."""
    visitors = list(visitors_of(request, number))
    if not visitors:
        raise SignInFirst
    for visitor in visitors:
        tickets = Ticket.objects.visible_to(visitor).select_related("assignee", "team", "requester")
        ticket = tickets.filter(pk=number).first()
        if ticket is not None:
            return _led_on(request, Opened(ticket, visitor)) if ticket.merged_into_id else Opened(ticket, visitor)
    raise Http404


def _led_on(request: HttpRequest, it: Opened) -> Opened:
    """To the request that this one was merged into, for those who take part in it; by a link to it of their own."""
    stays, contact_id = destination(it.ticket.pk), it.visitor.contact_id
    tickets = Ticket.objects.visible_to(ContactViewer(contact_id)).select_related("assignee", "team", "requester")
    ticket = tickets.filter(pk=stays).first()
    if ticket is None:
        return it
    if isinstance(it.visitor, ContactViewer):
        return Opened(ticket, it.visitor)
    link = LinkViewer(contact_id=contact_id, ticket_id=stays)
    let_in(request, link)
    return Opened(ticket, link)


def visitors_of(request: HttpRequest, number: int) -> Iterator[Visitor]:
    signed_in = contact_viewer(request)
    if signed_in:
        yield signed_in
    if request.session.session_key and (contact_id := request.session.get(LINKS, {}).get(str(number))):
        yield LinkViewer(contact_id=stands_for(contact_id), ticket_id=number)


def let_in(request: HttpRequest, link: LinkViewer) -> None:
    """Remembers for this session that a link was opened, so that its secret need not stay in the address."""
    links: dict[str, int] = request.session.get(LINKS, {})
    links.pop(str(link.ticket_id), None)
    newest = dict([*links.items(), (str(link.ticket_id), link.contact_id)][-MOST_LINKS:])
    request.session[LINKS] = newest


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    return sign_in_first(request, reverse("portal:sign-in"), reverse("portal:requests"))
