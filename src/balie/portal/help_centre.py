"""The help centre: what everybody may read before they ask."""

from typing import NamedTuple

from django.conf import settings
from django.db.models import F, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup, escape

from balie.knowledge.feedback import say_whether_it_helped
from balie.knowledge.models import Article, Collection, CollectionWords
from balie.knowledge.querysets import MARK_BEGIN, MARK_END
from balie.knowledge.reading import shelf_of

ON_HOME = 5
RELATED = 4
MOST_HITS = 30
RATED = "rated"


class Hit(NamedTuple):
    article: Article
    collection: str
    excerpt: Markup


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    readable = Prefetch("articles", _best_first(Article.objects.visible_to(None)), to_attr="shown")
    shelves = [
        (collection, _called(collection), shelf_of(collection.shown, _language()))
        for collection in Collection.objects.order_by("position", "title").prefetch_related(readable)
        if collection.shown
    ]
    return render(request, "portal/home.html", {"shelves": shelves, "most": ON_HOME})


@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    shelf = get_object_or_404(Collection, slug=slug)
    articles = shelf_of(_best_first(Article.objects.visible_to(None).filter(collection=shelf)), _language())
    return render(request, "portal/collection.html", {"called": _called(shelf), "articles": articles})


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Colleagues see drafts and inside articles here too, marked as such."""
    found = get_object_or_404(Article.objects.visible_to(request.user).select_related("collection"), slug=slug)
    beside = Article.objects.visible_to(None).filter(collection=found.collection_id)
    versions = Article.objects.visible_to(request.user).published().versions_of(found).exclude(pk=found.pk)
    rated = request.session.get(RATED, {}).get(str(found.pk)) if request.session.session_key else None
    context = {
        "article": found,
        "called": _called(found.collection),
        "related": [it for it in shelf_of(_best_first(beside), _language()).own if it.work != found.work][:RELATED],
        "versions": [
            (it, get_language_info(it.language)["name_local"])
            for it in versions.order_by("language").only("slug", "title", "language")
        ],
        "rated": rated,
    }
    return render(request, "portal/article.html", context)


@require_POST
def feedback(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Article.objects.visible_to(request.user), slug=slug)
    helped = request.POST.get("helped") == "yes"
    if not request.session.session_key:
        request.session.create()
    say_whether_it_helped(article_id=found.pk, visitor=str(request.session.session_key), helped=helped)
    request.session[RATED] = {**request.session.get(RATED, {}), str(found.pk): helped}
    return redirect(f"{reverse('portal:article', args=[slug])}#feedback")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    hits: list[Article] = []
    if words:
        matching = Article.objects.visible_to(None).matching(words, _language())
        hits = list(matching.select_related("collection")[:MOST_HITS])
    found = shelf_of(hits, _language())
    translated = _translated(found.other)
    own = [*_hits(found.own), *(Hit(it, _called(it.collection).title, escape(it.summary)) for it in translated)]
    other = _hits([it for it in found.other if it.work not in {one.work for one in translated}])
    return render(request, "portal/search.html", {"words": words, "search_value": words, "own": own, "other": other})


def _translated(other: list[Article]) -> list[Article]:
    """What was found by words of another language, in the reader's, where it is there."""
    works = [it.work for it in other]
    same = Article.objects.visible_to(None).filter(Q(pk__in=works) | Q(translation_of__in=works))
    return list(same.filter(language=_language()).select_related("collection"))


def _hits(articles: list[Article]) -> list[Hit]:
    return [
        Hit(it, _called(it.collection).title, _marked(it.headline))  # type: ignore[attr-defined]  # annotated by matching()
        for it in articles
    ]


def _marked(headline: str) -> Markup:
    """Escaped first, and only then marked: an article's words can't become markup."""
    return Markup(str(escape(headline)).replace(MARK_BEGIN, "<mark>").replace(MARK_END, "</mark>"))  # noqa: S704


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _called(collection: Collection) -> CollectionWords:
    return collection.called(_language())


def _best_first(articles: QuerySet[Article]) -> QuerySet[Article]:
    """For lists, by how many they helped."""
    return articles.order_by(F("helped").desc(), "title").defer("html", "text", "search")
