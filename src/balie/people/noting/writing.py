"""What colleagues should know of a contact or an organisation, written down and put right."""

from django.utils.translation import gettext as _

from balie.core.clock import now
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.people.editing.refusals import ChangedMeanwhile, Refused
from balie.people.models import Contact, Organisation
from balie.people.note_records import LONGEST, PersonNote


@joined
def note_contact(*, contact_id: int, text: str, actor: Actor) -> PersonNote:
    """Raises Contact.DoesNotExist, Refused."""
    contact = Contact.objects.get(pk=contact_id, merged_into=None)
    made = PersonNote.objects.create(contact=contact, text=_checked(text), author_id=actor.id, changed_by_id=actor.id)
    record("contact.noted", actor=actor, contact=contact_id, note=made.pk)
    return made


@joined
def note_organisation(*, organisation_id: int, text: str, actor: Actor) -> PersonNote:
    """Raises Organisation.DoesNotExist, Refused."""
    organisation = Organisation.objects.get(pk=organisation_id)
    made = PersonNote.objects.create(
        organisation=organisation, text=_checked(text), author_id=actor.id, changed_by_id=actor.id
    )  # fmt: skip
    record("organisation.noted", actor=actor, organisation=organisation_id, note=made.pk)
    return made


@joined
def change_note(*, note_id: int, text: str, version: int, actor: Actor) -> PersonNote:
    """`version`: as the page knew it. Raises PersonNote.DoesNotExist, ChangedMeanwhile, Refused."""
    note = _locked(note_id)
    text = _checked(text)
    if note.version != version:
        who = note.changed_by or _("Somebody else")
        raise ChangedMeanwhile(
            _("%(who)s has changed this note meanwhile. Look at it and save again.") % {"who": who}
        )  # fmt: skip
    if text != note.text:
        note.text, note.version, note.changed_by_id, note.changed_at = text, note.version + 1, actor.id, now()
        note.save(update_fields=["text", "version", "changed_by", "changed_at"])
        record("note.changed", actor=actor, note=note_id, contact=note.contact_id, organisation=note.organisation_id)
    return note


@joined
def remove_note(*, note_id: int, actor: Actor) -> None:
    """Raises PersonNote.DoesNotExist."""
    note = _locked(note_id)
    note.delete()
    record("note.removed", actor=actor, note=note_id, contact=note.contact_id, organisation=note.organisation_id)


def _locked(note_id: int) -> PersonNote:
    return PersonNote.objects.select_for_update(of=("self",)).select_related("changed_by").get(pk=note_id)


def _checked(text: str) -> str:
    plain = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not plain:
        raise Refused(_("Write something."))
    if len(plain) > LONGEST:
        raise Refused(_("A note has %(most)d characters at most.") % {"most": LONGEST})
    return plain
