"""Writing templates, and what they begin with."""

import pytest

from balie.custom_fields.definitions import Option
from balie.custom_fields.refusing import FieldsRefused
from balie.custom_fields.types import Type
from balie.events.actor import Actor
from balie.tickets.canned_answers import Wanted, add_canned_answer
from balie.tickets.composing import Written, content_of
from balie.tickets.conflicts import NotAllowed
from balie.tickets.custom_fields.defining import Shape as Field
from balie.tickets.custom_fields.defining import archive_field, change_field
from balie.tickets.custom_fields.tests.making import made
from balie.tickets.task_records import Checklist
from balie.tickets.template_records import TicketTemplate
from balie.tickets.ticket_templates.keeping import (
    Shape,
    add_template,
    beginning,
    change_template,
    remove_template,
)
from tests.support.world import World


@pytest.mark.parametrize(
    ("readers", "who"),
    [
        ("own", {"anna"}),
        ("team", {"anna", "chiara", "dieter"}),
        ("all", {"anna", "bram", "chiara", "dieter"}),
    ],
)
def test_those_it_is_for_can_use_it(world: World, readers: str, who: set[str]) -> None:
    add_template(shape=Shape("Tills", readers=readers, team_id=world.it.pk), user=world.anna)
    names = ("anna", "bram", "lena", "chiara", "dieter")
    assert {name for name in names if TicketTemplate.objects.visible_to(getattr(world, name)).exists()} == who


def test_what_will_not_do_is_refused(world: World) -> None:
    costs = made("costs", Type.NUMBER)
    hidden = Checklist.objects.create(name="Orders", team=world.orders, steps=["One"])
    for shape in (
        Shape(" "), Shape("x", readers="team"), Shape("x", readers="team", team_id=world.orders.pk),
        Shape("x", tags=["y" * 61]), Shape("x", checklist_id=hidden.pk),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            add_template(shape=shape, user=world.anna)
    with pytest.raises(FieldsRefused):
        add_template(shape=Shape("x", fields={costs: "much"}), user=world.anna)
    assert not TicketTemplate.objects.exists()


def test_it_is_changed_and_removed_by_its_writer_or_a_supervisor(world: World) -> None:
    it = add_template(shape=Shape("Tills", readers="all", tags=["Till", "till "]), user=world.anna)
    assert it.tags == ["till"]
    with pytest.raises(TicketTemplate.DoesNotExist):
        change_template(pk=it.pk, shape=Shape("Mine"), user=world.bram)
    change_template(pk=it.pk, shape=Shape("Shops", readers="all"), user=world.chiara)
    it.refresh_from_db()
    assert (it.name, it.owner) == ("Shops", world.anna)
    remove_template(pk=it.pk, user=world.anna)


def test_what_is_offered_no_more_is_left_out(world: World) -> None:
    anna = Actor.user(world.anna.pk)
    serial, cause = made("serial"), made("cause", Type.CHOICE)
    it = add_template(shape=Shape("Tills", fields={serial: " T-3 ", cause: "till"}), user=world.anna)
    assert beginning(it) == {serial: "T-3", cause: "till"}
    change_field(pk=cause, shape=Field("Cause", options=[Option("software", "Software")]), actor=anna)
    archive_field(pk=serial, actor=anna)
    assert beginning(it) == {}


ALL = (
    "<h2>Till</h2><p>For <strong>which</strong> <em>shop</em>, <s>old</s> <u>or</u> <code>new</code>?<br>Say so.</p>"
    '<ul><li><p>one</p></li></ul><ol start="3"><li><p>three</p></li></ol><blockquote><p>as said</p></blockquote>'
    "<pre><code>x = 1\n  y</code></pre><hr><table><tbody><tr><th>Part</th><th>Price</th></tr>"
    '<tr><td colspan="2">Roller</td></tr></tbody></table>'
)


def test_all_that_the_editor_makes_stays_through_keeping_and_use(world: World) -> None:
    it = add_template(shape=Shape("Tills", html=ALL), user=world.anna)
    assert it.html == ALL
    assert "Part | Price" in it.body
    again = content_of(written=Written(it.html, html=True), user=world.anna)
    assert (again.html, again.text) == (ALL, it.body)
    canned = add_canned_answer(wanted=Wanted("Tills", ALL, "own"), actor=Actor.user(world.anna.pk))
    assert canned.html == ALL


def test_an_empty_editor_is_no_text_and_scripts_do_not_stay(world: World) -> None:
    it = add_template(shape=Shape("Tills", html="<p></p>"), user=world.anna)
    assert (it.html, it.body) == ("", "")
    change_template(pk=it.pk, shape=Shape("Tills", html="<p>x<script>alert(1)</script></p>"), user=world.anna)
    it.refresh_from_db()
    assert (it.html, it.body) == ("<p>x</p>", "x")
