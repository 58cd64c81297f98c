"""`/tags`."""

from typing import Annotated, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Schema
from pydantic import ConfigDict, Field

from balie.accounts.models import User
from balie.api.answers import address, answer
from balie.api.fields import TagName, left_out
from balie.api.idempotency import once
from balie.api.pages import Limit, after_id, id_of, next_page
from balie.api.permissions import must_work_here, user_of
from balie.api.problems import Problem
from balie.api.routing import GivenNumber, router
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.tickets.models import Tag
from balie.tickets.tags.keeping import add_tag, change_tag, remove_tag
from balie.tickets.tags.listing import COUNTED, Listed, listed, one_listed
from balie.tickets.tags.merging import merge_tags
from balie.tickets.tags.tagging import normalised

TagId = Annotated[int, Path(ge=1, le=2**63 - 1)]
ColourName = Literal["", "blue", "teal", "green", "amber", "red", "pink", "violet"]


class TagOut(Schema):
    """`used` by so many tickets, counted up to 1,000: then `more` says that there may be more."""

    id: int
    name: str
    colour: ColourName
    used: int
    more: bool
    aliases: list[str] = Field(description="Names that mean it, since they were merged into it.")


class TagPage(Schema):
    items: list[TagOut]
    next: str | None


class TagIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: TagName
    colour: ColourName = ""


class TagChange(Schema):
    """Only what is sent is changed."""

    model_config = ConfigDict(extra="forbid")

    name: TagName = Field(default_factory=left_out)
    colour: ColourName = Field(default_factory=left_out)


class MergeIn(Schema):
    model_config = ConfigDict(extra="forbid")

    into: GivenNumber = Field(description="The id of the tag that is meant from now on.")


@router.get("/tags", response=TagPage, summary="List tags", operation_id="list_tags", tags=["Tags"])
def list_tags(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=60, description="Part of the name.")] = "",
    cursor: Annotated[str, Query(max_length=100, description="Part of `next`; not to be made by hand.")] = "",
    limit: Limit = 50,
) -> HttpResponse:
    """By name; for those who work at the desk."""
    must_work_here(user_of(request))
    last = Tag.objects.filter(pk=id_of(cursor)).values_list("name", flat=True).first() if cursor else ""
    found = listed(part=normalised(q.replace("\x00", "")), after=last or "", limit=limit + 1)
    following = after_id(found[limit - 1].id) if len(found) > limit else None
    items = [_shown(it) for it in found[:limit]]
    return answer(TagPage.model_construct(items=items, next=next_page(request, following)))


@router.post("/tags", response={201: TagOut}, summary="Add a tag", operation_id="add_tag", tags=["Tags"])
@once
@joined
def add_one(request: HttpRequest, payload: TagIn) -> HttpResponse:
    user = _manager(request)
    made = add_tag(name=payload.name, colour=payload.colour, actor=Actor.user(user.pk))
    return answer(_one(made.pk), status=201, location=address(request, f"/api/v1/tags/{made.pk}"))


@router.get("/tags/{int:tag}", response=TagOut, summary="Read a tag", operation_id="read_tag", tags=["Tags"])
def read_one(request: HttpRequest, tag: TagId) -> HttpResponse:
    must_work_here(user_of(request))
    return answer(_one(tag))


@router.patch("/tags/{int:tag}", response=TagOut, summary="Change a tag", operation_id="change_tag", tags=["Tags"])
@joined
def change_one(request: HttpRequest, tag: TagId, payload: TagChange) -> HttpResponse:
    """Its tickets and views have it under the new name; templates follow."""
    user, it, given = _manager(request), _one(tag), payload.model_fields_set
    name = payload.name if "name" in given else it.name
    colour = payload.colour if "colour" in given else it.colour
    change_tag(pk=tag, name=name, colour=colour, actor=Actor.user(user.pk))
    return answer(_one(tag))


@router.delete("/tags/{int:tag}", response=TagOut, summary="Remove a tag", operation_id="remove_tag", tags=["Tags"])
@joined
def remove_one(request: HttpRequest, tag: TagId) -> HttpResponse:
    """From all tickets, soon after. Answers what it was."""
    user, it = _manager(request), _one(tag)
    remove_tag(pk=tag, actor=Actor.user(user.pk))
    return answer(it)


@router.post("/tags/{int:tag}/merge", response=TagOut, summary="Merge a tag", operation_id="merge_tag", tags=["Tags"])
@once
@joined
def merge_one(request: HttpRequest, tag: TagId, payload: MergeIn) -> HttpResponse:
    """Into another, which is answered; its tickets follow soon after."""
    user = _manager(request)
    _one(tag)
    if one_listed(payload.into) is None:
        raise Problem(422, "There is no such tag.", field="into")
    merge_tags(source_id=tag, target_id=payload.into, actor=Actor.user(user.pk))
    return answer(_one(payload.into))


def _manager(request: HttpRequest) -> User:
    user = user_of(request)
    if not user.is_admin:
        raise Problem(403, "Only administrators change tags.")
    return user


def _one(pk: int) -> TagOut:
    it = one_listed(pk)
    if it is None:
        raise Http404
    return _shown(it)


def _shown(it: Listed) -> TagOut:
    return TagOut.model_construct(
        id=it.id, name=it.name, colour=it.colour, used=it.used, more=it.used >= COUNTED, aliases=it.aliases
    )
