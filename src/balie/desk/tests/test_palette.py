"""What the palette asks of the server."""

import pytest
from pytest_django import DjangoAssertNumQueries

from balie.accounts.models import User
from balie.desk.tests.desk import seated, text
from balie.events.actor import SYSTEM
from balie.knowledge.models import Collection
from balie.knowledge.writing import Draft, publish_article, write_article
from balie.tickets.models import Ticket
from tests.cast import EMMA
from tests.support.world import World


def found(user: User, words: str) -> str:
    return text(seated(user).get("/desk/palette/", {"q": words}))


def looked_at(user: User, *marks: str) -> str:
    return text(seated(user).get("/desk/palette/", {"recent": ",".join(marks)}))


def option_for(ticket: Ticket) -> str:
    return f'href="/desk/tickets/{ticket.pk}/"'


@pytest.mark.parametrize("words", ["kettle", "ket", "KETTLE leaks"])
def test_words_and_their_beginnings_find_tickets(world: World, words: str) -> None:
    ticket, other = world.ticket(subject="Kettle", text="The kettle leaks."), world.ticket(subject="Lamp")
    page = found(world.anna, words)
    assert option_for(ticket) in page
    assert option_for(other) not in page
    assert f"#{ticket.pk} · {EMMA.name}" in page


def test_a_number_finds_its_ticket_first_and_once(world: World) -> None:
    ticket = world.ticket()
    world.ticket(text=f"It is about {ticket.pk} again.")
    page = found(world.anna, f"#{ticket.pk}")
    assert page.index(option_for(ticket)) < page.index('href="/desk/search/')
    assert found(world.anna, str(ticket.pk)).count(option_for(ticket)) == 1


def test_what_one_may_not_see_is_not_found(world: World) -> None:
    hidden = world.ticket(subject="Secret kettle", team=world.orders)
    for words in ("kettle", str(hidden.pk), f"#{hidden.pk}"):
        assert option_for(hidden) not in found(world.anna, words)
    assert option_for(hidden) not in looked_at(world.anna, f"ticket:{hidden.pk}")


@pytest.mark.parametrize("words", ["emma", "emma@fie", "kle"])
def test_people_are_found_by_parts_of_name_and_address(world: World, words: str) -> None:
    assert f'href="/desk/contacts/{world.emma.pk}/"' in found(world.anna, words)


def test_organisations_are_found_whatever_the_case(world: World) -> None:
    assert f'href="/desk/organisations/{world.fietsfabriek.pk}/"' in found(world.anna, "FIETSFAB")


def test_articles_are_found_while_their_name_is_typed(world: World) -> None:
    shelf = Collection.objects.create(title="Tills", slug="tills")
    article = write_article(draft=Draft("Restarting a till", "<p>Hold it.</p>", shelf.pk), actor=SYSTEM)
    publish_article(article_id=article.pk, actor=SYSTEM)
    for words in ("resta", "restarting till", "restart"):
        assert f'href="/articles/{article.slug}/"' in found(world.anna, words)
    assert article.slug not in found(world.anna, "lamp")


def test_everything_else_is_one_line_away(world: World) -> None:
    assert 'href="/desk/search/?q=caf%C3%A9%20%26%20co"' in found(world.anna, "café & co")


def test_what_was_looked_at_comes_in_that_order_and_under_its_present_name(world: World) -> None:
    older, newer = world.ticket(subject="Older"), world.ticket(subject="Newer")
    page = looked_at(world.anna, f"ticket:{newer.pk}", f"contact:{world.emma.pk}", f"ticket:{older.pk}", "ticket:999")
    assert page.index("Newer") < page.index(f"/desk/contacts/{world.emma.pk}/") < page.index("Older")
    assert "/desk/tickets/999/" not in page


def test_each_is_offered_the_places_that_are_open_to_them(world: World) -> None:
    for user, places in ((world.dieter, (True, True)), (world.anna, (False, True)), (world.lena, (False, False))):
        page = looked_at(user)
        assert ("/desk/settings/users/" in page, "/desk/settings/articles/" in page) == places
        assert ("/desk/tickets/new/" in page) == user.may_answer
        assert "/accounts/profile/" in page


@pytest.mark.parametrize("query", ["q=-", "q=%27%3A*", "q=%25", "q=" + "a" * 3000, "recent=a:b,ticket:,:,ticket:²"])
def test_it_answers_whatever_is_typed(world: World, query: str) -> None:
    assert seated(world.anna).get(f"/desk/palette/?{query}").status_code == 200


def test_it_asks_the_same_whatever_it_finds(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(8):
        world.ticket(subject="Kettle")
    anna = seated(world.anna)
    anna.get("/desk/palette/?q=kettle")
    # session, user; teams; search in four steps of three each; tickets; contacts by address, by name; organisations;
    # articles
    with django_assert_max_num_queries(28):
        anna.get("/desk/palette/?q=kettle")
