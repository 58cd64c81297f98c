"""Custom fields of contacts and organisations: what there is, and what they hold."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from balie.api.answers import answer
from balie.api.own_fields import Given, OptionOut, TypeName, options_out
from balie.api.permissions import must_work_here, user_of
from balie.api.problems import Problem
from balie.api.routing import router
from balie.custom_fields.definitions import Value
from balie.custom_fields.known import values_of
from balie.people.custom_fields.known import fields_of
from balie.people.field_records import Of

ABOUT = "Custom fields by key; null empties one. A date is RFC 3339."


class PersonFieldOut(Schema):
    key: str
    type: TypeName
    label: str
    options: list[OptionOut]
    archived: bool


class PersonFieldList(Schema):
    items: list[PersonFieldOut]


@router.get(
    "/contacts/fields", response=PersonFieldList, summary="List custom fields of contacts",
    operation_id="list_contact_fields", tags=["Contacts"],
)  # fmt: skip
def list_contact_fields(request: HttpRequest) -> HttpResponse:
    """In their order. For those who work at the desk."""
    must_work_here(user_of(request))
    return _listed(Of.CONTACT)


@router.get(
    "/organisations/fields", response=PersonFieldList, summary="List custom fields of organisations",
    operation_id="list_organisation_fields", tags=["Contacts"],
)  # fmt: skip
def list_organisation_fields(request: HttpRequest) -> HttpResponse:
    """In their order. For those who work at the desk."""
    must_work_here(user_of(request))
    return _listed(Of.ORGANISATION)


def held_by_key(of: str, kept: Mapping[str, Value]) -> dict[str, Any]:
    known = fields_of(of).by_id
    return {known[pk].key: value for pk, value in values_of(kept).items() if pk in known}


def given_by_id(of: str, given: Given) -> dict[int, object]:
    """What a client sends, for the verbs. Raises Problem for a key that there is none of."""
    known = fields_of(of).by_key
    for key in given:
        if key not in known or known[key].archived:
            raise Problem(422, f"There is no field {key}.", field=f"fields.{key}")
    return {known[key].id: value for key, value in given.items()}


def _listed(of: str) -> HttpResponse:
    shown = [
        PersonFieldOut.model_construct(
            key=one.key, type=one.type, label=one.label, options=options_out(one), archived=one.archived
        )
        for one in fields_of(of).all
    ]
    return answer(PersonFieldList.model_construct(items=shown))
