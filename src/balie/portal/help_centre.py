"""The help centre: what everybody may read before they ask."""

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup, escape

from balie.knowledge.feedback import say_whether_it_helped
from balie.knowledge.models import Article, Collection
from balie.knowledge.querysets import MARK_BEGIN, MARK_END

ON_HOME = 5
MOST_HITS = 30
RATED = "rated"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    public = Article.objects.visible_to(None)
    collections = (
        Collection.objects.annotate(number=Count("articles", filter=Q(articles__in=public)))
        .filter(number__gt=0)
        .order_by("position", "title")
        .prefetch_related(Prefetch("articles", _in_language(public), to_attr="shown"))
    )
    return render(request, "portal/home.html", {"collections": collections, "most": ON_HOME})


@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    shelf = get_object_or_404(Collection, slug=slug)
    articles = _in_language(Article.objects.visible_to(None).filter(collection=shelf))
    return render(request, "portal/collection.html", {"collection": shelf, "articles": articles})


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Colleagues see drafts and inside articles here too, marked as such."""
    found = get_object_or_404(Article.objects.visible_to(request.user).select_related("collection"), slug=slug)
    related = Article.objects.visible_to(None).filter(collection=found.collection_id).exclude(pk=found.pk)
    rated = request.session.get(RATED, {}).get(str(found.pk)) if request.session.session_key else None
    context = {"article": found, "related": _in_language(related)[:4], "rated": rated}
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
        matching = Article.objects.visible_to(None).matching(words, get_language() or "en")
        hits = list(matching.select_related("collection")[:MOST_HITS])
    shown = [(hit, _marked(hit.headline)) for hit in hits]  # type: ignore[attr-defined]  # annotated by matching()
    return render(request, "portal/search.html", {"words": words, "search_value": words, "hits": shown})


def _marked(headline: str) -> Markup:
    """Escaped first, and only then marked: an article's words can't become markup."""
    return Markup(str(escape(headline)).replace(MARK_BEGIN, "<mark>").replace(MARK_END, "</mark>"))  # noqa: S704


def _in_language(articles: QuerySet[Article]) -> QuerySet[Article]:
    """For lists. Those in the reader's language first, then by how many they helped."""
    foreign = ExpressionWrapper(~Q(language=get_language() or "en"), output_field=BooleanField())
    ordered = articles.annotate(foreign=foreign).order_by("foreign", F("helped").desc(), "title")
    return ordered.defer("html", "text", "search")
