"""A contact's requests: who sees them, and what they can do there."""

import re
from collections.abc import Iterable
from typing import cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from balie.accounts.models import Role, User
from balie.accounts.users import add_user
from balie.events.actor import SYSTEM, Actor
from balie.files.storage import store
from balie.people.identities import contact_for
from balie.people.models import Contact
from balie.portal.visitors import MOST_LINKS
from balie.tickets.content import Content, File
from balie.tickets.conversation import add_note, receive, reply
from balie.tickets.lifecycle import change_status
from balie.tickets.links import ticket_link
from balie.tickets.models import Attachment, Channel, Message, Status, Ticket
from balie.tickets.participation import add_participants
from tests.cast import EMMA, OSCAR
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(world: World) -> Ticket:
    return world.ticket(subject="The till prints no receipts", team=world.it)


def signed_in(email: str, role: str = Role.CUSTOMER) -> Client:
    client = Client()
    client.force_login(User.objects.filter(email=email).first() or add_user(email=email, role=role))
    return client


def body(response: object) -> bytes:
    """Read to its end, which also closes the file."""
    return b"".join(cast("Iterable[bytes]", response))


@pytest.fixture
def emma(world: World) -> Client:
    return signed_in(EMMA.email)


@pytest.fixture
def oscar(world: World) -> Client:
    return signed_in(OSCAR.email)


def test_a_visitor_nobody_knows_is_asked_to_sign_in_and_comes_back(client: Client, ticket: Ticket) -> None:
    for path in ("/requests/", f"/requests/{ticket.pk}/", f"/requests/{ticket.pk + 99}/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/sign-in/?next={path.replace('/', '%2F')}"


def test_a_contact_sees_their_own_requests(emma: Client, ticket: Ticket, world: World) -> None:
    other = world.ticket(subject="Somebody else's question", requester=world.farid)
    page = emma.get("/requests/").content.decode()
    assert ticket.subject in page
    assert other.subject not in page


def test_somebody_elses_request_is_not_there(oscar: Client, ticket: Ticket) -> None:
    there, nowhere = oscar.get(f"/requests/{ticket.pk}/"), oscar.get(f"/requests/{ticket.pk + 99}/")
    assert there.status_code == nowhere.status_code == 404
    for action in ("", "resolution/", "reopening/"):
        assert oscar.post(f"/requests/{ticket.pk}/{action}", {"text": "Let me in"}).status_code == 404
    assert Message.objects.filter(ticket=ticket).count() == 1


def test_agents_see_only_what_they_asked_themselves_in_the_portal(world: World, ticket: Ticket) -> None:
    agent = signed_in(world.anna.email)
    assert agent.get(f"/requests/{ticket.pk}/").status_code == 404
    assert ticket.subject not in agent.get("/requests/").content.decode()


def test_notes_stay_inside(emma: Client, ticket: Ticket, world: World) -> None:
    actor = Actor.user(world.anna.pk)
    add_note(ticket_id=ticket.pk, content=Content(text="Emma is grumpy today"), actor=actor)
    reply(ticket_id=ticket.pk, content=Content(text="Please restart the till."), actor=actor)
    page = emma.get(f"/requests/{ticket.pk}/").content.decode()
    assert "Please restart the till." in page
    assert "grumpy" not in page
    assert world.anna.name in page


def test_an_answer_arrives_with_its_files(emma: Client, ticket: Ticket) -> None:
    files = [SimpleUploadedFile("till.txt", b"no paper"), SimpleUploadedFile("two.csv", b"1,2", "text/csv")]
    answer = emma.post(f"/requests/{ticket.pk}/", {"text": "Still <b>silent</b>", "attachments": files})
    assert answer.status_code == 302
    message = Message.objects.filter(ticket=ticket).latest("pk")
    assert (message.direction, message.channel) == ("in", "portal")
    assert [file.filename for file in message.attachments.order_by("pk")] == ["till.txt", "two.csv"]
    page = emma.get(f"/requests/{ticket.pk}/").content.decode()
    assert "Still &lt;b&gt;silent&lt;/b&gt;" in page
    file = message.attachments.get(filename="till.txt")
    link = re.search(r'href="(/files/attachments/\d+/till.txt)"', page)
    assert link and link[1] == f"/files/attachments/{file.pk}/till.txt"
    fetched = emma.get(link[1])
    assert body(fetched) == b"no paper"
    assert fetched.headers["Content-Disposition"].startswith("attachment")


def test_an_empty_answer_is_refused_in_words(emma: Client, ticket: Ticket) -> None:
    answer = emma.post(f"/requests/{ticket.pk}/", {"text": "  \n"})
    assert answer.status_code == 422
    assert "Write something first." in answer.content.decode()


def test_files_are_only_for_those_who_see_the_message(
    emma: Client, oscar: Client, ticket: Ticket, world: World
) -> None:
    emma.post(f"/requests/{ticket.pk}/", {"text": "", "attachments": [SimpleUploadedFile("a.txt", b"secret")]})
    path = f"/files/attachments/{Attachment.objects.get().pk}/a.txt"
    assert oscar.get(path).status_code == 404
    assert Client().get(path).status_code == 404
    assert body(signed_in(world.anna.email).get(path)) == b"secret"
    assert signed_in(world.bram.email).get(path).status_code == 404  # of another team


def test_files_of_notes_are_not_for_contacts(emma: Client, ticket: Ticket, world: World) -> None:
    emma.post(f"/requests/{ticket.pk}/", {"text": "", "attachments": [SimpleUploadedFile("a.txt", b"secret")]})
    Message.objects.filter(attachments__isnull=False).update(visibility="note")
    assert emma.get(f"/files/attachments/{Attachment.objects.get().pk}/").status_code == 404


def test_a_contact_says_that_it_is_solved_and_that_it_is_not(emma: Client, ticket: Ticket) -> None:
    assert "It is solved" in emma.get(f"/requests/{ticket.pk}/").content.decode()
    emma.post(f"/requests/{ticket.pk}/resolution/")
    ticket.refresh_from_db()
    assert ticket.status == Status.RESOLVED
    page = emma.get("/requests/?show=solved").content.decode()
    assert ticket.subject in page
    assert "It is not solved" in emma.get(f"/requests/{ticket.pk}/").content.decode()
    emma.post(f"/requests/{ticket.pk}/reopening/")
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN


def test_an_answer_opens_a_solved_request_again(emma: Client, ticket: Ticket, world: World) -> None:
    change_status(ticket_id=ticket.pk, status=Status.RESOLVED, actor=Actor.user(world.anna.pk))
    emma.post(f"/requests/{ticket.pk}/", {"text": "It is back"})
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN


def test_a_closed_request_says_how_to_go_on_and_keeps_what_was_typed(
    emma: Client, ticket: Ticket, world: World
) -> None:
    change_status(ticket_id=ticket.pk, status=Status.CLOSED, actor=Actor.user(world.anna.pk))
    answer = emma.post(f"/requests/{ticket.pk}/", {"text": "One more thing"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "This request is closed" in page
    assert "One more thing" in page
    assert "Send as a new request" in page


def test_a_link_opens_its_one_request_without_signing_in(client: Client, ticket: Ticket, world: World) -> None:
    other = world.ticket(subject="Another of Emma's")
    answer = client.get(ticket_link(ticket_id=ticket.pk, contact_id=world.emma.pk), follow=True)
    assert answer.redirect_chain == [(f"/requests/{ticket.pk}/", 302)]
    assert ticket.subject in answer.content.decode()
    assert client.post(f"/requests/{ticket.pk}/", {"text": "By link"}).status_code == 302
    assert Message.objects.latest("pk").author_contact == world.emma
    assert client.get(f"/requests/{other.pk}/").status_code == 302
    assert client.get("/requests/").status_code == 302


def test_a_link_of_somebody_who_takes_no_part_any_more_opens_nothing(
    client: Client, ticket: Ticket, world: World
) -> None:
    client.get(ticket_link(ticket_id=ticket.pk, contact_id=world.oscar.pk))
    assert client.get(f"/requests/{ticket.pk}/").status_code == 404


@pytest.mark.parametrize("token", ["x", "1.1:x:y", "42.7:1qXabc:" + "A" * 43])
def test_a_forged_link_says_what_to_do(client: Client, ticket: Ticket, token: str) -> None:
    answer = client.get(f"/r/{token}/")
    assert answer.status_code == 410
    assert "/sign-in/" in answer.content.decode()


def test_only_the_latest_links_are_remembered(client: Client, world: World) -> None:
    tickets = [world.ticket(subject=f"Number {number}") for number in range(MOST_LINKS + 1)]
    for ticket in tickets:
        client.get(ticket_link(ticket_id=ticket.pk, contact_id=world.emma.pk))
    assert client.get(f"/requests/{tickets[0].pk}/").status_code == 302
    assert client.get(f"/requests/{tickets[-1].pk}/").status_code == 200


def test_long_lists_go_on_with_older_ones(emma: Client, world: World) -> None:
    for number in range(30):
        world.ticket(subject=f"Question {number:02}")
    first = emma.get("/requests/").content.decode()
    assert "Question 29" in first and "Question 04" not in first
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    second = emma.get("/requests/" + older[1].replace("&amp;", "&")).content.decode()
    assert "Question 04" in second and "Question 29" not in second


def test_pages_of_somebody_are_kept_in_no_cache(emma: Client, ticket: Ticket) -> None:
    assert "no-store" in emma.get(f"/requests/{ticket.pk}/").headers["Cache-Control"]


def test_a_request_takes_few_queries_however_long(
    emma: Client, ticket: Ticket, world: World, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        reply(ticket_id=ticket.pk, content=Content(text=f"Answer {number}"), actor=Actor.user(world.anna.pk))
    emma.get(f"/requests/{ticket.pk}/")
    # session, user, contact (within a savepoint), ticket, count, messages, attachments
    with django_assert_max_num_queries(9):  # type: ignore[operator]  # pytest-django's fixture
        emma.get(f"/requests/{ticket.pk}/")


def test_emma_is_one_contact(emma: Client, ticket: Ticket) -> None:
    emma.get("/requests/")
    assert Contact.objects.filter(identities__value=EMMA.email).count() == 1
    assert Contact.objects.get(identities__value=EMMA.email).user


@pytest.mark.parametrize("name", ["", "carol@fietsfabriek.example"])
def test_contacts_read_nobody_elses_address(
    emma: Client, oscar: Client, ticket: Ticket, world: World, name: str
) -> None:
    carol = contact_for(email="carol@fietsfabriek.example", name=name)
    add_participants(ticket_id=ticket.pk, contact_ids=[carol.pk, world.oscar.pk], actor=SYSTEM)
    receive(
        ticket_id=ticket.pk, content=Content(text="Here too"), author=carol, channel=Channel.EMAIL,
        actor=Actor.contact(carol.pk),
    )  # fmt: skip
    page = emma.get(f"/requests/{ticket.pk}/").content.decode()
    assert "Here too" in page
    assert "Somebody else" in page
    assert "carol@" not in page
    Ticket.objects.filter(pk=ticket.pk).update(requester=carol)
    assert "asked by somebody else" in oscar.get("/requests/").content.decode()
    assert (
        "carol@fietsfabriek.example"
        in signed_in("carol@fietsfabriek.example").get(f"/requests/{ticket.pk}/").content.decode()
    )


def test_people_have_one_colour_here_and_at_the_desk(emma: Client, ticket: Ticket, world: World) -> None:
    reply(ticket_id=ticket.pk, content=Content(text="Please restart it."), actor=Actor.user(world.anna.pk))
    pages = [emma.get(f"/requests/{ticket.pk}/"), signed_in(world.anna.email).get(f"/desk/tickets/{ticket.pk}/")]
    for name in (world.emma.name, world.anna.name):
        tints = {
            re.search(
                rf'message-avatar">\s*<span class="avatar" data-size="medium" data-tint="(\d+)" title="{name}"', page
            )
            for page in (answer.content.decode() for answer in pages)
        }
        assert len({found and found[1] for found in tints}) == 1
        assert None not in tints


def test_pictures_of_a_mail_stand_where_they_stood(emma: Client, ticket: Ticket, world: World) -> None:
    blob = store(b"\x89PNG")
    receive(
        ticket_id=ticket.pk,
        content=Content(
            text="Look", html='<p>Look <img src="cid:till@mail" alt="till"></p>',
            files=(File(blob.pk, "till.png", "image/png", 4, inline=True, content_id="till@mail"),),
        ),
        author=world.emma, channel=Channel.EMAIL, actor=Actor.contact(world.emma.pk),
    )  # fmt: skip
    page = emma.get(f"/requests/{ticket.pk}/").content.decode()
    path = f"/files/attachments/{Attachment.objects.get().pk}/till.png"
    assert f'<img src="{path}"' in page
    assert page.count(path) == 1
    served = emma.get(path)
    assert served.headers["Content-Type"] == "image/png"
    assert body(served) == b"\x89PNG"


def test_each_reader_has_their_own_language(world: World, ticket: Ticket) -> None:
    """What an imported template works out outside its macros would stay in the first reader's language."""
    page = {}
    for language in ("nl", "en", "de"):
        client = Client(headers={"accept-language": language})
        client.get(ticket_link(ticket_id=ticket.pk, contact_id=world.emma.pk))
        html = client.get(f"/requests/{ticket.pk}/").content.decode()
        page[language] = re.findall(r'class="badge"[^>]*>.*?</svg>([^<]+)<', html)[0]
    assert len(set(page.values())) == 3, page
