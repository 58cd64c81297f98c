"""No page asks the database more often because there is more to show."""

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from balie.events.actor import Actor
from balie.people.models import Contact, Identity, IdentityKind
from balie.people.note_records import PersonNote
from balie.tickets.canned import CannedAnswer
from balie.tickets.content import Content
from balie.tickets.conversation import add_note, reply
from balie.tickets.models import Tag, Ticket
from balie.tickets.tags.tagging import set_tags
from balie.tickets.task_records import Task
from balie.tickets.template_records import TicketTemplate
from tests.access.matrix import ROWS, Row
from tests.access.test_matrix import Scene, close, knock, refused, scene  # noqa: F401 -- a fixture
from tests.support.world import World

# Of the house: a ticket's page 15. What is needed by far the most is said at its page's own test.
MOST = 30
MORE = 12
# A page that was not full may be followed by another one now.
SLACK = 3
LOOKED_AT = [row for row in ROWS if row.method == "GET" and row.may]


def asked(scene: Scene, row: Row) -> int:  # noqa: F811 -- the fixture's value
    knocker = scene.knockers[min(row.may)]
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = knock(knocker, row, scene.names)
        assert not refused(response), row
        close(response)
        transaction.set_rollback(True)
    return len(queries)


def fill(world: World, ticket: Ticket) -> None:
    anna = Actor.user(world.anna.pk)
    for number in range(MORE):
        person = Contact.objects.create(name=f"Person {number}", organisation=world.fietsfabriek)
        Identity.objects.create(contact=person, kind=IdentityKind.EMAIL, value=f"person{number}@fietsfabriek.example")
        PersonNote.objects.create(contact=world.emma, text=f"Note {number}", author=world.anna)
        other = world.ticket(requester=person, team=world.it, subject=f"Till {number}")
        set_tags(ticket_id=other.pk, names=[f"tag {number}"], actor=anna)
        reply(ticket_id=other.pk, content=Content(text="Thank you."), actor=anna)
        world.ticket(requester=world.emma, team=world.it, subject=f"Till {number}")
        add_note(ticket_id=ticket.pk, content=Content(text=f"Note {number}"), actor=anna)
        CannedAnswer.objects.create(name=f"Answer {number}", html="<p>Thank you.</p>", owner=world.anna)
        TicketTemplate.objects.create(name=f"Template {number}", owner=world.anna, readers="all")
        Task.objects.create(ticket=ticket, title=f"Task {number}", position=number, assignee=world.anna)
    assert Tag.objects.count() > MORE


def test_pages_ask_no_more_often_when_there_is_more(world: World, scene: Scene) -> None:  # noqa: F811
    for row in LOOKED_AT:  # What is remembered is.
        asked(scene, row)
    before = {row.path: asked(scene, row) for row in LOOKED_AT}
    fill(world, Ticket.objects.get(pk=scene.names["ticket"]))
    for row in LOOKED_AT:
        asked(scene, row)
    after = {row.path: asked(scene, row) for row in LOOKED_AT}
    assert {path: (before[path], many) for path, many in after.items() if many > before[path] + SLACK} == {}
    assert {path: many for path, many in after.items() if many > MOST} == {}
