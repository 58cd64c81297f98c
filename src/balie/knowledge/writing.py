"""Writing articles, putting them before readers and taking them back."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value
from django.utils.translation import gettext as _

from balie.accounts.users import slug_of
from balie.core.clock import now
from balie.core.html_text import html_to_text
from balie.core.sanitising import sanitise
from balie.events.actor import Actor
from balie.events.recording import record
from balie.knowledge.meanings import KIND
from balie.knowledge.models import Article, Audience, Collection, CollectionWords, State
from balie.knowledge.querysets import CONFIGS
from balie.search.meaning import keeping


@dataclass(frozen=True, slots=True)
class Draft:
    """What an author gives: `html` as it came from the editor, not sanitised yet."""

    title: str
    html: str
    collection_id: int
    summary: str = ""
    language: str = "en"
    audience: str = Audience.PUBLIC
    translation_of: int | None = None


class NotATranslation(Exception):
    """Why it cannot be one, in words for its author."""


@transaction.atomic
def write_article(*, draft: Draft, actor: Actor) -> Article:
    fields = _fields(draft) | {"translation_of_id": _original(draft)}
    article = Article(author_id=actor.id if actor.kind == "user" else None, **fields)
    article.slug = _free_slug(draft.title)
    article.save(force_insert=True)
    _index(article)
    record("article.written", actor=actor, article=article.pk)
    return article


@transaction.atomic
def rewrite_article(*, article_id: int, draft: Draft, actor: Actor) -> Article:
    """The address stays as it was, so that links to it live on."""
    article = Article.objects.select_for_update().get(pk=article_id)
    fields = _fields(draft) | {"translation_of_id": _original(draft, article), "updated_at": now()}
    Article.objects.filter(pk=article_id).update(**fields)
    article.refresh_from_db()
    _index(article)
    record("article.rewritten", actor=actor, article=article.pk)
    return article


@transaction.atomic
def publish_article(*, article_id: int, actor: Actor) -> None:
    if Article.objects.filter(pk=article_id, state=State.DRAFT).update(state=State.PUBLISHED, published_at=now()):
        record("article.published", actor=actor, article=article_id)


@transaction.atomic
def withdraw_article(*, article_id: int, actor: Actor) -> None:
    """Back to a draft: readers no longer find it, the words stay."""
    if Article.objects.filter(pk=article_id, state=State.PUBLISHED).update(state=State.DRAFT, published_at=None):
        record("article.withdrawn", actor=actor, article=article_id)


@transaction.atomic
def add_collection(
    *,
    title: str,
    summary: str = "",
    words: Mapping[str, CollectionWords] | None = None,
    position: int = 0,
    actor: Actor,
) -> Collection:
    """`words`: the same in other languages."""
    slug = slug_of(title)
    if Collection.objects.filter(slug=slug).exists():
        slug = f"{slug}-{Collection.objects.count() + 1}"
    collection = Collection.objects.create(
        title=title, slug=slug, summary=summary, words=_stored(words or {}), position=position
    )
    record("collection.added", actor=actor, collection=collection.pk)
    return collection


@transaction.atomic
def rename_collection(
    *, collection_id: int, title: str, summary: str, words: Mapping[str, CollectionWords], actor: Actor
) -> None:
    """The address stays as it was."""
    if Collection.objects.filter(pk=collection_id).update(title=title, summary=summary, words=_stored(words)):
        record("collection.renamed", actor=actor, collection=collection_id)


def _stored(words: Mapping[str, CollectionWords]) -> dict[str, dict[str, str]]:
    return {language: said._asdict() for language, said in words.items() if said.title}


def _original(draft: Draft, article: Article | None = None) -> int | None:
    if draft.translation_of is None:
        return None
    original = Article.objects.select_for_update().get(pk=draft.translation_of)
    versions = Article.objects.versions_of(original)
    if article and (article.pk == original.work or article.translations.exists()):
        raise NotATranslation(_("This article has translations itself, so it cannot be one."))
    if versions.filter(language=draft.language).exclude(pk=article.pk if article else 0).exists():
        raise NotATranslation(_("That article is there in this language already."))
    return original.work


def _fields(draft: Draft) -> dict[str, object]:
    safe = sanitise(draft.html)
    return {
        "title": draft.title.strip()[:200],
        "summary": draft.summary.strip()[:300],
        "collection_id": draft.collection_id,
        "language": draft.language,
        "audience": draft.audience,
        "html": safe,
        "text": html_to_text(safe),
    }


def _free_slug(title: str) -> str:
    base = slug_of(title)[:150].strip("-")
    taken = set(Article.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


def _index(article: Article) -> None:
    """Stemmed in the article's language and as it stands: see `ArticleQuerySet.matching`."""
    vectors = [
        SearchVector(Value(words), weight=weight, config=config)
        for config in (CONFIGS.get(article.language, "simple"), "simple")
        for words, weight in ((article.title, "A"), (article.summary, "B"), (article.text, "D"))
    ]
    Article.objects.filter(pk=article.pk).update(search=reduce(add, vectors))
    keeping.outdate(KIND, article.pk)
