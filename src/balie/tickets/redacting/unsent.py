"""What is written on a ticket and not sent yet: answers that go out later, and drafts."""

from collections.abc import Collection, Iterator

from django.db.models import F, Q, QuerySet

from balie.files.models import Upload
from balie.tickets.drafts import Draft
from balie.tickets.hinting import tell_of_drafts
from balie.tickets.planned import PlannedReply
from balie.tickets.redacting.blacking import Blacked, Phrases


def black_out_unsent(ticket_ids: Collection[int], phrases: Phrases) -> int:
    """In how many places."""
    places = sum(_planned(ticket_ids, phrases)) + sum(_drafts(ticket_ids, phrases))
    for upload in _uploads(ticket_ids):
        name = phrases.in_text(upload.filename)
        if name.places:
            Upload.objects.filter(pk=upload.pk).update(filename=name.text)
            places += name.places
    if places:
        for ticket_id in ticket_ids:
            tell_of_drafts(ticket_id)
    return places


def remove_unsent_files(ticket_ids: Collection[int], sha256s: Collection[str]) -> None:
    wanted = _uploads(ticket_ids).filter(blob__in=sha256s)
    Upload.objects.filter(pk__in=list(wanted.values_list("pk", flat=True))).delete()


def _planned(ticket_ids: Collection[int], phrases: Phrases) -> Iterator[int]:
    waiting = PlannedReply.objects.select_for_update(of=("self",)).filter(ticket__in=ticket_ids)
    for planned in waiting.order_by("pk"):
        body = _blacked(planned.body, phrases, html=planned.html)
        if body.places:
            PlannedReply.objects.filter(pk=planned.pk).update(body=body.text)
            yield body.places


def _drafts(ticket_ids: Collection[int], phrases: Phrases) -> Iterator[int]:
    """A window that has one open is told that it changed elsewhere, and asks before it writes over it."""
    kept = Draft.objects.select_for_update(of=("self",)).filter(ticket__in=ticket_ids)
    for draft in kept.order_by("aside", "pk"):
        body = _blacked(draft.value("body"), phrases, html=draft.value("body_format") == "html")
        if body.places:
            values = [[name, body.text if name == "body" else value] for name, value in draft.values]
            Draft.objects.filter(pk=draft.pk).update(values=values, version=F("version") + 1)
            yield body.places


def _blacked(text: str, phrases: Phrases, *, html: bool) -> Blacked:
    return phrases.in_html(text) if html else phrases.in_text(text)


def _uploads(ticket_ids: Collection[int]) -> QuerySet[Upload]:
    return Upload.objects.filter(Q(draft__ticket__in=ticket_ids) | Q(plannedreply__ticket__in=ticket_ids)).distinct()
