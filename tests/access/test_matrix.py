"""Every address and every operation of the API, knocked at by everybody."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.http import HttpResponseBase
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from balie.channels.email.models import Mailbox
from balie.core.clock import now
from balie.events.actor import Actor
from balie.events.models import Event
from balie.files.storage import store
from balie.knowledge.models import Article, Collection
from balie.mail.models import OutgoingMail
from balie.notifications.links import ending_link
from balie.people.custom_fields.tests.making import made
from balie.people.export_records import KeptExport
from balie.people.importing.asking import begin_import
from balie.people.note_records import PersonNote
from balie.surveys.links import survey_link
from balie.surveys.models import Survey
from balie.tickets.bulk.asking import change_many
from balie.tickets.canned import CannedAnswer
from balie.tickets.content import Content, File
from balie.tickets.conversation import add_note, receive, reply
from balie.tickets.drafts import Draft
from balie.tickets.field_file_records import FieldFile
from balie.tickets.field_records import FieldDefinition
from balie.tickets.models import Channel, Tag, Ticket
from balie.tickets.own_status_records import StatusDefinition
from balie.tickets.planned import PlannedReply
from balie.tickets.recurrence_records import Recurrence
from balie.tickets.task_records import Checklist, Task
from balie.tickets.template_records import TicketTemplate
from balie.tickets.time_records import TimeEntry
from tests.access.accounts import ACCOUNTS
from tests.access.cast_at_the_door import EVERYBODY, Knocker, knockers
from tests.access.matrix import ROWS, Row
from tests.support.world import World


@dataclass
class Scene:
    knockers: dict[str, Knocker]
    names: dict[str, object]


@pytest.fixture
def scene(world: World, settings: object) -> Scene:
    """Emma's ticket in Anna's team with a file, an answer, a note with a file, and Farid waiting to be accepted."""
    ticket = world.ticket(team=world.it)
    first = ticket.messages.get()
    blob, anna = store(b"till log"), Actor.user(world.anna.pk)
    file = File(sha256=blob.sha256, filename="till.txt", content_type="text/plain", size=8)
    receive(
        ticket_id=ticket.pk, content=Content(text="The log", files=(file,), original=blob.sha256), author=world.emma,
        channel=Channel.EMAIL, actor=Actor.contact(world.emma.pk),
    )  # fmt: skip
    answer = reply(ticket_id=ticket.pk, content=Content(text="Thank you."), actor=anna)
    note = add_note(ticket_id=ticket.pk, content=Content(text="Known.", files=(file,)), actor=anna)
    other = world.ticket(team=world.it)
    receive(
        ticket_id=ticket.pk, content=Content(text="Me too"), author=world.farid, channel=Channel.EMAIL,
        actor=Actor.contact(world.farid.pk), unverified=True,
    )  # fmt: skip
    return Scene(knockers(world, ticket), _names(world, ticket, first.pk, answer.pk, note.pk) | {"other": other.pk})


def _names(world: World, ticket: Ticket, first: int, answer: int, note: int) -> dict[str, object]:
    from balie.files.uploads import keep_upload
    from balie.tickets.models import Attachment, Message
    from balie.tickets.views import View

    collection = Collection.objects.create(title="Tills", slug="tills")
    shared = {"collection": collection, "author": world.anna, "html": "<p>Restart it.</p>", "language": "en"}
    article = Article.objects.create(title="A till", slug="a-till", state="published", audience="public", **shared)
    draft = Article.objects.create(title="A draft", slug="a-draft", state="draft", audience="public", **shared)
    upload = keep_upload(world.anna, SimpleUploadedFile("a.txt", b"a", "text/plain"))
    view = View.objects.create(name="Tills", owner=world.chiara, audience="team", team=world.it, conditions={"all": []})
    mine = Draft.objects.create(user=world.anna, ticket=ticket, shared_at=now())
    planned = PlannedReply.objects.create(user=world.anna, ticket=ticket, body="Later", due_at=now(), held="failed")
    bulk = change_many(user=world.anna, ticket_ids=[ticket.pk], change={"add_tags": ["till"]})
    canned = CannedAnswer.objects.create(name="Hello", html="<p>Hello</p>", owner=world.anna, readers="all")
    task = Task.objects.create(ticket=ticket, title="Order a till")
    checklist = Checklist.objects.create(name="Tills", team=world.it, steps=["Order one"])
    entry = TimeEntry.objects.create(ticket=ticket, user=world.anna, minutes=5, day=now().date())
    field = FieldDefinition.objects.create(key="till", type="text", label="Till")
    scans = {
        name: FieldDefinition.objects.create(key=name, type="file", label=name, portal=portal)
        for name, portal in (("held", "read"), ("unread", "hidden"))
    }
    template = TicketTemplate.objects.create(name="Tills", owner=world.anna, readers="all")
    return {
        "recurrence": Recurrence.objects.create(
            template=template, owner=world.anna, email="a@b.example", at="09:00", zone="UTC", since="2026-01-01"
        ).pk,
        "import": begin_import(file=SimpleUploadedFile("a.csv", b"jan@lamps.example"), user=world.dieter).pk,
        "export": KeptExport.objects.create(
            user=world.anna, what="contacts", separator=",", mark=False, blob_id=store(b"name").sha256
        ).pk,
        "tag": Tag.objects.get(name="till").pk, "printer": Tag.objects.create(name="printer").pk,
        **{
            name: FieldFile.objects.create(
                ticket=ticket, field=scan, blob_id=upload.blob_id, filename="till.txt", content_type="text/plain",
                size=1,
            ).pk
            for name, scan in scans.items()
        },
        "field": field.pk, "detail": made("detail"), "house_detail": made("detail", of="organisation"),
        "status": StatusDefinition.objects.create(key="parts", category="on_hold", name="Parts").pk,
        "template": template.pk,
        "entry": entry.pk,
        "task": task.pk, "checklist": checklist.pk,
        "bulk": bulk.pk, "canned": canned.pk, "view": view.pk, "planned": planned.pk, "shared": mine.pk,
        "aside": Draft.objects.create(user=world.anna, ticket=ticket, aside=True).pk,
        "ticket": ticket.pk, "message": Message.objects.exclude(original=None).get().pk, "answer": answer,
        "attachment": Attachment.objects.exclude(message=note).get().pk,
        "hidden": Attachment.objects.get(message=note).pk,
        "identity": world.emma.identities.get().pk, "domain": world.fietsfabriek.domains.get().pk,
        "note": PersonNote.objects.create(contact=world.emma, text="Call first").pk,
        "house_note": PersonNote.objects.create(organisation=world.fietsfabriek, text="Call first").pk,
        "emma": world.emma.pk, "farid": world.farid.pk, "organisation": world.fietsfabriek.pk, "it": world.it.pk,
        "collection": collection.slug, "article": article.slug, "draft": draft.slug, "upload": upload.pk,
        "user": world.bram.pk, "article_id": article.pk, "collection_id": collection.pk,
        "mailbox": Mailbox.objects.order_by("pk")[0].pk,
        "mail": OutgoingMail.objects.order_by("pk")[0].pk,
        "ending": ending_link(world.anna.pk),
        "survey": survey_link(Survey.objects.create(ticket=ticket, contact=world.emma).pk),
    }  # fmt: skip


def knock(knocker: Knocker, row: Row, names: dict[str, object]) -> HttpResponseBase:
    data = {key: value.format(**names) if isinstance(value, str) else value for key, value in row.data.items()}
    path = row.path.format(**names)
    if not row.api:
        if row.method == "GET":
            return knocker.client.get(path)
        return knocker.client.generic(
            row.method, path, "&".join(f"{k}={v}" for k, v in data.items()), "application/x-www-form-urlencoded"
        )
    headers = {"Authorization": f"Bearer {knocker.token}"} if knocker.token else {}
    body = json.dumps(data) if row.method != "GET" else ""
    # The API knows nobody by their session: a signed-in browser without a token is a stranger to it.
    return knocker.client.generic(row.method, path, body, "application/json", headers=headers)


def close(response: HttpResponseBase) -> None:
    """Its files, but not the database's connection: the transaction goes on."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


def refused(response: HttpResponseBase) -> bool:
    to_sign_in = response.status_code == 302 and any(
        page in response["Location"] for page in ("/accounts/login/", "/sign-in/")
    )
    return to_sign_in or response.status_code in {401, 403, 404, 410}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.path}")
def test_each_address_lets_in_whom_it_should_and_nobody_else(scene: Scene, row: Row) -> None:
    let_in, answers = set(), {}
    for name, knocker in scene.knockers.items():
        with transaction.atomic():
            before = Event.objects.filter(ticket_id__isnull=False).count()
            response = knock(knocker, row, scene.names)
            answers[name] = response.status_code
            close(response)
            assert response.status_code < 500 or row.path == "/readyz", name
            if refused(response):
                changes = Event.objects.filter(ticket_id__isnull=False).count() - before
                assert not changes, f"{name} was refused, and yet something changed"
            else:
                let_in.add(name)
            transaction.set_rollback(True)
    assert let_in == row.may, answers


def patterns(found: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern)


def test_every_address_has_a_row() -> None:
    known = {row.pattern for row in ROWS} | ACCOUNTS
    addresses = {pattern for pattern in patterns(get_resolver().url_patterns) if not pattern.startswith("api/v1/^")}
    assert addresses - known == set(), "add a row to tests/access/matrix.py"
    assert known - addresses == set(), "rows of addresses that are gone"


def test_every_operation_of_the_api_has_a_row(client: object) -> None:
    from balie.api.urls import api

    operations = {
        (re.sub(r"\{(\w+)\}", r"<int:\1>", path.removeprefix("/api/v1/")), method.upper())
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
    assert operations - {(row.pattern.removeprefix("api/v1/"), row.method) for row in ROWS if row.api} == set()


def test_the_matrix_knows_every_knocker() -> None:
    assert {name for row in ROWS for name in row.may} <= EVERYBODY
