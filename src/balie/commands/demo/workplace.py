"""What the demo's people have laid out for their work: answers, checklists, fields, statuses, templates and views."""

import tomllib
from pathlib import Path
from typing import Any

from balie.accounts.directory import directory
from balie.accounts.models import User
from balie.commands.demo.world import Cast
from balie.conditions.grammar import understand
from balie.custom_fields.definitions import Option
from balie.events.actor import Actor
from balie.people.custom_fields import defining as knowing
from balie.people.custom_fields.filling import change_contact_fields, change_organisation_fields
from balie.people.field_records import Of
from balie.people.models import Organisation
from balie.tickets import canned_answers, viewing
from balie.tickets.canned import Readers
from balie.tickets.custom_fields import defining
from balie.tickets.fields import ticket_fields
from balie.tickets.own_statuses import defining as naming
from balie.tickets.task_records import Checklist
from balie.tickets.ticket_templates import keeping
from balie.tickets.views import Audience
from balie.tickets.work.checklists import add_checklist_template


def lay_out(cast: Cast, lead: User) -> None:
    """`lead`: who looks after all teams."""
    told = tomllib.loads(Path(__file__).with_name("workplace.toml").read_text("utf-8"))
    teams = {name: team.pk for name, team in cast.teams.items()}
    for one in told["answer"]:
        _add_answer(one, teams.get(one.get("team", "")), lead)
    for one in told["checklist"]:
        add_checklist_template(user=lead, name=one["name"], team_id=teams[one["team"]], steps=one["steps"])
    for one in told["field"]:
        _add_field(one, [teams[name] for name in one.get("teams", [])], lead)
    for one in told["detail"]:
        _add_detail(one, cast, lead)
    for one in told["status"]:
        _add_status(one, [teams[name] for name in one.get("teams", [])], lead)
    for one in told["template"]:
        _add_template(one, teams[one["team"]], lead)
    for one in told["view"]:
        _add_view(one, teams.get(one.get("team", "")), lead)


def _add_answer(one: dict[str, Any], team: int | None, lead: User) -> None:
    wanted = canned_answers.Wanted(
        one["name"], one["html"], Readers.TEAM if team else Readers.ALL, team, one["language"]
    )
    canned_answers.add_canned_answer(wanted=wanted, actor=Actor.user(lead.pk))


def _add_field(one: dict[str, Any], teams: list[int], lead: User) -> None:
    shape = defining.Shape(
        one["label"], options=[Option(*words) for words in one.get("options", [])], kinds=one.get("kinds", ()),
        teams=teams, portal=one.get("portal", "hidden"), translations=one["translations"],
    )  # fmt: skip
    defining.add_field(key=one["key"], kind=one["kind"], shape=shape, actor=Actor.user(lead.pk))


def _add_detail(one: dict[str, Any], cast: Cast, lead: User) -> None:
    """Of every other contact, or of all organisations."""
    shape = knowing.Shape(
        one["label"], options=[Option(*words) for words in one.get("options", [])], beside=True,
        translations=one["translations"],
    )  # fmt: skip
    actor = Actor.user(lead.pk)
    field = knowing.add_field(of=one["of"], key=one["key"], kind=one["kind"], shape=shape, actor=actor)
    if one["of"] == Of.CONTACT:
        for number, contact in enumerate(list(cast.contacts.values())[::2], start=1):
            change_contact_fields(contact_id=contact.pk, given={field.pk: f"K-{1740 + number * 7}"}, actor=actor)
    else:
        for number, house in enumerate(Organisation.objects.order_by("pk")):
            said = one["options"][number % len(one["options"])][0]
            change_organisation_fields(organisation_id=house.pk, given={field.pk: said}, actor=actor)


def _add_status(one: dict[str, Any], teams: list[int], lead: User) -> None:
    told = one.get("portal_name", "")
    shape = naming.Shape(
        one["name"], portal=bool(told), portal_name=told, teams=teams, translations=one["translations"]
    )
    naming.add_status(category=one["category"], shape=shape, actor=Actor.user(lead.pk))


def _add_template(one: dict[str, Any], team: int, lead: User) -> None:
    shape = keeping.Shape(
        one["name"], Readers.ALL, subject=one["subject"], body=one["body"], kind=one["kind"], for_team_id=team,
        tags=one["tags"], checklist_id=Checklist.objects.get(name=one["checklist"]).pk,
    )  # fmt: skip
    keeping.add_template(shape=shape, user=lead)


def _add_view(one: dict[str, Any], team: int | None, lead: User) -> None:
    node = understand(one["text"], ticket_fields(directory()))
    shape = viewing.Shape(
        one["name"], node, Audience.TEAM if team else Audience.ALL, team, sorting=one.get("sorting", "updated")
    )
    viewing.add_view(user=lead, shape=shape)
