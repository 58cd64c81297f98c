"""Checklists: written once, added to tickets."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from balie.accounts.models import User
from balie.core.transactions import joined
from balie.core.visible import visible
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.conflicts import NotAllowed
from balie.tickets.task_records import Checklist
from balie.tickets.work.to_do import LONGEST

MOST_STEPS = 50


@joined
def add_checklist_template(*, user: User, name: str, team_id: int | None, steps: Iterable[str]) -> Checklist:
    """Raises NotAllowed."""
    _may_write(user, team_id)
    made = Checklist.objects.create(**_checked(name, steps), team_id=team_id)
    record("checklist.added", actor=Actor.user(user.pk), checklist=made.pk, team=team_id)
    return made


@joined
def change_checklist_template(
    *, user: User, checklist_id: int, name: str, team_id: int | None, steps: Iterable[str]
) -> None:
    """Raises NotAllowed, and Checklist.DoesNotExist where it is not theirs to change."""
    it = Checklist.objects.changeable_by(user).select_for_update(of=("self",)).get(pk=checklist_id)
    _may_write(user, team_id)
    Checklist.objects.filter(pk=it.pk).update(**_checked(name, steps), team_id=team_id)
    record("checklist.changed", actor=Actor.user(user.pk), checklist=it.pk, team=team_id)


@joined
def remove_checklist_template(*, user: User, checklist_id: int) -> None:
    it = Checklist.objects.changeable_by(user).select_for_update(of=("self",)).get(pk=checklist_id)
    it.delete()
    record("checklist.removed", actor=Actor.user(user.pk), checklist=checklist_id)


def _may_write(user: User, team_id: int | None) -> None:
    if user.sees_everything or (user.may_answer and team_id in user.team_ids):
        return
    raise NotAllowed(_("You can write checklists for your own teams; only supervisors write them for everybody."))


def _checked(name: str, steps: Iterable[str]) -> dict[str, object]:
    called = " ".join(visible(name).split())[:80]
    if not called:
        raise NotAllowed(_("A checklist needs a name."))
    kept = [" ".join(visible(step).split()) for step in steps]
    kept = [step for step in kept if step]
    if not kept:
        raise NotAllowed(_("Write at least one task."))
    if len(kept) > MOST_STEPS:
        raise NotAllowed(_("A checklist has %(most)d tasks at most.") % {"most": MOST_STEPS})
    if any(len(step) > LONGEST for step in kept):
        raise NotAllowed(_("A task has %(most)d characters at most.") % {"most": LONGEST})
    return {"name": called, "steps": kept}
