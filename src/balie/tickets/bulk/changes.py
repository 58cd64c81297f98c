"""What can be asked of many tickets at once: each by the verb that does it on one."""

from typing import TypedDict

from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.tickets.assignment import assign, move_to_team
from balie.tickets.lifecycle import Children, change_status, lock_family
from balie.tickets.locking import locked_all
from balie.tickets.merging import merge
from balie.tickets.own_statuses.choosing import Own
from balie.tickets.tags.tagging import retag
from balie.tickets.triage import change_priority


class Change(TypedDict, total=False):
    """Only what is to be another; as it is kept. `children` goes with the status, None is nobody and no team."""

    add_tags: list[str]
    remove_tags: list[str]
    priority: int
    team: int | None
    assignee: int | None
    status: str
    # Goes with the status as well; left out: kept inside it.
    own_status: int | None
    children: Children
    merge_into: int


@joined
def make(change: Change, *, ticket_id: int, actor: Actor) -> None:
    """All of it, or nothing. Raises whatever the verbs raise."""
    take_for(change, ticket_id=ticket_id)
    if change.get("add_tags") or change.get("remove_tags"):
        add, remove = change.get("add_tags", []), change.get("remove_tags", [])
        retag(ticket_id=ticket_id, add=add, remove=remove, actor=actor)
    if "priority" in change:
        change_priority(ticket_id=ticket_id, priority=change["priority"], actor=actor)
    if "team" in change:
        move_to_team(ticket_id=ticket_id, team_id=change["team"], actor=actor)
    if "assignee" in change:
        assign(ticket_id=ticket_id, assignee_id=change["assignee"], actor=actor)
    # After assigning, which opens what is new.
    if "status" in change:
        children = change.get("children", "ask")
        own: Own = change.get("own_status", "kept")
        change_status(ticket_id=ticket_id, status=change["status"], own=own, actor=actor, children=children)
    # What is merged can't be changed any more.
    if "merge_into" in change:
        merge(target_id=change["merge_into"], source_ids=[ticket_id], actor=actor)


def take_for(change: Change, *, ticket_id: int) -> None:
    """Locks all that it reaches, in the order of all: the verbs take one after the other. Before anything else."""
    if "merge_into" in change:
        locked_all({ticket_id, change["merge_into"]})
    elif change.get("children", "ask") != "ask":
        lock_family(ticket_id)
