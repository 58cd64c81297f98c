from typing import Any

import pytest

from balie.accounts.models import Role
from balie.accounts.users import add_user
from balie.events.actor import SYSTEM
from balie.events.models import Event
from balie.knowledge.feedback import say_whether_it_helped
from balie.knowledge.models import Article, Audience, Collection
from balie.knowledge.writing import (
    Draft,
    add_collection,
    publish_article,
    rewrite_article,
    withdraw_article,
    write_article,
)
from tests.cast import ANNA, OSCAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def returns() -> Collection:
    return add_collection(title="Zurückgeben & umtauschen", actor=SYSTEM)


def draft(collection: Collection, **changes: Any) -> Draft:
    given: dict[str, Any] = {
        "title": "How do I send something back?",
        "html": "<p>Print the label.</p>",
        "collection_id": collection.pk,
    }
    return Draft(**(given | changes))


def written(collection: Collection, *, published: bool = True, **changes: Any) -> Article:
    article = write_article(draft=draft(collection, **changes), actor=SYSTEM)
    if published:
        publish_article(article_id=article.pk, actor=SYSTEM)
    return article


def test_addresses_are_made_from_titles_and_stay_apart(returns: Collection) -> None:
    assert returns.slug == "zuruckgeben-umtauschen"
    slugs = [written(returns).slug for _each in range(3)]
    assert slugs == ["how-do-i-send-something-back", "how-do-i-send-something-back-2", "how-do-i-send-something-back-3"]


def test_what_an_author_pastes_is_cleaned(returns: Collection) -> None:
    article = written(returns, html='<p onclick="steal()">Print<script>steal()</script></p>')
    article.refresh_from_db()
    assert article.html == "<p>Print</p>"
    assert article.text == "Print"


def test_rewriting_keeps_the_address(returns: Collection) -> None:
    article = written(returns)
    rewrite_article(article_id=article.pk, draft=draft(returns, title="Returns"), actor=SYSTEM)
    article.refresh_from_db()
    assert (article.title, article.slug) == ("Returns", "how-do-i-send-something-back")


def test_readers_see_what_is_published_for_everybody_only(returns: Collection) -> None:
    shown = written(returns)
    unpublished = written(returns, published=False)
    inside = written(returns, audience=Audience.STAFF)
    outsider = add_user(email=OSCAR.email, role=Role.CUSTOMER)
    agent = add_user(email=ANNA.email, role=Role.AGENT)
    assert list(Article.objects.visible_to(None)) == [shown]
    assert list(Article.objects.visible_to(outsider)) == [shown]
    assert set(Article.objects.visible_to(agent)) == {shown, unpublished, inside}


def test_a_withdrawn_article_is_gone_for_readers_and_says_so_once_in_the_log(returns: Collection) -> None:
    article = written(returns)
    withdraw_article(article_id=article.pk, actor=SYSTEM)
    withdraw_article(article_id=article.pk, actor=SYSTEM)
    assert not Article.objects.visible_to(None).exists()
    assert Event.objects.filter(kind="article.withdrawn").count() == 1


@pytest.mark.parametrize(
    ("words", "language"),
    [("label", "en"), ("labels", "en"), ("sending back", "en"), ("Etiketten", "de"), ("etikett -retoure", "de")],
)
def test_search_finds_other_forms_of_a_word(returns: Collection, words: str, language: str) -> None:
    written(returns, html="<p>Print the label and send it back.</p>")
    written(returns, title="Wie drucke ich?", html="<p>Das Etikett liegt im Karton.</p>", language="de")
    found = Article.objects.visible_to(None).matching(words, language)
    assert [article.language for article in found] == [language]


def test_a_reader_counts_once_and_may_change_their_mind(returns: Collection) -> None:
    article = written(returns)
    for visitor, helped in (("a", True), ("a", True), ("b", True), ("a", False)):
        say_whether_it_helped(article_id=article.pk, visitor=visitor, helped=helped)
    article.refresh_from_db()
    assert (article.helped, article.did_not_help) == (1, 1)
