"""Views, templates and what fields hold at first name the contact who stays, and the merged one when that is undone.

What named only the one records another kind than what named both: that names both again.
"""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from balie.conditions.storing import stored
from balie.conditions.tree import All, Either, Is, Node, Not
from balie.conditions.values import put_for
from balie.custom_fields.types import Type
from balie.people.merge_records import ContactMerge, MovedRow
from balie.tickets.custom_fields.known import forget_fields, known_fields
from balie.tickets.field_records import FieldDefinition
from balie.tickets.template_records import TicketTemplate
from balie.tickets.views import View

_VIEW, _VIEW_OF_BOTH, _TEMPLATE, _DEFAULT = "view:", "both:", "template:", "default"
_REQUESTER = 0


def name_keeper(merge: ContactMerge) -> None:
    MovedRow.objects.bulk_create([*_in_views(merge), *_in_templates(merge), *_in_defaults(merge)])


def name_again(merge: ContactMerge, *, holder: int) -> None:
    """As far as it still names whoever has the tickets now, `holder`."""
    records = MovedRow.objects.filter(merge=merge).order_by("row_id")
    for record in list(records.filter(Q(kind__startswith=_VIEW) | Q(kind__startswith=_VIEW_OF_BOTH))):
        key, both = _keys().get(int(record.kind.partition(":")[2])), record.kind.startswith(_VIEW_OF_BOTH)
        instead = (merge.source_id, holder) if both else (merge.source_id,)
        for view in _locked_views().filter(pk=record.row_id) if key else ():
            _keep(view, put_for(view.node, key or "", holder, instead))
    for record in list(records.filter(kind__startswith=_TEMPLATE)):
        field = record.kind.removeprefix(_TEMPLATE)
        for template in _locked_templates().filter(pk=record.row_id, fields__contains={field: holder}):
            _fill(template, field, merge.source_id)
    fields = records.filter(kind=_DEFAULT).values("row_id")
    if FieldDefinition.objects.filter(pk__in=fields, default=holder).update(default=merge.source_id):
        forget_fields()


def _keys() -> dict[int, str]:
    """By which conditions name contacts."""
    return {_REQUESTER: "requester", **{one.id: one.key for one in known_fields().all if one.type == Type.CONTACT}}


def _in_views(merge: ContactMerge) -> Iterator[MovedRow]:
    named = Q()
    for key in _keys().values():
        named |= Q(conditions__icontains=f'"{key}"')
    for view in _locked_views().filter(named):
        node = view.node
        for field, key in _keys().items():
            asked = set(_values(node, key))
            if merge.source_id in asked:
                node = put_for(node, key, merge.source_id, (merge.target_id,))
                kind = _VIEW_OF_BOTH if merge.target_id in asked else _VIEW
                yield MovedRow(merge=merge, kind=f"{kind}{field}", row_id=view.pk)
        _keep(view, node)


def _locked_views() -> QuerySet[View]:
    return View.objects.select_for_update(of=("self",)).order_by("pk")


def _keep(view: View, node: Node) -> None:
    conditions = stored(node)
    if conditions != view.conditions:
        View.objects.filter(pk=view.pk).update(conditions=conditions)


def _values(node: Node, key: str) -> Iterator[object]:
    match node:
        case Is(name, values) if name == key:
            yield from values
        case Not(part):
            yield from _values(part, key)
        case All(parts) | Either(parts):
            for part in parts:
                yield from _values(part, key)


def _in_templates(merge: ContactMerge) -> Iterator[MovedRow]:
    for field in _keys().keys() - {_REQUESTER}:
        for template in _locked_templates().filter(fields__contains={str(field): merge.source_id}):
            _fill(template, str(field), merge.target_id)
            yield MovedRow(merge=merge, kind=f"{_TEMPLATE}{field}", row_id=template.pk)


def _locked_templates() -> QuerySet[TicketTemplate]:
    return TicketTemplate.objects.select_for_update(of=("self",)).order_by("pk")


def _fill(template: TicketTemplate, field: str, contact: int) -> None:
    template.fields = {**template.fields, field: contact}
    template.save(update_fields=["fields"])


def _in_defaults(merge: ContactMerge) -> Iterator[MovedRow]:
    holding = FieldDefinition.objects.select_for_update(of=("self",)).filter(type=Type.CONTACT, default=merge.source_id)
    for field in holding.order_by("pk"):
        FieldDefinition.objects.filter(pk=field.pk).update(default=merge.target_id)
        forget_fields()
        yield MovedRow(merge=merge, kind=_DEFAULT, row_id=field.pk)
