"""Questions that a contact was asked follow when contacts are merged, and go back with them."""

from balie.events.models import Event
from balie.people.merge_records import ContactMerge
from balie.people.merging.moving import Reference, give_back, move

_SURVEYS = Reference("survey", "surveys_survey", "contact_id")


def follow_contact(event: Event) -> None:
    merge = ContactMerge.objects.get(pk=event.data["merge"])
    if event.kind == "contact.merged":
        move(merge, _SURVEYS)
    else:
        give_back(merge, _SURVEYS, holder=int(event.data["contact"]))
