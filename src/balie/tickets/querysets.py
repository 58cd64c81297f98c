"""Who may see which tickets: the only door to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from balie.accounts.models import User
from balie.people.viewers import ContactViewer, LinkViewer, Viewer
from balie.tickets.participants import Follower, Participant

if TYPE_CHECKING:
    from balie.tickets.models import Ticket  # noqa: F401 -- names the type argument below

ACTIVE = ["new", "open", "pending", "on_hold"]


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, viewer: Viewer) -> TicketQuerySet:
        """Supervisors and administrators see all; agents their teams', their own, what they follow and what has no
        team; contacts what they asked or take part in; the holder of a signed link that one ticket.
        """
        if isinstance(viewer, LinkViewer):
            return self.filter(pk=viewer.ticket_id).visible_to(ContactViewer(viewer.contact_id))
        if isinstance(viewer, ContactViewer):
            return self._of_contact(viewer.contact_id)
        if not viewer.is_active:
            return self.none()
        if not viewer.is_staff:
            contact = getattr(viewer, "contact", None)
            return self._of_contact(contact.merged_into_id or contact.pk) if contact else self.none()
        return self if viewer.sees_everything else self._of_agent(viewer)

    def _of_agent(self, agent: User) -> TicketQuerySet:
        follows = Follower.objects.filter(ticket=OuterRef("pk"), user=agent)
        return self.filter(Q(team__isnull=True) | Q(team__in=agent.team_ids) | Q(assignee=agent) | Exists(follows))

    def _of_contact(self, contact_id: int) -> TicketQuerySet:
        takes_part = Participant.objects.filter(ticket=OuterRef("pk"), contact=contact_id, accepted=True)
        return self.filter(Q(requester=contact_id) | Exists(takes_part))

    def active(self) -> TicketQuerySet:
        return self.filter(status__in=ACTIVE)
