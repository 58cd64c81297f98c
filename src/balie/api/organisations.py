"""`/organisations/{id}`."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import ConfigDict, Field

from balie.api.answers import answer
from balie.api.own_fields import Given
from balie.api.permissions import must_answer, must_work_here, user_of
from balie.api.person_fields import ABOUT, given_by_id, held_by_key
from balie.api.routing import Number, router
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.people.custom_fields.filling import change_organisation_fields
from balie.people.field_records import Of
from balie.people.models import Organisation


class OrganisationOut(Schema):
    id: int
    name: str
    domains: list[str]
    vip: bool
    fields: dict[str, Any]


class OrganisationChange(Schema):
    model_config = ConfigDict(extra="forbid")

    fields: Given = Field(max_length=200, description=ABOUT + " Those left out stay.")


@router.get(
    "/organisations/{int:number}", response=OrganisationOut, summary="Read an organisation",
    operation_id="read_organisation", tags=["Contacts"],
)  # fmt: skip
def read_organisation(request: HttpRequest, number: Number) -> HttpResponse:
    """For those who work at the desk."""
    must_work_here(user_of(request))
    return _organisation(number)


@router.patch(
    "/organisations/{int:number}", response=OrganisationOut, summary="Change an organisation",
    operation_id="change_organisation", tags=["Contacts"],
)  # fmt: skip
@joined
def change_organisation(request: HttpRequest, number: Number, payload: OrganisationChange) -> HttpResponse:
    """What its custom fields hold."""
    user = user_of(request)
    must_answer(user)
    given = given_by_id(Of.ORGANISATION, payload.fields)
    change_organisation_fields(organisation_id=number, given=given, actor=Actor.user(user.pk))
    return _organisation(number)


def _organisation(number: int) -> HttpResponse:
    it = Organisation.objects.get(pk=number)
    domains = list(it.domains.order_by("name").values_list("name", flat=True))
    fields = held_by_key(Of.ORGANISATION, it.fields)
    return answer(OrganisationOut(id=it.pk, name=it.name, domains=domains, vip=it.vip, fields=fields))
