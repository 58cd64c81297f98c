"""What is being written is never lost, and never overwritten by another window."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from balie.core.clock import now, set_to
from balie.events.actor import Actor
from balie.events.models import Event
from balie.files.cleaning import delete_old_uploads
from balie.files.models import Upload
from balie.files.uploads import keep_upload
from balie.tickets.conflicts import NotAllowed
from balie.tickets.drafting import (
    KEEP,
    LONGEST,
    Typed,
    delete_old_drafts,
    draft_of,
    drop_draft,
    save_draft,
    set_aside_of,
    share_draft,
    take_over_draft,
    use_aside,
)
from balie.tickets.drafts import Draft
from balie.tickets.models import Ticket
from tests.support.world import World


def typed(words: str, age: int = 0, uploads: tuple[int, ...] = ()) -> Typed:
    return Typed([("visibility", "public"), ("body", words)], uploads, timedelta(seconds=age))


def save(world: World, ticket: Ticket | None, words: str, base: int, age: int = 0) -> Draft:
    ticket_id = ticket.pk if ticket else None
    return save_draft(user_id=world.anna.pk, ticket_id=ticket_id, typed=typed(words, age), base=base)


def asides(world: World, ticket: Ticket) -> list[str]:
    return [draft.value("body") for draft in set_aside_of(user_id=world.anna.pk, ticket_id=ticket.pk)]


def test_one_window_goes_on_where_it_was(world: World) -> None:
    ticket = world.ticket()
    first = save(world, ticket, "Plea", 0)
    second = save(world, ticket, "Please restart", first.version)
    assert (first.pk, second.value("body"), asides(world, ticket)) == (second.pk, "Please restart", [])


def test_a_new_ticket_has_one_too(world: World) -> None:
    first = save(world, None, "A call", 0)
    assert save(world, None, "A call of Emma", first.version).pk == first.pk
    drop_draft(user_id=world.anna.pk, ticket_id=None)
    assert draft_of(user_id=world.anna.pk, ticket_id=None) is None


def test_of_two_windows_the_older_words_are_kept_aside(world: World) -> None:
    ticket = world.ticket()
    phone = save(world, ticket, "Typed on the phone", 0)
    save(world, ticket, "Typed at the desk", 0)
    now_there = draft_of(user_id=world.anna.pk, ticket_id=ticket.pk)
    assert now_there is not None
    assert now_there.value("body") == "Typed at the desk"
    assert now_there.version > phone.version
    assert asides(world, ticket) == ["Typed on the phone"]


def test_what_was_typed_without_connection_does_not_replace_what_is_newer(world: World) -> None:
    ticket = world.ticket()
    save(world, ticket, "Typed a moment ago", 0)
    answer = save(world, ticket, "Typed in the train", 0, age=3600)
    assert answer.value("body") == "Typed a moment ago"
    assert asides(world, ticket) == ["Typed in the train"]


def test_the_same_words_twice_are_one_draft(world: World) -> None:
    ticket = world.ticket()
    save(world, ticket, "The same", 0)
    save(world, ticket, "The same", 0)
    assert asides(world, ticket) == []


def test_what_was_set_aside_can_be_used_again(world: World) -> None:
    ticket = world.ticket()
    save(world, ticket, "First", 0)
    current = save(world, ticket, "Second", 0)
    (kept,) = set_aside_of(user_id=world.anna.pk, ticket_id=ticket.pk)
    used = use_aside(draft_id=kept.pk, user_id=world.anna.pk)
    assert used is not None
    assert (used.value("body"), used.version) == ("First", current.version + 1)
    assert asides(world, ticket) == ["Second"]
    assert use_aside(draft_id=kept.pk, user_id=world.bram.pk) is None


def test_what_is_newer_than_what_was_sent_stays(world: World) -> None:
    ticket = world.ticket()
    sent = save(world, ticket, "This was sent", 0).version
    save(world, ticket, "And this was added elsewhere", sent)
    drop_draft(user_id=world.anna.pk, ticket_id=ticket.pk, version=sent)
    assert draft_of(user_id=world.anna.pk, ticket_id=ticket.pk) is not None
    drop_draft(user_id=world.anna.pk, ticket_id=ticket.pk, version=sent + 1)
    assert not Draft.objects.exists()


def test_saving_leaves_the_ticket_alone(world: World) -> None:
    ticket = world.ticket()
    events = Event.objects.count()
    save(world, ticket, "Words", 0)
    assert Event.objects.count() == events
    assert Ticket.objects.get(pk=ticket.pk).updated_at == ticket.updated_at


def test_what_is_far_too_long_is_refused(world: World) -> None:
    with pytest.raises(NotAllowed):
        save(world, world.ticket(), "x" * LONGEST, 0)


def test_a_shared_draft_is_taken_over_with_its_files(world: World) -> None:
    ticket = world.ticket()
    upload = keep_upload(world.anna, SimpleUploadedFile("till.log", b"log"))
    save_draft(
        user_id=world.anna.pk, ticket_id=ticket.pk, typed=typed("Half an answer", uploads=(upload.pk,)), base=0
    )  # fmt: skip
    save_draft(user_id=world.chiara.pk, ticket_id=ticket.pk, typed=typed("Chiara's own"), base=0)
    draft = Draft.objects.get(user=world.anna)
    chiara = Actor.user(world.chiara.pk)
    with pytest.raises(NotAllowed):
        take_over_draft(draft_id=draft.pk, user_id=world.chiara.pk, actor=chiara)
    assert share_draft(user_id=world.anna.pk, ticket_id=ticket.pk, shared=True)
    take_over_draft(draft_id=draft.pk, user_id=world.chiara.pk, actor=chiara)
    taken = draft_of(user_id=world.chiara.pk, ticket_id=ticket.pk)
    assert taken is not None
    assert (taken.value("body"), taken.shared_at) == ("Half an answer", None)
    assert Upload.objects.get().user == world.chiara
    assert [kept.value("body") for kept in set_aside_of(user_id=world.chiara.pk, ticket_id=ticket.pk)] == [
        "Chiara's own"
    ]
    assert draft_of(user_id=world.anna.pk, ticket_id=ticket.pk) is None
    assert Event.objects.get(kind="draft.taken_over").data == {"user": world.anna.pk}


def test_files_of_a_draft_stay_as_long_as_it_does(world: World) -> None:
    ticket = world.ticket()
    with set_to(now() - timedelta(days=30)):
        kept, loose = (keep_upload(world.anna, SimpleUploadedFile(name, b"x")) for name in ("a.txt", "b.txt"))
        save_draft(user_id=world.anna.pk, ticket_id=ticket.pk, typed=typed("See", uploads=(kept.pk,)), base=0)
    delete_old_uploads()
    assert list(Upload.objects.all()) == [kept]
    assert not Upload.objects.filter(pk=loose.pk).exists()


def test_old_drafts_are_forgotten(world: World) -> None:
    with set_to(now() - KEEP - timedelta(days=1)):
        save(world, world.ticket(), "Long ago", 0)
    save(world, world.ticket(), "Today", 0)
    assert delete_old_drafts() == 1
    assert Draft.objects.get().value("body") == "Today"
