"""`/contacts/{id}` and `/contacts/{id}/merge`."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import ConfigDict, Field

from balie.api.answers import answer
from balie.api.idempotency import once
from balie.api.own_fields import Given
from balie.api.permissions import must_answer, must_work_here, user_of
from balie.api.person_fields import ABOUT, given_by_id, held_by_key
from balie.api.routing import GivenNumber, Number, router
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.people.custom_fields.filling import change_contact_fields
from balie.people.field_records import Of
from balie.people.models import NOBODY, Contact
from balie.tickets.of_contacts.merging import merge_contacts
from balie.tickets.of_contacts.unmerging import unmerge_contact


class AddressOut(Schema):
    kind: Literal["email", "phone", "handle", "ref"]
    value: str


class ContactOrganisationOut(Schema):
    id: int
    name: str


class ContactOut(Schema):
    """`merged_into`: the contact that has the addresses and tickets of this one."""

    id: int
    name: str
    addresses: list[AddressOut]
    organisation: ContactOrganisationOut | None
    language: str
    vip: bool
    fields: dict[str, Any]
    merged_into: int | None


class ContactChange(Schema):
    model_config = ConfigDict(extra="forbid")

    fields: Given = Field(max_length=200, description=ABOUT + " Those left out stay.")


class ContactMergeIn(Schema):
    model_config = ConfigDict(extra="forbid")

    into: GivenNumber


@router.get(
    "/contacts/{int:number}", response=ContactOut, summary="Read a contact", operation_id="read_contact",
    tags=["Contacts"],
)  # fmt: skip
def read_contact(request: HttpRequest, number: Number) -> HttpResponse:
    """For those who work at the desk. One that was merged says `merged_into`."""
    must_work_here(user_of(request))
    return _contact(number)


@router.patch(
    "/contacts/{int:number}", response=ContactOut, summary="Change a contact", operation_id="change_contact",
    tags=["Contacts"],
)  # fmt: skip
@joined
def change_contact(request: HttpRequest, number: Number, payload: ContactChange) -> HttpResponse:
    """What their custom fields hold. One that was merged is not changed any more: 404."""
    user = user_of(request)
    must_answer(user)
    given = given_by_id(Of.CONTACT, payload.fields)
    change_contact_fields(contact_id=number, given=given, actor=Actor.user(user.pk))
    return _contact(number)


@router.post(
    "/contacts/{int:number}/merge", response=ContactOut, summary="Merge a contact into another",
    operation_id="merge_contact", tags=["Contacts"],
)  # fmt: skip
@once
@joined
def merge_contact(request: HttpRequest, number: Number, payload: ContactMergeIn) -> HttpResponse:
    """Answers the contact that stays, who has the addresses and tickets of both. The merged one says `merged_into`."""
    user = user_of(request)
    must_answer(user)
    merge_contacts(source_id=number, target_id=payload.into, actor=Actor.user(user.pk))
    return _contact(payload.into)


@router.delete(
    "/contacts/{int:number}/merge", response=ContactOut, summary="Take a merged contact apart again",
    operation_id="unmerge_contact", tags=["Contacts"],
)  # fmt: skip
@joined
def unmerge_one_contact(request: HttpRequest, number: Number) -> HttpResponse:
    """Answers the contact that was merged, as it was before. What came since stays with the other."""
    user = user_of(request)
    must_answer(user)
    unmerge_contact(contact_id=number, actor=Actor.user(user.pk))
    return _contact(number)


def _contact(number: int) -> HttpResponse:
    contact = Contact.objects.select_related("organisation").get(pk=number)
    addresses = contact.identities.exclude(value=NOBODY).order_by("pk")
    organisation = contact.organisation
    return answer(
        ContactOut(
            id=contact.pk, name=contact.name,
            addresses=[AddressOut(kind=it.kind, value=it.value) for it in addresses],  # type: ignore[arg-type]
            organisation=ContactOrganisationOut(id=organisation.pk, name=organisation.name) if organisation else None,
            language=contact.language, vip=contact.vip, fields=held_by_key(Of.CONTACT, contact.fields),
            merged_into=contact.merged_into_id,
        )
    )  # fmt: skip
