"""What a merge would do, told before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from balie.accounts.models import User
from balie.people.models import Contact
from balie.tickets.conflicts import NotAllowed
from balie.tickets.merging import refuse_merge
from balie.tickets.models import Status, Tag, Ticket
from balie.tickets.participants import Follower, Participant


@dataclass(frozen=True, slots=True)
class Part:
    """One of the tickets."""

    ticket: Ticket
    messages: int
    stays: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """`joining`: contacts who will take part in what they had nothing to do with; `refusal`: why it can't be done."""

    parts: Sequence[Part]
    stays: Ticket
    joining: Sequence[Contact]
    followers: Sequence[User]
    tags: Sequence[str]
    refusal: str

    @property
    def going(self) -> list[Part]:
        return [part for part in self.parts if not part.stays]

    @property
    def strange(self) -> bool:
        """They would read what was said to somebody of another house."""
        return any(who.organisation_id is None or who.organisation_id != self.stays.requester.organisation_id
                   for who in self.joining)  # fmt: skip


def plan_merge(*, viewer: User, numbers: set[int], stays: int | None = None) -> Plan:
    """Of those among `numbers` that the viewer may see; the oldest that is not closed stays, unless `stays` is one."""
    tickets = {
        ticket.pk: ticket
        for ticket in Ticket.objects.visible_to(viewer)
        .filter(pk__in=numbers)
        .select_related("requester__organisation", "assignee", "team")
        .order_by("pk")
    }
    if not tickets:
        raise Ticket.DoesNotExist
    target = tickets[stays] if stays in tickets else _oldest(tickets)
    sources = tickets.keys() - {target.pk}
    counts = dict(Ticket.objects.filter(pk__in=tickets).annotate(said=Count("messages")).values_list("pk", "said"))
    return Plan(
        parts=[Part(ticket, counts[pk], stays=pk == target.pk) for pk, ticket in tickets.items()],
        stays=target,
        joining=_joining(target, [tickets[pk] for pk in sorted(sources)]),
        followers=_followers(target, [tickets[pk] for pk in sorted(sources)]),
        tags=list(
            Tag.objects.filter(tickets__in=sources).exclude(tickets=target).distinct().values_list("name", flat=True)
        ),
        refusal=_refusal(target, sources, tickets),
    )


def _oldest(tickets: dict[int, Ticket]) -> Ticket:
    return next((it for it in tickets.values() if it.status != Status.CLOSED), next(iter(tickets.values())))


def _joining(target: Ticket, sources: Sequence[Ticket]) -> list[Contact]:
    coming = Participant.objects.filter(ticket__in=sources, accepted=True).values_list("contact_id", flat=True)
    there = Participant.objects.filter(ticket=target, accepted=True).values_list("contact_id", flat=True)
    wanted = {*coming, *(source.requester_id for source in sources)} - {*there, target.requester_id}
    return list(Contact.objects.filter(pk__in=wanted).select_related("organisation").order_by("name", "pk"))


def _followers(target: Ticket, sources: Sequence[Ticket]) -> list[User]:
    coming = Follower.objects.filter(ticket__in=sources).values_list("user_id", flat=True)
    there = Follower.objects.filter(ticket=target).values_list("user_id", flat=True)
    wanted = {*coming, *(it.assignee_id for it in sources)} - {None, target.assignee_id, *there}
    return list(User.objects.filter(pk__in=[pk for pk in wanted if pk]).order_by("name", "pk"))


def _refusal(target: Ticket, sources: set[int], tickets: dict[int, Ticket]) -> str:
    if not sources:
        return ""
    try:
        refuse_merge(target.pk, sources, tickets)
    except NotAllowed as refusal:
        return str(refusal)
    return ""
