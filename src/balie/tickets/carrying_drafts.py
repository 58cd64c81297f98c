"""Drafts go where their ticket goes: with a merge to the one that stays, and back when it is undone."""

from collections.abc import Iterable

from balie.tickets.drafts import Draft
from balie.tickets.hinting import tell_of_drafts
from balie.tickets.merge_records import Brought, Merge


def carry_drafts(merge: Merge) -> None:
    """Whoever writes on the ticket that stays goes on with that; what they wrote on the other is set aside there."""
    coming, there = _locked(merge.source_id, merge.target_id)
    Brought.objects.bulk_create(
        Brought(merge=merge, kind=Brought.Kind.DRAFT, of_id=draft.pk, raised=not draft.aside) for draft in coming
    )
    _place(coming, merge.target_id, writing={draft.user_id for draft in there if not draft.aside})


def return_drafts(merge: Merge) -> None:
    """Those that are still on the ticket that stayed, as they are now."""
    came = dict(merge.brought.filter(kind=Brought.Kind.DRAFT).values_list("of_id", "raised"))
    there, before = _locked(merge.target_id, merge.source_id)
    back = [draft for draft in there if draft.pk in came]
    for draft in back:
        draft.aside = not came[draft.pk]
    _place(back, merge.source_id, writing={draft.user_id for draft in before if not draft.aside})


def _locked(first: int, second: int) -> tuple[list[Draft], list[Draft]]:
    """Those of two tickets, after these. Whoever saves one has its ticket, so none is added meanwhile."""
    both = Draft.objects.select_for_update().filter(ticket__in=(first, second)).order_by("aside", "pk")
    drafts = list(both)
    return [it for it in drafts if it.ticket_id == first], [it for it in drafts if it.ticket_id == second]


def _place(drafts: Iterable[Draft], ticket_id: int, *, writing: set[int]) -> None:
    for draft in drafts:
        aside = draft.aside or draft.user_id in writing
        shared = None if aside else draft.shared_at
        Draft.objects.filter(pk=draft.pk).update(ticket=ticket_id, aside=aside, shared_at=shared)
        if shared:
            tell_of_drafts(ticket_id)
