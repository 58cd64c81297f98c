from typing import Any

import pytest

from balie.accounts.models import Role
from balie.accounts.users import add_user
from balie.events.actor import SYSTEM
from balie.events.models import Event
from balie.knowledge.feedback import say_whether_it_helped
from balie.knowledge.models import Article, Audience, Collection, CollectionWords
from balie.knowledge.reading import shelf_of
from balie.knowledge.writing import (
    Draft,
    NotATranslation,
    add_collection,
    publish_article,
    rename_collection,
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


def test_an_article_and_its_translations_are_one_to_each_reader(returns: Collection) -> None:
    original, alone = written(returns), written(returns, title="Only in English")
    german = written(returns, title="Etwas zurückschicken", language="de", translation_of=original.pk)
    dutch = written(returns, title="Iets terugsturen", language="nl", translation_of=german.pk)
    everything = list(Article.objects.visible_to(None).order_by("pk"))
    assert shelf_of(everything, "de") == ([german], [alone])
    assert shelf_of(everything, "en") == ([original, alone], [])
    assert shelf_of(everything, "it") == ([], [original, alone])
    for version in (original, german, dutch):
        assert set(Article.objects.versions_of(version)) == {original, german, dutch}


def test_translations_live_on_when_their_original_is_withdrawn(returns: Collection) -> None:
    original = written(returns)
    german, dutch = (written(returns, language=code, translation_of=original.pk) for code in ("de", "nl"))
    withdraw_article(article_id=original.pk, actor=SYSTEM)
    seen = list(Article.objects.visible_to(None).order_by("pk"))
    assert shelf_of(seen, "nl") == ([dutch], [])
    assert shelf_of(seen, "it") == ([], [german])


def test_there_is_one_translation_in_each_language(returns: Collection) -> None:
    original = written(returns)
    german = written(returns, language="de", translation_of=original.pk)
    for language in ("de", "en"):
        with pytest.raises(NotATranslation, match="already"):
            written(returns, language=language, translation_of=original.pk)
    again = draft(returns, language="de", title="Neu", translation_of=original.pk)
    rewrite_article(article_id=german.pk, draft=again, actor=SYSTEM)
    other = written(returns)
    with pytest.raises(NotATranslation, match="itself"):
        rewrite_article(
            article_id=original.pk, draft=draft(returns, language="it", translation_of=other.pk), actor=SYSTEM
        )


def test_a_collection_is_called_as_its_reader_speaks(returns: Collection) -> None:
    words = {"en": CollectionWords("Returns", "Send it back."), "nl": CollectionWords("")}
    rename_collection(collection_id=returns.pk, title="Rückgabe", summary="Ab damit.", words=words, actor=SYSTEM)
    returns.refresh_from_db()
    assert returns.called("en") == ("Returns", "Send it back.")
    assert returns.called("nl") == returns.called("de") == ("Rückgabe", "Ab damit.")
