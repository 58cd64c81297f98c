"""The settings: who gets in, and that each page does what it says."""

import re
from typing import Any

import pytest
from django.test import Client

from balie.accounts.models import Role, Token, User
from balie.accounts.tokens import holder_of
from balie.accounts.users import add_user
from balie.channels.email.models import Mailbox
from balie.channels.email.sealing import unseal
from balie.desk.tests.desk import text
from balie.knowledge.models import Article, Collection
from balie.mail.address import Address
from balie.mail.models import OutgoingMail, State
from balie.mail.queueing import queue
from balie.surveys.choosing import Choice, choice
from tests.cast import EMMA, OSCAR
from tests.support.world import PASSWORD, World

pytestmark = pytest.mark.django_db
ADMIN_PAGES = ["users/", "users/new/", "teams/", "mailboxes/", "mailboxes/new/", "outgoing/", "surveys/", "about/"]
STAFF_PAGES = ["articles/", "articles/collections/new/", "tokens/"]


def at(path: str) -> str:
    return f"/desk/settings/{path}"


@pytest.fixture(autouse=True)
def _english(world: World) -> None:
    User.objects.update(language="en")


@pytest.fixture
def admin(world: World) -> Client:
    client = Client()
    client.force_login(world.dieter)
    return client


@pytest.fixture
def agent(world: World) -> Client:
    client = Client()
    client.force_login(world.anna)
    return client


@pytest.mark.parametrize("path", ADMIN_PAGES + STAFF_PAGES)
def test_an_administrator_reads_each_page(admin: Client, path: str) -> None:
    page = admin.get(at(path)).content.decode()
    assert page.count("<h1") == 1
    assert 'aria-current="page"' in page
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", page), (
        "the policy forbids what stands in the page"
    )


@pytest.mark.parametrize("path", ADMIN_PAGES)
def test_others_do_not(world: World, agent: Client, path: str) -> None:
    supervisor, light, customer = Client(), Client(), Client()
    supervisor.force_login(world.chiara)
    light.force_login(world.lena)
    customer.force_login(add_user(email=EMMA.email, role=Role.CUSTOMER))
    for client in (agent, supervisor, light, customer):
        assert client.get(at(path)).status_code == 403
        assert client.post(at(path), {"name": "Mine"}).status_code == 403
    assert Client().get(at(path)).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", STAFF_PAGES)
def test_agents_write_articles_and_have_keys(world: World, agent: Client, path: str) -> None:
    page = agent.get(at(path)).content.decode()
    assert at("users/") not in page
    customer, light = Client(), Client()
    customer.force_login(add_user(email=EMMA.email, role=Role.CUSTOMER))
    light.force_login(world.lena)
    assert customer.get(at(path)).status_code == light.get(at(path)).status_code == 403


def test_the_index_leads_to_what_one_may_change(admin: Client, agent: Client) -> None:
    assert admin.get(at("")).headers["Location"] == at("users/")
    assert agent.get(at("")).headers["Location"] == at("articles/")


def test_a_user_is_added_to_teams(admin: Client, world: World) -> None:
    given = {"email": OSCAR.email, "name": OSCAR.name, "role": "agent", "teams": [world.it.pk], "language": "de"}
    assert admin.post(at("users/new/"), given).status_code == 302
    made = User.objects.get(email=OSCAR.email)
    assert (made.role, made.language, made.team_ids) == (Role.AGENT, "de", (world.it.pk,))


def test_an_address_that_is_taken_is_said_so(admin: Client, world: World) -> None:
    given = {"email": world.anna.email.upper(), "name": "Anna", "role": "agent", "language": "de"}
    answer = admin.post(at("users/new/"), given)
    assert answer.status_code == 422
    assert "Somebody signs in with this address already." in answer.content.decode()


def test_roles_and_teams_change(admin: Client, world: World) -> None:
    given = {"name": "Anna", "role": "supervisor", "teams": [world.orders.pk]}
    admin.post(at(f"users/{world.anna.pk}/"), given)
    anna = User.objects.get(pk=world.anna.pk)
    assert (anna.name, anna.role, anna.team_ids) == ("Anna", Role.SUPERVISOR, (world.orders.pk,))


def test_the_last_administrator_stays_one(admin: Client, world: World) -> None:
    answer = admin.post(at(f"users/{world.dieter.pk}/"), {"name": "Dieter", "role": "agent"})
    assert answer.status_code == 409
    assert "Make another one first" in answer.content.decode()
    admin.post(at(f"users/{world.dieter.pk}/deactivation/"))
    dieter = User.objects.get(pk=world.dieter.pk)
    assert (dieter.role, dieter.is_active) == (Role.ADMIN, True)


def test_somebody_who_is_switched_off_is_out_at_once(admin: Client, world: World) -> None:
    anna = Client()
    anna.post("/accounts/login/", {"login": world.anna.email, "password": PASSWORD})
    Token.objects.create(user=world.anna, name="script", digest=b"1" * 32)
    assert anna.get("/accounts/profile/").status_code == 200
    admin.post(at(f"users/{world.anna.pk}/deactivation/"))
    assert anna.get("/accounts/profile/").status_code == 302
    assert not Token.objects.exists()
    admin.post(at(f"users/{world.anna.pk}/activation/"))
    assert User.objects.get(pk=world.anna.pk).is_active


def test_teams_are_added_and_filled(admin: Client, world: World) -> None:
    admin.post(at("teams/"), {"name": "Shops"})
    page = admin.get(at("teams/")).content.decode()
    path = re.search(rf'href="({at("teams/")}\d+/)">Shops', page)
    assert path
    admin.post(path[1], {"name": "Shops & tills", "members": [world.anna.pk, world.bram.pk]})
    assert sorted(team.name for team in User.objects.get(pk=world.bram.pk).teams.all()) == ["Orders", "Shops & tills"]
    assert "There is a team of this name already." in admin.post(at("teams/"), {"name": "IT"}).content.decode()


def test_a_name_that_nobody_sees_is_none(admin: Client) -> None:
    before = admin.get(at("teams/")).content.count(b"/settings/teams/")
    assert admin.post(at("teams/"), {"name": "\u202e\u200b"}).status_code == 422
    assert admin.get(at("teams/")).content.count(b"/settings/teams/") == before


def mailbox_form(**changes: Any) -> dict[str, Any]:
    given = {"address": "help@morgenrood.example", "name": "Morgenrood", "is_active": "on", "plus_addresses": "on"}
    imap = {"imap_host": "", "imap_port": "993", "imap_security": "tls", "imap_user": "", "imap_folder": "INBOX"}
    return given | imap | changes


def test_a_mailbox_is_added_with_its_secret_sealed(admin: Client, world: World) -> None:
    given = mailbox_form(
        team_id=world.it.pk, imap_host="imap.example", imap_user="help", imap_password="hush",
        extra_addresses="Info@Morgenrood.example\nshop@morgenrood.example",
    )  # fmt: skip
    assert admin.post(at("mailboxes/new/"), given).status_code == 302
    box = Mailbox.objects.get(address="help@morgenrood.example")
    assert box.extra_addresses == ["info@morgenrood.example", "shop@morgenrood.example"]
    assert "hush" not in box.imap_secret
    assert unseal(box.imap_secret) == "hush"
    assert "hush" not in admin.get(at(f"mailboxes/{box.pk}/")).content.decode()
    admin.post(at(f"mailboxes/{box.pk}/"), mailbox_form(name="New name", imap_host="imap.example", imap_user="help"))
    box.refresh_from_db()
    assert (box.name, unseal(box.imap_secret)) == ("New name", "hush")


MOVES = [{"imap_host": "evil.example"}, {"imap_port": "143"}, {"imap_user": "other"}, {"imap_security": "none"}]


@pytest.mark.parametrize("moved", MOVES)
def test_a_known_password_goes_nowhere_else(admin: Client, moved: dict[str, str]) -> None:
    server = {"imap_host": "imap.example", "imap_user": "help"}
    admin.post(at("mailboxes/new/"), mailbox_form(**server, imap_password="hush"))
    box = Mailbox.objects.get(address="help@morgenrood.example")
    answer = admin.post(at(f"mailboxes/{box.pk}/"), mailbox_form(**server | moved))
    assert answer.status_code == 422
    assert "Enter the password again" in answer.content.decode()
    box.refresh_from_db()
    assert (box.imap_host, box.imap_port, box.imap_user, box.imap_security) == ("imap.example", 993, "help", "tls")
    admin.post(at(f"mailboxes/{box.pk}/"), mailbox_form(**server | moved, imap_password="hush"))
    box.refresh_from_db()
    assert all(str(getattr(box, name)) == value for name, value in moved.items())


def test_without_a_server_no_password_is_kept(admin: Client) -> None:
    admin.post(at("mailboxes/new/"), mailbox_form(imap_host="imap.example", imap_user="help", imap_password="hush"))
    box = Mailbox.objects.get(address="help@morgenrood.example")
    admin.post(at(f"mailboxes/{box.pk}/"), mailbox_form())
    box.refresh_from_db()
    assert box.imap_secret == ""


def test_another_server_begins_from_its_beginning(admin: Client) -> None:
    box = Mailbox.objects.create(address="help@morgenrood.example", imap_host="old.example", last_uid=77, uidvalidity=5)
    admin.post(at(f"mailboxes/{box.pk}/"), mailbox_form(imap_host="new.example"))
    box.refresh_from_db()
    assert (box.last_uid, box.uidvalidity) == (0, None)


@pytest.mark.parametrize("address", ["", "nonsense", "two words@morgenrood.example"])
def test_what_is_no_address_is_refused(admin: Client, address: str) -> None:
    before = Mailbox.objects.count()
    answer = admin.post(at("mailboxes/new/"), mailbox_form(address=address))
    assert answer.status_code == 422
    assert Mailbox.objects.count() == before


def test_two_mailboxes_never_share_an_address(admin: Client) -> None:
    Mailbox.objects.create(address="info@morgenrood.example", extra_addresses=["help@morgenrood.example"])
    answer = admin.post(at("mailboxes/new/"), mailbox_form())
    assert "Another mailbox has this address already." in answer.content.decode()


def test_mail_that_failed_is_shown_and_sent_again(admin: Client) -> None:
    mail = queue(
        purpose="reply", sender=Address("help@morgenrood.example"), to=[Address(EMMA.email)], subject="Hello", text="Hi"
    )
    OutgoingMail.objects.update(state=State.FAILED, answer="550 no such user")
    page = admin.get(at("outgoing/")).content.decode()
    assert EMMA.email in page and "550 no such user" in page
    admin.post(at(f"outgoing/{mail.pk}/attempts/"))
    mail.refresh_from_db()
    assert mail.state == State.QUEUED


def test_a_token_is_shown_once_and_can_be_revoked(agent: Client, world: World) -> None:
    page = agent.post(at("tokens/"), {"name": "nightly export"}).content.decode()
    secret = re.search(r'id="new-token">(balie_[\w-]+)<', page)
    assert secret
    assert holder_of(secret[1]) == world.anna
    assert secret[1] not in agent.get(at("tokens/")).content.decode()
    other = Client()
    other.force_login(world.bram)
    path = at(f"tokens/{Token.objects.get().pk}/revocation/")
    other.post(path)
    assert holder_of(secret[1])
    agent.post(path)
    assert holder_of(secret[1]) is None


def test_an_article_is_written_published_and_taken_back(agent: Client) -> None:
    agent.post(at("articles/collections/new/"), {"title": "Returns"})
    shelf = Collection.objects.get()
    given = {"title": "Sending back", "collection_id": shelf.pk, "language": "en", "audience": "public"}
    answer = agent.post(
        at("articles/new/"), given | {"body": "First <b>this</b>.\n\nThen that.", "body_format": "text"}
    )
    article = Article.objects.get()
    assert article.html == "<p>First &lt;b&gt;this&lt;/b&gt;.</p>\n\n<p>Then that.</p>"
    assert Client().get("/articles/sending-back/").status_code == 404
    written = {"body": "<h2>How</h2><p>Like this.</p>", "body_format": "html", "then": "publish"}
    agent.post(answer.headers["Location"], given | written)
    page = Client().get("/articles/sending-back/").content.decode()
    assert "<h2>How</h2><p>Like this.</p>" in page
    agent.post(at(f"articles/{article.pk}/withdrawal/"))
    assert Client().get("/articles/sending-back/").status_code == 404


def test_a_translation_is_linked_to_its_original_once(agent: Client) -> None:
    shelf = Collection.objects.create(title="Returns", slug="returns")
    given = {"collection_id": shelf.pk, "audience": "public", "body": "Like this.", "body_format": "text"}
    agent.post(at("articles/new/"), given | {"title": "Sending back", "language": "en"})
    original = Article.objects.get()
    german = given | {"title": "Zurückschicken", "language": "de", "translation_of": original.pk}
    answer = agent.post(at("articles/new/"), german)
    assert original.translations.get().title == "Zurückschicken"
    assert f'<option value="{original.pk}" selected' in agent.get(answer.headers["Location"]).content.decode()
    refused = agent.post(at("articles/new/"), german | {"title": "Noch einmal"})
    assert refused.status_code == 422
    assert "That article is there in this language already." in refused.content.decode()


def test_a_collection_is_called_in_each_language(agent: Client) -> None:
    agent.post(at("articles/collections/new/"), {"title": "Returns", "title_de": "Rückgabe", "summary_nl": "no title"})
    shelf = Collection.objects.get()
    assert shelf.words == {"de": {"title": "Rückgabe", "summary": ""}}
    path = at(f"articles/collections/{shelf.pk}/")
    assert 'value="Rückgabe"' in agent.get(path).content.decode()
    agent.post(path, {"title": "returns", "title_it": "Resi"})
    shelf.refresh_from_db()
    assert (shelf.title, shelf.words) == ("returns", {"it": {"title": "Resi", "summary": ""}})


def test_an_article_without_words_keeps_the_rest(agent: Client) -> None:
    shelf = Collection.objects.create(title="Returns", slug="returns")
    given = {"title": "Sending back", "collection_id": shelf.pk, "language": "en", "audience": "public"}
    answer = agent.post(at("articles/new/"), given | {"body": "", "body_format": "text"})
    assert answer.status_code == 422
    assert 'value="Sending back"' in answer.content.decode()


def test_a_team_is_dissolved_in_favour_of_another(admin: Client, world: World) -> None:
    path = at(f"teams/{world.it.pk}/")
    assert f'<option value="{world.orders.pk}"' in admin.get(path).content.decode()
    assert admin.post(f"{path}dissolution/", {"heir": "999"}).headers["Location"] == path
    assert admin.post(f"{path}dissolution/", {"heir": world.orders.pk}).headers["Location"] == at("teams/")
    assert "is dissolved" in (page := admin.get(at("teams/")).content.decode())
    assert path not in page


def test_what_a_signature_does_not_replace_is_said(admin: Client, agent: Client, world: World) -> None:
    path = f"/desk/settings/teams/{world.it.pk}/"
    sent = {"name": "IT", "members": [world.anna.pk], "signature": "{agent}, {unknown}", "signs": "own"}
    page = text(admin.post(path, sent, follow=True))
    assert "Contacts will read {unknown} as typed. What is replaced here: {agent}." in page
    assert 'data-tone="warning"' in page
    assert "as typed" not in text(admin.post(path, sent | {"signature": "{agent}"}, follow=True))
    answer = {"name": "Hello", "readers": "own", "body": "Hello {first}, {contact}", "body_format": "text"}
    said = text(agent.post("/desk/settings/canned/new/", answer, follow=True))
    assert "Contacts will read {first} as typed. What is replaced here: {contact}, {number}, {agent}." in said


def test_surveys_are_switched_off_here_and_there(admin: Client, world: World) -> None:
    assert choice() == Choice(asks=True)
    assert " checked" in admin.get(at("surveys/")).content.decode()
    admin.post(at("surveys/"), {"asks": "on", "quiet_teams": [world.it.pk]})
    assert choice() == Choice(asks=True, quiet_teams=frozenset({world.it.pk}))
    assert f'value="{world.it.pk}" selected' in admin.get(at("surveys/")).content.decode()
    admin.post(at("surveys/"), {})
    assert choice() == Choice(asks=False)
