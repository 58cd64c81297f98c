"""Search, contacts and organisations."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balie.desk.tests.desk import seated, text
from balie.events.actor import SYSTEM, Actor
from balie.knowledge.writing import Draft, add_collection, write_article
from balie.people.identities import contact_for
from balie.people.models import Contact
from tests.cast import EMMA
from tests.support.world import World


def test_words_lead_to_tickets_and_are_marked(world: World) -> None:
    ticket = world.ticket(subject="Broken kettle", text="The kettle <b>leaks</b> since Monday.")
    world.ticket(subject="Quite another thing")
    page = text(seated(world.anna).get("/desk/search/?q=kettle"))
    assert f'href="/desk/tickets/{ticket.pk}/#message-' in page
    assert "<mark>kettle</mark>" in page
    assert "<b>leaks" not in page
    assert "another thing" not in page
    assert 'value="kettle"' in page


def test_nothing_of_other_teams_is_found(world: World) -> None:
    world.ticket(subject="Secret kettle", team=world.orders)
    page = text(seated(world.anna).get("/desk/search/?q=kettle"))
    assert "Secret" not in page
    assert "Nothing found" in page


def test_a_number_leads_straight_to_its_ticket(world: World) -> None:
    ticket, hidden = world.ticket(), world.ticket(team=world.orders)
    anna = seated(world.anna)
    assert anna.get(f"/desk/search/?q=%23{ticket.pk}")["Location"] == f"/desk/tickets/{ticket.pk}/"
    assert anna.get(f"/desk/search/?q=%23{hidden.pk}").status_code == 200


@pytest.mark.parametrize("words", ["emma", "KLEIN", "emma@fiets"])
def test_people_are_found_by_name_and_address(world: World, words: str) -> None:
    page = text(seated(world.anna).get("/desk/search/", {"q": words}))
    assert f'href="/desk/contacts/{world.emma.pk}/"' in page


@pytest.mark.parametrize(
    "words", ["", "   ", "%", "-", '"', "#", "#99999999999999999999", "a" * 5000, "a" * 290 + " x:y"]
)
def test_any_words_can_be_searched_for(world: World, words: str) -> None:
    assert seated(world.anna).get("/desk/search/", {"q": words}).status_code == 200


def test_a_contacts_page_tells_who_they_are_and_what_they_asked(world: World) -> None:
    mine, hidden = world.ticket(subject="Visible one"), world.ticket(subject="Hidden one", team=world.orders)
    page = text(seated(world.anna).get(f"/desk/contacts/{world.emma.pk}/"))
    for words in (EMMA.name, EMMA.email, "Fietsfabriek", mine.subject):
        assert words in page
    assert hidden.subject not in page


def test_a_merged_contact_leads_to_the_other(world: World) -> None:
    other = contact_for(email="emma@private.example")
    Contact.objects.filter(pk=other.pk).update(merged_into=world.emma)
    answer = seated(world.anna).get(f"/desk/contacts/{other.pk}/")
    assert answer["Location"] == f"/desk/contacts/{world.emma.pk}/"


def test_an_organisation_shows_its_people_and_their_tickets(world: World) -> None:
    ticket, _other = world.ticket(), world.ticket(requester=world.farid, subject="Of somebody else")
    page = text(seated(world.anna).get(f"/desk/organisations/{world.fietsfabriek.pk}/"))
    assert ticket.subject in page
    assert EMMA.name in page
    assert "fietsfabriek.example" in page
    assert "Of somebody else" not in page


@pytest.mark.parametrize("path", ["/desk/contacts/999999999/", "/desk/organisations/999999999/"])
def test_who_is_not_there_is_not_found(world: World, path: str) -> None:
    assert seated(world.anna).get(path).status_code == 404


def hits(page: str) -> list[str]:
    return re.findall(r'class="hit-title" href="/desk/tickets/(\d+)/', page)


def test_conditions_stand_among_the_words(world: World) -> None:
    mine, other = world.ticket(text="kettle", team=world.it), world.ticket(text="kettle")
    page = text(seated(world.anna).get("/desk/search/", {"q": "kettle team:it"}))
    assert hits(page) == [str(mine.pk)] != [str(other.pk)]


def test_filters_beside_what_was_found_are_parts_of_the_text(world: World) -> None:
    world.ticket(text="kettle", team=world.it)
    world.ticket(text="kettle")
    anna = seated(world.anna)
    page = text(anna.get("/desk/search/", {"q": "kettle"}))
    (address,) = re.findall(r'class="facet-option" href="([^"]+)"><span>IT</span><span class="facet-count">1<', page)
    narrowed = text(anna.get(address.replace("&amp;", "&")))
    assert 'value="kettle team:it"' in narrowed
    assert len(hits(narrowed)) == 1
    assert re.search(r'href="/desk/search/\?q=kettle"><span>Any<', narrowed)


def test_one_kind_of_thing_alone_can_be_looked_for(world: World) -> None:
    world.ticket(text="klein")
    anna = seated(world.anna)
    everything, people = (text(anna.get("/desk/search/", {"q": q})) for q in ("klein", "in:contacts klein"))
    for page in (everything, people):
        assert f"/desk/contacts/{world.emma.pk}/" in page
    assert hits(everything)
    assert not hits(people)


def test_articles_and_organisations_are_found(world: World) -> None:
    shelf = add_collection(title="Tills", actor=SYSTEM)
    draft = Draft("Printers of receipts", "<p>Open it.</p>", shelf.pk, language="en")
    article = write_article(draft=draft, actor=Actor.user(world.anna.pk))
    anna = seated(world.anna)
    assert f"/articles/{article.slug}/" in text(anna.get("/desk/search/?q=printers"))
    assert f"/desk/organisations/{world.fietsfabriek.pk}/" in text(anna.get("/desk/search/?q=fietsfab"))


def test_what_a_field_cannot_be_is_told_and_mended(world: World) -> None:
    page = text(seated(world.anna).get("/desk/search/", {"q": "kettle status:opne"}))
    assert "Nothing found" in page
    assert 'href="/desk/search/?q=kettle%20status%3Aopen"' in page


def test_the_header_of_a_mail_is_looked_for_and_what_may_be_meant_offered(world: World) -> None:
    ticket = world.ticket(text="She wrote: From: emma, about receipts")
    page = text(seated(world.anna).get("/desk/search/", {"q": "From: emma receipts"}))
    assert len(hits(page)) == 1, ticket
    assert 'href="/desk/search/?q=from%3Aemma%20receipts"' in page
    assert "Nothing found" in text(seated(world.anna).get("/desk/search/", {"q": "tag:nix x"}))


def test_a_mistyped_field_is_looked_for_and_what_may_be_meant_offered(world: World) -> None:
    page = text(seated(world.anna).get("/desk/search/", {"q": "statsu:open"}))
    assert "Nothing found" in page
    assert 'href="/desk/search/?q=status%3Aopen"' in page


def test_searches_are_remembered_until_they_are_forgotten(world: World) -> None:
    anna = seated(world.anna)
    anna.get("/desk/search/?q=first+kettle")
    anna.get("/desk/search/?q=second+kettle")
    page = text(anna.get("/desk/search/"))
    assert page.index("second kettle") < page.index("first kettle")
    offered = anna.get("/desk/search/completion/?q=").json()["options"]
    assert [option["text"] for option in offered[:2]] == ["second kettle", "first kettle"]
    assert "kettle" not in text(seated(world.bram).get("/desk/search/"))
    anna.post("/desk/search/recent/removal/")
    assert "kettle" not in text(anna.get("/desk/search/"))


def test_the_box_offers_what_may_come_next(world: World) -> None:
    anna = seated(world.anna)

    def offered(typed: str) -> tuple[int, list[str]]:
        answer = anna.get("/desk/search/completion/", {"q": typed}).json()
        return answer["from"], [option["text"] for option in answer["options"]]

    assert offered("in:c") == (3, ["contacts"])
    assert offered("lamp i")[1][0] == "in:"
    assert offered("lamp stat") == (5, ["status:"])
    assert offered("from:emm") == (5, ["emma@fietsfabriek.example"])


def test_a_search_can_be_kept_as_a_view(world: World) -> None:
    page = text(seated(world.anna).get("/desk/search/", {"q": "kettle team:it"}))
    world.ticket(text="kettle", team=world.it)
    page = text(seated(world.anna).get("/desk/search/", {"q": "kettle team:it"}))
    assert 'action="/desk/views/"' in page
    assert '<input type="hidden" name="q" value="kettle team:it">' in page


def test_the_page_asks_the_database_as_often_for_many_hits_as_for_one(world: World) -> None:
    anna = seated(world.anna)
    for number in range(12):
        world.ticket(text=f"kettle {'solo' if number == 7 else 'choir'}")
    anna.get("/desk/search/?q=kettle")
    counts = []
    for words in ("status:new solo -choir.", "status:new kettle -solo."):
        with CaptureQueriesContext(connection) as asked:
            anna.get("/desk/search/", {"q": words})
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 26
