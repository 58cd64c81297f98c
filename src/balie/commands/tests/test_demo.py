from django.db.models import F

from balie.accounts.models import User
from balie.commands import demo
from balie.core.clock import now
from balie.events.models import Event
from balie.knowledge.models import Article
from balie.notifications.centre import lines
from balie.notifications.models import Bundle
from balie.surveys.models import Survey
from balie.tickets.canned import CannedAnswer
from balie.tickets.models import Status, Ticket
from balie.tickets.views import View
from balie.tickets.work.own_list import own_tasks
from tests.support.world import World


def test_the_demo_is_a_whole_world_made_once(db: None) -> None:
    said = demo.fill()
    assert demo.fill() == said, "whoever starts it again is told again"
    assert said.splitlines()[1].split() == ["grace@morgenrood.example", "agent,", "reads", "English"]
    assert "administrator, reads German" in said
    assert User.objects.filter(email="anna@morgenrood.example").count() == 1
    assert Ticket.objects.count() == 300
    assert set(Ticket.objects.values_list("language", flat=True)) == {"en", "nl", "de", "it"}
    assert set(Ticket.objects.values_list("status", flat=True)) == set(Status.values)
    assert not Ticket.objects.filter(updated_at__gt=now()).exists()
    for placeholder in ("{order}", "{shop}", "{product}", "{amount}", "{day}"):
        assert not Ticket.objects.filter(subject__contains=placeholder).exists()
        assert not Ticket.objects.filter(messages__text__contains=placeholder).exists()
    assert set(Article.objects.visible_to(None).values_list("language", flat=True)) == {"en", "nl", "de", "it"}
    assert Survey.objects.filter(answered_at__lte=now()).count() > 50
    assert not Ticket.objects.filter(created_at__lt=F("requester__created_at")).exists()


def test_there_is_something_to_do_and_to_read(db: None) -> None:
    demo.fill()
    anna = User.objects.get(email="anna@morgenrood.example")
    assert [len(own_tasks(anna).tasks), len(lines(anna))] == [3, 2]
    assert View.objects.visible_to(anna).count() == 2
    assert {answer.language for answer in CannedAnswer.objects.visible_to(anna)} == {"en", "nl", "de", "it"}
    assert set(Ticket.objects.exclude(fields={}).values_list("status", flat=True)) == {"resolved"}
    named = Ticket.objects.exclude(own_status=None)
    assert set(named.values_list("status", flat=True)) == {"open", "on_hold"}
    assert len(set(named.values_list("own_status", flat=True))) == 3
    assert not Event.objects.filter(due_at__isnull=False).exists(), "nothing leaves the demo"
    assert not Bundle.objects.filter(mail_at__isnull=False).exists()


def test_a_desk_in_use_is_left_alone(world: World) -> None:
    world.ticket()
    User.objects.filter(email="anna@morgenrood.example").update(email="anna@elsewhere.example")
    assert "stays as it is" in demo.fill()
    assert Ticket.objects.count() == 1
