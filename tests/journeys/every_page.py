"""Every page there is, who looks at it, and a desk on which each has something to show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from balie.accounts.models import User
from balie.accounts.tokens import make_token
from balie.channels.email.mailboxes import default_mailbox
from balie.core.clock import now
from balie.custom_fields.types import Type
from balie.events.actor import SYSTEM, Actor
from balie.files.storage import store
from balie.files.uploads import Received, keep_upload
from balie.knowledge.models import Article, Collection
from balie.knowledge.writing import Draft, add_collection, publish_article, write_article
from balie.notifications.links import ending_link
from balie.people.access import user_for
from balie.people.custom_fields.defining import TYPES
from balie.people.custom_fields.defining import archive_field as archive_person_field
from balie.people.custom_fields.filling import change_contact_fields, change_organisation_fields
from balie.people.custom_fields.tests.making import made as made_of_people
from balie.people.export_records import KeptExport
from balie.people.field_records import Of, PersonField
from balie.people.import_records import ContactImport
from balie.people.importing.asking import begin_import, do_import, try_out
from balie.people.importing.working import work_off
from balie.surveys.links import survey_link
from balie.surveys.models import Survey
from balie.tickets.assignment import assign
from balie.tickets.bulk.asking import change_many
from balie.tickets.canned import CannedAnswer
from balie.tickets.content import Content, File
from balie.tickets.conversation import add_note, receive, reply
from balie.tickets.custom_fields.defining import archive_field
from balie.tickets.custom_fields.filling import change_fields
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.drafts import Draft as TicketDraft
from balie.tickets.field_records import FieldDefinition
from balie.tickets.lifecycle import change_status
from balie.tickets.linking import link
from balie.tickets.links import ticket_link
from balie.tickets.merging import merge
from balie.tickets.models import Channel, DeliveryState, Message, Status, Tag, Ticket
from balie.tickets.own_statuses.defining import archive_status
from balie.tickets.own_statuses.tests.making import made_status
from balie.tickets.planned import PlannedReply
from balie.tickets.recurrence_records import Recurrence
from balie.tickets.snoozing.sleeping import snooze
from balie.tickets.tags.tagging import set_tags
from balie.tickets.task_records import Checklist, Task
from balie.tickets.template_records import TicketTemplate
from balie.tickets.time_records import TimeEntry
from balie.tickets.triage import change_priority
from balie.tickets.work.time_spent import Spent, spend_time
from balie.tickets.work.timers import start_timer
from balie.tickets.work.to_do import Wanted, add_task
from tests import cast
from tests.support.world import PASSWORD, World, make_world

LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle"
LONG_LINK = f"https://lampenhaus.example/{'sehr-lange-adresse/' * 12}"
TABLE = "<table><tr>" + "".join(f"<th>Spalte {n}</th>" for n in range(12)) + "</tr></table>"
MAIL = b"""From: Emma <emma@fietsfabriek.example>\r\nSubject: Rechnung\r\nContent-Type: text/html\r\n\r\n
<html><body style="background:#fff"><h1>Rechnung</h1></body></html>"""

# By whom it is looked at: the paths, each with the status that is expected of it where that is not 200.
PAGES: dict[str, list[str | tuple[str, int]]] = {
    "visitor": [
        "/", "/search/?q=Rechnung", "/search/?q=nothing", "/collections/{collection}/", "/articles/{article}/",
        "{ending}", ("/desk/notifications/ending/forged/", 404),
        "/requests/new/", "/sign-in/", "{survey}", "{survey}?said=1", ("/s/forged/", 410), ("/r/forged/", 410),
        ("/nothing/", 404), "/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/",
        "/accounts/password/reset/done/", "{reset}", "/accounts/password/reset/key/done/", "/accounts/inactive/",
        "/api/v1/docs",
    ],
    "holder": ["/requests/{ticket}/", "/requests/{ticket}/?show=all", "/requests/{closed}/"],
    "contact": ["/requests/", "/requests/?show=solved", "/requests/new/", "/requests/{ticket}/", ("/desk/", 403)],
    "code": ["/accounts/login/code/confirm/"],
    "second_factor": ["/accounts/2fa/authenticate/"],
    "agent": [
        "/desk/", "/desk/?view=mine", "/desk/?view=unassigned", "/desk/?view=waiting", "/desk/?view=done",
        "/desk/?team=none", "/desk/?words=nothing&status=all", "/desk/search/", "/desk/search/?q=Rechnung",
        "/desk/search/?q=zzzz", "/desk/contacts/{emma}/", "/desk/contacts/{emma}/merge/",
        "/desk/contacts/{emma}/merge/?with={farid}", "/desk/organisations/{organisation}/", "/desk/tickets/new/",
        "/desk/tickets/{ticket}/", "/desk/tickets/{long}/", "/desk/tickets/{closed}/", "/desk/tickets/{merged}/",
        "/desk/tickets/{long}/merge/", "/desk/tickets/{long}/links/", "/desk/tickets/{ticket}/links/",
        "/desk/tickets/{ticket}/hand-over/", "/desk/messages/{message}/split/",
        "/desk/messages/{message}/forwarding/", "/desk/tickets/{ticket}/similar/",
        "/desk/tickets/{ticket}/finding/?find=Rechnung", "/desk/tickets/{ticket}/files/",
        "/desk/tickets/{long}/merge/?with={ticket}", "/desk/messages/{message}/",
        "/desk/dashboard/", "/articles/{draft}/", ("/desk/settings/users/", 403), ("/desk/tickets/999999/", 404),
        "/desk/?view=snoozed", "/desk/columns/?view=mine", "/desk/tickets/{long}/snooze/",
        "/desk/time/", "/desk/tickets/{ticket}/time/", "/desk/time/{entry}/",
        "/desk/tasks/", "/desk/tasks/{task}/", "/desk/tickets/{ticket}/tasks/",
        "/desk/bulk/{bulk}/", "/desk/exports/", "/desk/exports/?what=tickets&view=mine",
        "/desk/exports/{exported}/", "/desk/exports/{exporting}/",
        "/desk/exports/{export_failed}/",
        "/desk/keys/", "/desk/own/", "/desk/absence/",
        "/desk/notifications/", "/desk/notifications/choice/", "/desk/notifications/?show=unread",
        "/accounts/profile/", "/accounts/sessions/", "/accounts/password/change/", "/accounts/logout/",
        "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/",
    ],
    "light agent": ["/desk/", "/desk/tickets/{orders}/"],
    "administrator": [
        "/desk/settings/fields/", "/desk/settings/fields/new/", "/desk/settings/fields/new/?type=tree",
        "/desk/settings/fields/{field}/", "/desk/settings/fields/contact/", "/desk/settings/fields/organisation/",
        "/desk/settings/fields/contact/new/", "/desk/settings/fields/contact/{detail}/",
        "/desk/settings/statuses/", "/desk/settings/statuses/new/?category=open", "/desk/settings/statuses/{status}/",
        "/desk/settings/recurring/", "/desk/settings/recurring/new/", "/desk/settings/recurring/{recurrence}/",
        "/desk/settings/imports/", "/desk/settings/imports/{begun}/", "/desk/settings/imports/{tried}/",
        "/desk/settings/imports/{imported}/", "/desk/settings/imports/{imported}/contacts/",
        "/desk/settings/imports/{running}/", "/desk/settings/imports/{untried}/",
        "/desk/settings/tags/", "/desk/settings/tags/?q=zzz", "/desk/settings/tags/new/", "/desk/settings/tags/{tag}/",
        "/desk/settings/templates/", "/desk/settings/templates/new/", "/desk/settings/templates/{template}/",
        "/desk/tickets/new/?template={template}", "/desk/tickets/{ticket}/", "/desk/messages/{message}/redaction/",
        "/desk/settings/canned/", "/desk/settings/canned/new/", "/desk/settings/checklists/",
        "/desk/settings/checklists/new/", "/desk/settings/checklists/{checklist}/",
        "/desk/settings/users/", "/desk/settings/users/new/", "/desk/settings/users/{user}/", "/desk/settings/teams/",
        "/desk/settings/teams/{team}/", "/desk/settings/mailboxes/", "/desk/settings/mailboxes/new/",
        "/desk/settings/mailboxes/{mailbox}/", "/desk/settings/outgoing/", "/desk/settings/surveys/",
        "/desk/settings/translation/", "/desk/settings/articles/",
        "/desk/settings/articles/new/", "/desk/settings/articles/{article_id}/",
        "/desk/settings/articles/collections/new/", "/desk/settings/articles/collections/{collection_id}/",
        "/desk/settings/tokens/", "/desk/settings/about/",
        "/desk/dashboard/", "/accounts/2fa/", "/accounts/2fa/recovery-codes/", "/accounts/2fa/totp/deactivate/",
    ],
    "developer": [
        "/styleguide/", "/styleguide/inbox/", "/styleguide/split/", "/styleguide/ticket/", "/styleguide/portal/",
        "/styleguide/bare/",
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Scene:
    world: World
    names: dict[str, object]

    def pages(self, who: str) -> Iterator[tuple[str, int]]:
        """Addresses and the status expected of each."""
        for page in PAGES[who]:
            path, status = page if isinstance(page, tuple) else (page, 200)
            yield path.format(**self.names), status

    def session(self, who: str) -> str:
        """The key of a session in which `who` has come as far as their pages need."""
        client = Client()
        match who:
            case "holder":
                client.get(str(self.names["link"]))
            case "contact":
                client.force_login(user_for(cast.EMMA.email))
            case "code":
                client.post("/sign-in/", {"email": cast.EMMA.email})
            case "second_factor":
                self._sign_in(client, self.world.chiara)
            case "agent":
                self._sign_in(client, self.world.anna)
            case "light agent":
                self._sign_in(client, self.world.lena)
            case "administrator":
                client.force_login(self.world.dieter)
                client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        cookie = client.cookies.get("sessionid")
        return cookie.value if cookie else ""

    def _sign_in(self, client: Client, user: User) -> None:
        client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})


def make_scene(language: str) -> Scene:
    world = make_world()
    User.objects.update(language=language)
    ticket = _busy_ticket(world)
    long = world.ticket(subject=f"{LONG}: {LONG}", text=f"{LONG * 4}\n\n{LONG_LINK}", requester=world.farid)
    closed = world.ticket(subject="Wo bleibt meine Rechnung?", team=world.it)
    for end in (Status.RESOLVED, Status.CLOSED):
        change_status(ticket_id=closed.pk, status=end, actor=Actor.user(world.anna.pk))
    orders = world.ticket(subject="Bestelling zonder bevestiging", team=world.orders)
    snooze(ticket_id=long.pk, until=now() + timedelta(days=1), why=LONG, actor=Actor.user(world.anna.pk))
    merged = world.ticket(subject=LONG, text=LONG, requester=world.farid)
    merge(target_id=ticket.pk, source_ids=[merged.pk], actor=Actor.user(world.anna.pk))
    link(ticket_id=ticket.pk, other_id=long.pk, way="parent", actor=SYSTEM)
    for user in (world.chiara, world.dieter):
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user)
    priority = change_many(user=world.anna, ticket_ids=[long.pk, closed.pk], change={"priority": 4})
    make_token(user=world.dieter, name="Berichte für das Controlling")
    names = _shelf(world) | _imports(world) | _exports(world) | {
        "ticket": ticket.pk, "long": long.pk, "closed": closed.pk, "orders": orders.pk, "merged": merged.pk,
        "detail": _details(world),
        "field": _own_fields(ticket, world), "status": _own_statuses(world, ticket, long, orders),
        "template": _template(world),
        "recurrence": Recurrence.objects.latest("pk").pk,
        "tag": Tag.objects.get(name=LONG[:40].lower()).pk,
        "user": world.bram.pk, "entry": TimeEntry.objects.latest("pk").pk,
        "task": Task.objects.latest("pk").pk, "checklist": Checklist.objects.get().pk,
        "bulk": priority.pk,
        "emma": world.emma.pk, "farid": world.farid.pk, "organisation": world.fietsfabriek.pk, "team": world.it.pk,
        "mailbox": default_mailbox().pk, "message": Message.objects.exclude(original=None).get().pk,
        "ending": ending_link(world.anna.pk),
        "survey": survey_link(Survey.objects.create(ticket=closed, contact=world.emma, agent=world.anna).pk),
        "link": ticket_link(ticket_id=ticket.pk, contact_id=world.emma.pk), "reset": _reset_link(world.bram),
    }  # fmt: skip
    return Scene(world, names)


def _own_statuses(world: World, ticket: Ticket, long: Ticket, orders: Ticket) -> int:
    """Long ones, told to contacts, archived; and one that a ticket has."""
    open_ = made_status(LONG[:60], "open", portal=True, portal_name=LONG[:50])
    for other in (long, orders):
        change_status(ticket_id=other.pk, status="open", own=open_, actor=SYSTEM)
    archive_status(pk=made_status("Früher einmal", "pending"), actor=SYSTEM)
    parts = made_status("Wartet auf ein Ersatzteil", portal=True)
    change_status(ticket_id=ticket.pk, status="on_hold", own=parts, actor=Actor.user(world.anna.pk))
    return parts


def _reset_link(user: User) -> str:
    token = default_token_generator.make_token(user)
    return f"/accounts/password/reset/key/{user_pk_to_url_str(user)}-{token}/"


def _busy_ticket(world: World) -> Ticket:
    """Everything that may stand on a ticket's page."""
    ticket = world.ticket(subject="Die Rechnung stimmt nicht", team=world.it)
    anna, number = Actor.user(world.anna.pk), ticket.pk
    blob = store(MAIL)
    file = File(sha256=blob.sha256, filename=f"{LONG}.pdf", content_type="application/pdf", size=blob.size)
    html = f'<p>{LONG}</p>{TABLE}<pre>{LONG * 3}</pre><img alt="" data-remote-src="https://elsewhere.example/p.png">'
    receive(
        ticket_id=number, content=Content(text=LONG, html=html, files=(file,), original=blob.sha256),
        author=world.emma, channel=Channel.EMAIL, actor=Actor.contact(world.emma.pk),
    )  # fmt: skip
    receive(
        ticket_id=number, content=Content(text="Ich auch."), author=world.farid, channel=Channel.EMAIL,
        actor=Actor.contact(world.farid.pk), unverified=True,
    )  # fmt: skip
    add_note(ticket_id=number, content=Content(text=f"Sieh {LONG_LINK}", files=(file,)), actor=anna)
    for state in (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN, DeliveryState.BOUNCED):
        said = reply(ticket_id=number, content=Content(text="Wir prüfen das."), actor=anna)
        Message.objects.filter(pk=said.pk).update(delivery=state)
    assign(ticket_id=number, assignee_id=world.anna.pk, actor=anna)
    change_priority(ticket_id=number, priority=4, actor=anna)
    set_tags(ticket_id=number, names=["Rechnung", "Umsatzsteuervoranmeldung", LONG[:40]], actor=anna)
    keep_upload(world.anna, SimpleUploadedFile("a.txt", b"a", "text/plain"))
    for held in ("", "contact_wrote"):
        due_at = now() + timedelta(days=1)
        PlannedReply.objects.create(user=world.anna, ticket=ticket, body=LONG, due_at=due_at, held=held)
    for name, readers in (("Begrüßung", "own"), (LONG, "all")):
        CannedAnswer.objects.create(name=name, html=f"<p>{LONG}</p>", owner=world.anna, readers=readers)
    for title, day in ((LONG, now().date()), ("Rechnung neu schreiben", None)):
        add_task(ticket_id=number, wanted=Wanted(title, assignee_id=world.anna.pk, due_on=day), actor=anna)
    for minutes, words in ((90, LONG), (5, "")):
        spend_time(ticket_id=number, user=world.anna, spent=Spent(minutes, words))
    start_timer(ticket_id=number, user=world.anna)
    Checklist.objects.create(name=LONG, steps=[LONG, "Prüfen"])
    TicketDraft.objects.create(user=world.anna, ticket=ticket, aside=True, values=[["body", LONG]])
    TicketDraft.objects.create(user=world.chiara, ticket=ticket, shared_at=now(), values=[["body", LONG]])
    return ticket


def _own_fields(ticket: Ticket, world: World) -> int:
    """One of each kind, with long names, filled in; and one that is archived."""
    fields = {kind: made(f"own_{kind}", kind, options=f"Netz\n  {LONG}\nHaus", portal="read") for kind in Type.values}
    held: dict[str, object] = {
        "text": LONG, "long_text": f"{LONG} {LONG}", "number": 1234.5, "date": "2026-11-22", "choice": "haus",
        "tree": "netz", "choices": ["netz", "haus"], "checkbox": True, "contact": world.farid.pk, "user": world.bram.pk,
    }  # fmt: skip
    given = {fields[kind]: value for kind, value in held.items()}
    given[fields["file"]] = [Received(store(b"Netz").sha256, f"{LONG}-{LONG}.pdf", "application/pdf", 4)]
    change_fields(ticket_id=ticket.pk, given=given, actor=Actor.user(world.anna.pk))
    FieldDefinition.objects.filter(pk=fields["number"]).update(label=LONG)
    archive_field(pk=fields["text"], actor=SYSTEM)
    FieldDefinition.objects.filter(pk=fields["choice"]).update(portal="write", label=LONG, help=f"{LONG} {LONG}")
    return fields["tree"]


def _details(world: World) -> int:
    """Of contacts and organisations: one of each kind with long names, some of them filled in and beside tickets."""
    made_ = {
        kind: made_of_people(f"own_{kind}", kind, options=f"Netz\n  {LONG}\nHaus", beside=True) for kind in TYPES
    }  # fmt: skip
    PersonField.objects.filter(pk__in=(made_["choice"], made_["text"])).update(label=LONG, help=f"{LONG} {LONG}")
    given: dict[int, object] = {made_["choice"]: "haus", made_["long_text"]: f"{LONG} {LONG}", made_["checkbox"]: True}
    change_contact_fields(contact_id=world.emma.pk, given=given, actor=SYSTEM)
    house = made_of_people("own_house", of=Of.ORGANISATION, beside=True)
    change_organisation_fields(organisation_id=world.fietsfabriek.pk, given={house: LONG}, actor=SYSTEM)
    archive_person_field(pk=made_["checkbox"], actor=SYSTEM)
    return made_["tree"]


def _template(world: World) -> int:
    made = TicketTemplate.objects.create(
        name=LONG, owner=world.anna, readers="all", subject=LONG, body=LONG, tags=[LONG[:40]],
        checklist=Checklist.objects.first(),
    )  # fmt: skip
    Recurrence.objects.create(
        template=made, owner=world.anna, email="emma@fietsfabriek.example", at=time(9), zone="Europe/Amsterdam",
        since=now().date(), next_at=now() + timedelta(days=1), missed=3, made_at=now(), problem=LONG,
    )  # fmt: skip
    return made.pk


def _exports(world: World) -> dict[str, object]:
    """One that is there, one that is being written, and one that could not be made."""
    shared = {"user": world.anna, "what": "tickets", "separator": ";", "mark": True, "rows": 123456}
    done = KeptExport.objects.create(blob_id=store(b"number").sha256, finished_at=now(), **shared)
    failed = KeptExport.objects.create(finished_at=now(), **shared)
    return {
        "exported": done.pk, "exporting": KeptExport.objects.create(**shared).pk, "export_failed": failed.pk,
    }  # fmt: skip


def _imports(world: World) -> dict[str, object]:
    """At each of their stages: just uploaded, failed, tried out, being done, done."""
    rows = f"name;e-mail;organisation;notes\n{LONG};a@lamps.example;{LONG};{LONG}\n{LONG};{LONG};;\n".encode()
    found: dict[str, object] = {}
    for stage in ("begun", "untried", "tried", "running", "imported"):
        it = begin_import(file=SimpleUploadedFile(f"{LONG}.csv", rows), user=world.dieter)
        found[stage] = it.pk
        if stage == "untried":
            ContactImport.objects.filter(pk=it.pk).update(stage="failed", finished_at=now())
        elif stage != "begun":
            try_out(import_id=it.pk)
            work_off(it.pk)
        if stage in {"running", "imported"}:
            do_import(import_id=it.pk, user=world.dieter)
        if stage == "imported":
            work_off(it.pk)
    return found


def _shelf(world: World) -> dict[str, object]:
    shelf: Collection = add_collection(title="Rechnungen und Zahlungsbedingungen", summary=LONG, actor=SYSTEM)
    html = f"<h2>{LONG}</h2><p>Eine Rechnung.</p>{TABLE}<pre>{LONG * 3}</pre><ol><li>Öffnen</li></ol>"
    article: Article = write_article(
        draft=Draft("Wie lese ich die Rechnung?", html, shelf.pk, language="de"), actor=Actor.user(world.anna.pk)
    )
    publish_article(article_id=article.pk, actor=SYSTEM)
    draft = write_article(draft=Draft(LONG, html, shelf.pk, language="de"), actor=Actor.user(world.anna.pk))
    Article.objects.filter(pk=article.pk).update(helped=3, did_not_help=1, published_at=now())
    return {
        "collection": shelf.slug,
        "collection_id": shelf.pk,
        "article": article.slug,
        "article_id": article.pk,
        "draft": draft.slug,
    }
