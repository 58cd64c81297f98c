"""Puts a ticket back as it stood before it was changed with others, where nobody has changed it since."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.models import Event
from balie.tickets.assignment import ASSIGNED, MOVED, assign, move_to_team
from balie.tickets.bulk.standing import Before, reached, refuse_unseen, restored
from balie.tickets.conflicts import NotAllowed
from balie.tickets.lifecycle import STATUS_CHANGED, STATUS_KINDS, move_to
from balie.tickets.locking import change, locked, locked_all
from balie.tickets.models import Status, Tag, Ticket
from balie.tickets.own_statuses.choosing import OWN_STATUS_CHANGED, own_as_before
from balie.tickets.tags.tagging import TAGGED, set_tags
from balie.tickets.triage import PRIORITY_CHANGED, change_priority
from balie.tickets.unmerging import unmerge

# In this order: the team decides which own status can stand, and who is assigned opens what is new.
_NAMES = {"team": MOVED, "assignee": ASSIGNED, "priority": PRIORITY_CHANGED, "standing": STATUS_CHANGED}


@joined
def put_back(*, ticket_id: int, before: Before, since: int, user: User) -> str:
    """`since`: the newest event of the change. Answers what was left as others have made it, in words.

    Raises NotAllowed when that is all of it, and Ticket.DoesNotExist.
    """
    actor = Actor.user(user.pk)
    if before.get("merged"):
        refuse_unseen(user, ticket_id)
        unmerge(ticket_id=ticket_id, actor=actor)
        return ""
    locked_all(reached(ticket_id, before))
    if not _moved_away(locked(ticket_id, merged=True), before, since, user):
        refuse_unseen(user, ticket_id)
    locked(ticket_id)  # refuses what was merged
    later = set(Event.objects.filter(ticket_id=ticket_id, id__gt=since).values_list("kind", flat=True))
    if OWN_STATUS_CHANGED in later:
        later.add(STATUS_CHANGED)
    if before.get("standing", {}).get("status") == Status.NEW and ASSIGNED in later:
        later.add(STATUS_CHANGED)  # what has somebody is not new
    left = [name for name, kind in _NAMES.items() if name in before and kind in later]
    for name in (name for name in _NAMES if name in before and name not in left):
        _put(name, ticket_id, before, actor)
    if "added" in before and not _put_tags(ticket_id, before, since, actor):
        left.append("tags")
    left += [f"#{pk}" for pk in _children_left(before, since, actor)]
    if not left:
        return ""
    words = _("Changed since then, and left so: %(what)s.") % {"what": ", ".join(map(_named, left))}
    if len(left) == len(before.keys() & {*_NAMES, "added"}) + len(before.get("children", {})):
        raise NotAllowed(words)
    return words


def _moved_away(ticket: Ticket, before: Before, since: int, user: User) -> bool:
    """Out of the user's sight by the change itself: they see it again when it is put back. Nobody has moved or taken
    it since.
    """
    if not before.keys() & {"team", "assignee"}:
        return False
    if Event.objects.filter(ticket_id=ticket.pk, id__gt=since, kind__in=(MOVED, ASSIGNED)).exists():
        return False
    team, assignee = before.get("team", ticket.team_id), before.get("assignee", ticket.assignee_id)
    return team is None or team in user.team_ids or assignee == user.pk


def _put(name: str, ticket_id: int, before: Before, actor: Actor) -> None:
    if name == "assignee":
        assign(ticket_id=ticket_id, assignee_id=before["assignee"], actor=actor)
    elif name == "team":
        move_to_team(ticket_id=ticket_id, team_id=before["team"], actor=actor)
    elif name == "priority":
        change_priority(ticket_id=ticket_id, priority=before["priority"], actor=actor)
    else:
        _put_status(ticket_id, before["standing"], actor)


def _put_status(ticket_id: int, standing: dict[str, object], actor: Actor) -> None:
    """Also to what it can't be given otherwise, as new."""
    ticket, was = locked(ticket_id), restored(standing)
    own = own_as_before(was.get("own_status_id"), status=was["status"], team=ticket.team_id)
    move_to(ticket, was["status"], actor=actor, own=own)
    change(ticket, **was | {"own_status_id": own})


def _put_tags(ticket_id: int, before: Before, since: int, actor: Actor) -> bool:
    """Each by itself; False when others had a hand in all of them."""
    touched: set[int] = set()
    for data in Event.objects.filter(ticket_id=ticket_id, id__gt=since, kind=TAGGED).values_list("data", flat=True):
        touched |= {*data["added"], *data["removed"]}
    add, remove = _now(set(before["removed"]) - touched), _now(set(before["added"]) - touched)
    if not add | remove:
        return False
    tags = Tag.objects.filter(tickets=ticket_id).exclude(pk__in=remove) | Tag.objects.filter(pk__in=add)
    set_tags(ticket_id=ticket_id, names=set(tags.values_list("name", flat=True)), actor=actor)
    return True


def _now(tags: set[int]) -> set[int]:
    """What they are since some were merged or removed."""
    found = Tag.objects.filter(pk__in=tags, removed_at=None).values_list("pk", "merged_into")
    return {into or pk for pk, into in found}


def _children_left(before: Before, since: int, actor: Actor) -> Iterator[int]:
    for pk, standing in sorted((int(pk), standing) for pk, standing in before.get("children", {}).items()):
        ticket = locked(pk, merged=True)
        changed = Event.objects.filter(ticket_id=pk, id__gt=since, kind__in=STATUS_KINDS).exists()
        if changed or ticket.merged_into_id:
            yield pk
        else:
            _put_status(pk, standing, actor)


def _named(name: str) -> str:
    words = {
        "standing": _("Status"), "assignee": _("Assignee"), "team": _("Team"), "priority": _("Priority"),
        "tags": _("Tags"),
    }  # fmt: skip
    return words.get(name, name)
