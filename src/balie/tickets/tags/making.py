"""Who may make new tags."""

from balie.accounts.models import User
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.tickets.tag_records import Makers, TagPolicy
from balie.tickets.tags.known import forget_tags, known_tags


def may_make(actor: Actor) -> bool:
    """Rules and the system may always: whoever wrote them chose the words."""
    makers = known_tags().makers
    if makers == Makers.ALL or actor.kind in {"rule", "system"}:
        return True
    if actor.kind != "user" or actor.id is None:
        return False
    user = User.objects.get(pk=actor.id)
    return user.is_admin if makers == Makers.ADMINS else user.sees_everything


@joined
def choose_makers(*, makers: str, actor: Actor) -> None:
    TagPolicy.objects.update_or_create(pk=TagPolicy.ONLY, defaults={"makers": Makers(makers)})
    forget_tags()
    record("tags.makers_chosen", actor=actor, makers=makers)
