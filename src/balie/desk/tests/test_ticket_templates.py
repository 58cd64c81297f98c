"""New tickets that begin with a template."""

import re

from balie.custom_fields.types import Type
from balie.desk.tests.desk import seated, text
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.models import Ticket
from balie.tickets.task_records import Checklist, Task
from balie.tickets.template_records import TicketTemplate
from tests.support.world import World

NEW = {"email": "emma@fietsfabriek.example", "subject": "Till", "body": "Silent", "channel": "phone"}


def written(world: World, **more: object) -> TicketTemplate:
    return TicketTemplate.objects.create(**{"name": "A new till", "owner": world.anna} | more)


def test_a_template_is_written_and_used(world: World) -> None:
    cause, anna = made("cause", Type.CHOICE), seated(world.anna)
    steps = Checklist.objects.create(name="Tills", steps=["Order one", "Install it"])
    sent = {
        "name": "A new till", "readers": "own", "subject": "New till for shop", "body": "Which shop?", "priority": "3",
        "kind": "request", "for_team": world.orders.pk, "tags": "till, shop", "checklist": steps.pk,
        f"field-{cause}": "till",
    }  # fmt: skip
    assert anna.post("/desk/settings/templates/new/", sent).status_code == 302
    it = TicketTemplate.objects.get()
    assert (it.kind, it.priority, it.tags, it.fields) == ("request", 3, ["till", "shop"], {str(cause): "till"})
    page = text(anna.get(f"/desk/tickets/new/?template={it.pk}"))
    for part in (
        'value="New till for shop"', "Which shop?", '<option value="request" selected>', '<option value="3" selected>',
        f'<option value="{world.orders.pk}" selected>', 'value="till, shop"', '<option value="till" selected>',
        "“Tills” comes with it",
    ):  # fmt: skip
        assert part in page
    given = NEW | {"kind": "request", "priority": "3", f"field-{cause}": "till"}
    anna.post(f"/desk/tickets/new/?template={it.pk}", given)
    ticket = Ticket.objects.get()
    assert ticket.fields == {str(cause): "till"}
    assert list(Task.objects.filter(ticket=ticket).values_list("title", flat=True)) == ["Order one", "Install it"]


def test_what_it_leaves_open_is_as_in_any_new_ticket(world: World) -> None:
    page = text(seated(world.anna).get(f"/desk/tickets/new/?template={written(world).pk}&contact={world.emma.pk}"))
    assert f'<option value="{world.it.pk}" selected>' in page
    assert "emma@fietsfabriek.example" in page
    assert re.search(r"contact=\d+&amp;template=\d+", page)


def test_somebody_elses_is_not_offered_nor_used(world: World) -> None:
    it = written(world, subject="Secret")
    bram = seated(world.bram)
    assert "Secret" not in text(bram.get(f"/desk/tickets/new/?template={it.pk}"))
    assert it.name not in text(bram.get("/desk/palette/?q=till"))
    assert bram.get(f"/desk/settings/templates/{it.pk}/").status_code == 404
    assert it.name not in text(bram.get("/desk/settings/templates/"))


def test_the_palette_finds_it_by_its_name(world: World) -> None:
    it = written(world)
    assert f"/desk/tickets/new/?template={it.pk}" in text(seated(world.anna).get("/desk/palette/?q=new till"))


def test_it_is_changed_and_removed(world: World) -> None:
    it, anna = written(world, fields={}), seated(world.anna)
    path = f"/desk/settings/templates/{it.pk}/"
    assert "A new till" in text(anna.get(path))
    assert anna.post(path, {"name": "Tills", "readers": "team"}).status_code == 422
    assert anna.post(path, {"name": "Tills", "readers": "all"}).status_code == 302
    assert "Tills" in text(anna.get("/desk/settings/templates/"))
    anna.post(f"{path}removal/")
    assert not TicketTemplate.objects.exists()
