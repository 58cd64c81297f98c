"""What everybody may read before they ask."""

from typing import Any

import pytest
from django.test import Client

from balie.events.actor import SYSTEM
from balie.knowledge.models import Article, CollectionWords
from balie.knowledge.writing import Draft, add_collection, publish_article, withdraw_article, write_article

pytestmark = pytest.mark.django_db


def test_what_was_looked_for_is_marked_in_an_answer() -> None:
    shelf = add_collection(title="Tills", actor=SYSTEM)
    draft = Draft(
        title="It is silent", html="<p>Put new paper in the printer &amp; shut it.</p>", collection_id=shelf.pk
    )
    publish_article(article_id=write_article(draft=draft, actor=SYSTEM).pk, actor=SYSTEM)
    page = Client().get("/search/", {"q": "printer"}, headers={"Accept-Language": "en"}).content.decode()
    assert "<mark>printer</mark> &amp; shut it" in page


class HelpCentre:
    """A collection with an article in two languages, and one in a single language."""

    def __init__(self) -> None:
        words = {"de": CollectionWords("Rückgabe", "Wie es geht.")}
        self.shelf = add_collection(title="Returns", summary="How to.", words=words, actor=SYSTEM)
        self.english = self.publish("Sending back", "en")
        self.german = self.publish("Zurückschicken", "de", translation_of=self.english.pk)
        self.alone = self.publish("Repairs of the till", "en")

    def publish(self, title: str, language: str, **changes: Any) -> Article:
        draft = Draft(title, f"<p>Words: {title}.</p>", self.shelf.pk, language=language, **changes)
        article = write_article(draft=draft, actor=SYSTEM)
        publish_article(article_id=article.pk, actor=SYSTEM)
        return article


@pytest.fixture
def centre() -> HelpCentre:
    return HelpCentre()


def read(path: str, language: str) -> str:
    return Client().get(path, headers={"Accept-Language": language}).content.decode()


@pytest.mark.parametrize("path", ["/", "/collections/returns/"])
def test_readers_find_their_language_first_and_the_rest_folded(centre: HelpCentre, path: str) -> None:
    page = read(path, "de")
    shown, folded = page.split("Auch in anderen Sprachen")
    assert "Rückgabe" in shown and "Wie es geht." in shown
    assert centre.german.title in shown
    assert centre.alone.title in folded and "Englisch" in folded
    assert centre.english.title not in page, "it is there in German"
    assert "details" in shown and "<details open" not in shown


@pytest.mark.parametrize("path", ["/", "/collections/returns/"])
def test_where_there_is_nothing_else_other_languages_are_open(centre: HelpCentre, path: str) -> None:
    page = read(path, "it")
    assert '<details class="other-languages" open>' in page
    assert centre.english.title in page and centre.german.title not in page, "an article is listed once"
    assert "Returns" in page, "which has no Italian name"


def test_an_article_leads_to_its_other_languages(centre: HelpCentre) -> None:
    page = read(f"/articles/{centre.english.slug}/", "de")
    assert "auch in Ihrer Sprache" in page
    assert page.count(f'href="/articles/{centre.german.slug}/"') == 2
    assert '<a href="/articles/zuruckschicken/" lang="de" hreflang="de">Deutsch</a>' in page
    withdraw_article(article_id=centre.german.pk, actor=SYSTEM)
    assert centre.german.slug not in read(f"/articles/{centre.english.slug}/", "de")


def test_an_answer_is_found_once_in_the_readers_language(centre: HelpCentre) -> None:
    page = read("/search/?q=Words", "de")
    shown, folded = page.split("Auch in anderen Sprachen")
    assert centre.german.title in shown
    assert centre.alone.title in folded
    assert centre.english.title not in page


def test_words_of_another_language_find_the_article_in_the_readers(centre: HelpCentre) -> None:
    page = read("/search/?q=Sending", "de")
    assert centre.german.title in page
    assert centre.english.title not in page
    assert "Auch in anderen Sprachen" not in page
