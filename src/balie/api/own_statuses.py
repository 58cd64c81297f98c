"""`/own-statuses`: finer names inside the six."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Schema
from pydantic import ConfigDict, Field

from balie.accounts.models import User
from balie.api.answers import address, answer
from balie.api.fields import Said, StatusName, Text, left_out
from balie.api.idempotency import once
from balie.api.naming import team_named
from balie.api.permissions import must_work_here, user_of
from balie.api.problems import Problem
from balie.api.routing import router
from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.tickets.own_statuses.defining import (
    LONGEST,
    Shape,
    add_status,
    archive_status,
    change_status_definition,
    lock_statuses,
    place_status,
    restore_status,
)
from balie.tickets.own_statuses.known import forget_statuses, known_statuses
from balie.tickets.own_statuses.statuses import OwnStatus

StatusId = Annotated[int, Path(ge=1, le=2**63 - 1)]
Name = Annotated[Said, Field(max_length=LONGEST)]
Told = Annotated[Text, Field(max_length=LONGEST)]
LANGUAGES = "By language (`en`, `nl`, `de`, `it`); what is missing is as above."


class WordsIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: Told = ""
    portal_name: Told = ""


class TranslationsIn(Schema):
    model_config = ConfigDict(extra="forbid")

    en: WordsIn = Field(default_factory=left_out)
    nl: WordsIn = Field(default_factory=left_out)
    de: WordsIn = Field(default_factory=left_out)
    it: WordsIn = Field(default_factory=left_out)


class OwnStatusOut(Schema):
    id: int
    key: str = Field(description="What filters call it: `status:waiting-for-parts`.")
    status: StatusName = Field(description="The one of the six that it is in.")
    name: str
    portal: bool = Field(description="Whether contacts read it.")
    portal_name: str = Field(description="What they read then; empty: its name.")
    teams: list[int] = Field(description="Ids; empty: all.")
    translations: dict[str, dict[str, str]]
    archived: bool


class OwnStatusList(Schema):
    items: list[OwnStatusOut]


class OwnStatusIn(Schema):
    model_config = ConfigDict(extra="forbid")

    status: StatusName
    name: Name
    portal: bool = False
    portal_name: Told = ""
    teams: list[Text] = Field(default_factory=left_out, max_length=200, description="Slugs or names; empty: all.")
    translations: TranslationsIn = Field(default_factory=left_out, description=LANGUAGES)


class OwnStatusChange(Schema):
    """Only what is sent is changed; the status that it is in stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name = Field(default_factory=left_out)
    portal: bool = Field(default_factory=left_out)
    portal_name: Told = Field(default_factory=left_out)
    teams: list[Text] = Field(default_factory=left_out, max_length=200)
    translations: TranslationsIn = Field(default_factory=left_out, description="All of them. " + LANGUAGES)
    archived: bool = Field(default_factory=left_out, description="Tickets that have it keep it.")
    place: int = Field(default_factory=left_out, ge=1, le=1_000, description="Among those in use in its status.")


@router.get("/own-statuses", response=OwnStatusList, summary="List own statuses", operation_id="list_own_statuses",
            tags=["Tickets"])  # fmt: skip
def list_own_statuses(request: HttpRequest) -> HttpResponse:
    """In their order, the archived ones too; for those who work at the desk."""
    must_work_here(user_of(request))
    return answer(OwnStatusList.model_construct(items=[_shown(one) for one in known_statuses().all]))


@router.post("/own-statuses", response={201: OwnStatusOut}, summary="Add an own status", operation_id="add_own_status",
             tags=["Tickets"])  # fmt: skip
@once
@joined
def add_one(request: HttpRequest, payload: OwnStatusIn) -> HttpResponse:
    actor = _manager(request)
    shape = Shape(
        payload.name, portal=payload.portal, portal_name=payload.portal_name, teams=_teams(payload.teams or []),
        translations=_translations(payload.translations),
    )  # fmt: skip
    made = add_status(category=payload.status, shape=shape, actor=actor)
    return answer(_one(made.pk), status=201, location=address(request, f"/api/v1/own-statuses/{made.pk}"))


@router.get("/own-statuses/{int:own}", response=OwnStatusOut, summary="Read an own status",
            operation_id="read_own_status", tags=["Tickets"])  # fmt: skip
def read_one(request: HttpRequest, own: StatusId) -> HttpResponse:
    must_work_here(user_of(request))
    return answer(_one(own))


@router.patch("/own-statuses/{int:own}", response=OwnStatusOut, summary="Change an own status",
              operation_id="change_own_status", tags=["Tickets"])  # fmt: skip
@joined
def change_one(request: HttpRequest, own: StatusId, payload: OwnStatusChange) -> HttpResponse:
    actor, sent = _manager(request), payload.model_fields_set
    lock_statuses()  # what is not sent stays as it is then
    it = _known(own)
    if sent - {"archived", "place"}:
        shape = Shape(
            payload.name if "name" in sent else it.name,
            portal=payload.portal if "portal" in sent else it.portal,
            portal_name=payload.portal_name if "portal_name" in sent else it.portal_name,
            teams=_teams(payload.teams) if "teams" in sent else sorted(it.teams),
            translations=_translations(payload.translations) if "translations" in sent else it.translations,
        )
        change_status_definition(pk=own, shape=shape, actor=actor)
    if "archived" in sent and payload.archived != it.archived:
        (archive_status if payload.archived else restore_status)(pk=own, actor=actor)
    if "place" in sent:
        place_status(pk=own, place=payload.place, actor=actor)
    return answer(_one(own))


def _manager(request: HttpRequest) -> Actor:
    user: User = user_of(request)
    if not user.is_admin:
        raise Problem(403, "Only administrators change statuses.")
    return Actor.user(user.pk)


def _teams(named: list[str]) -> list[int]:
    return [team_named(name) for name in named]


def _translations(given: TranslationsIn | None) -> dict[str, dict[str, str]]:
    told = given.model_dump(exclude_none=True) if given else {}
    return {str(code): dict(words) for code, words in told.items()}


def _known(pk: int) -> OwnStatus:
    forget_statuses()  # another process may have changed it a moment ago
    it = known_statuses().by_id.get(pk)
    if it is None:
        raise Http404
    return it


def _one(pk: int) -> OwnStatusOut:
    return _shown(_known(pk))


def _shown(it: OwnStatus) -> OwnStatusOut:
    return OwnStatusOut.model_construct(
        id=it.id, key=it.key, status=it.category, name=it.name, portal=it.portal, portal_name=it.portal_name,
        teams=sorted(it.teams), translations={code: dict(words) for code, words in it.translations.items()},
        archived=it.archived,
    )  # fmt: skip
