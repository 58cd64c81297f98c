"""`/tickets/export`, `/contacts/export` and `/organisations/export`: tables as CSV."""

from collections.abc import Sequence
from typing import Annotated, Literal

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Schema
from pydantic import Field

from balie.accounts.models import User
from balie.api.asking import asked_for
from balie.api.fields import Text
from balie.api.filters import Filters
from balie.api.permissions import must_answer, user_of
from balie.api.problems import Problem
from balie.api.routing import router
from balie.core.sheets.dialects import Separated
from balie.core.sheets.writing import written
from balie.core.zones import zone_named
from balie.events.actor import Actor
from balie.people.exporting.keeping import note_export
from balie.people.exporting.tables import Narrowing, Table, contact_table, organisation_table
from balie.tickets.exporting.columns import Column, columns_for
from balie.tickets.exporting.finding import ticket_numbers
from balie.tickets.exporting.tables import ticket_table

_TABLE = {
    "responses": {200: {"description": "The table", "content": {"text/csv": {"schema": {"type": "string"}}}}}
}  # fmt: skip
_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}


class Shape(Schema):
    """How the table is written."""

    separator: Literal["comma", "semicolon", "tab"] = Field("comma", description="Between the columns.")
    bom: bool = Field(default=False, description="Begins with the mark by which Excel knows UTF-8.")


class TicketColumns(Schema):
    column: list[Text] = Field(
        [], max_length=200, description="Headings of the columns wanted, in their order; all where none is named."
    )


class ContactNarrowing(Schema):
    words: str = Field("", max_length=200, description="Stands in the name or an address.")
    organisation: int | None = Field(None, ge=1, le=2**63 - 1, description="Id of theirs.")
    vip: bool = Field(default=False, description="Only those who are.")


@router.get("/tickets/export", summary="Export tickets", operation_id="export_tickets", tags=["Tickets"],
            openapi_extra=_TABLE)  # fmt: skip
def export_tickets(
    request: HttpRequest, filters: Annotated[Filters, Query()], columns: Annotated[TicketColumns, Query()],
    shape: Annotated[Shape, Query()],
) -> StreamingHttpResponse:  # fmt: skip
    """All that the token may see of a list, as CSV with a line of headings; latest change first."""
    user = user_of(request)
    must_answer(user)
    wanted = _columns(columns.column)
    numbers = ticket_numbers(user, asked_for(filters))
    return _streamed(user, "tickets", len(numbers), ticket_table(user, numbers, wanted), shape)


@router.get("/contacts/export", summary="Export contacts", operation_id="export_contacts", tags=["Contacts"],
            openapi_extra=_TABLE)  # fmt: skip
def export_contacts(
    request: HttpRequest, narrowing: Annotated[ContactNarrowing, Query()], shape: Annotated[Shape, Query()]
) -> StreamingHttpResponse:
    """As CSV with a line of headings, in the order in which they came. Imported again, it changes nothing."""
    user = user_of(request)
    must_answer(user)
    wanted = Narrowing(narrowing.words, narrowing.organisation, narrowing.vip)
    return _streamed(user, "contacts", None, contact_table(wanted, zone_named(user.time_zone)), shape)


@router.get("/organisations/export", summary="Export organisations", operation_id="export_organisations",
            tags=["Contacts"], openapi_extra=_TABLE)  # fmt: skip
def export_organisations(request: HttpRequest, shape: Annotated[Shape, Query()]) -> StreamingHttpResponse:
    """As CSV with a line of headings, with their mail domains and notes."""
    user = user_of(request)
    must_answer(user)
    return _streamed(user, "organisations", None, organisation_table(zone_named(user.time_zone)), shape)


def _columns(names: Sequence[str]) -> list[Column]:
    offered = {one.heading: one for one in columns_for(())}
    for name in names:
        if name not in offered:
            raise Problem(422, f"There is no column {name}. There are: {', '.join(offered)}.", field="column")
    return [offered[name] for name in dict.fromkeys(names)] or list(offered.values())


def _streamed(user: User, what: str, rows: int | None, table: Table, shape: Shape) -> StreamingHttpResponse:
    """Some rows at a time, however many there are."""
    note_export(what=what, rows=rows, actor=Actor.user(user.pk))
    separated = Separated(_SEPARATORS[shape.separator], shape.bom)
    response = StreamingHttpResponse(
        written(table.head, table.rows, separated), content_type="text/csv; charset=utf-8"
    )  # fmt: skip
    response["Content-Disposition"] = f'attachment; filename="{what}.csv"'
    return response
