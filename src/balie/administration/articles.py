"""Writing for the help centre."""

from django.contrib import messages
from django.db.models import F
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balie.administration.access import StaffRequest, actor_of, for_staff, page
from balie.administration.article_form import ArticleForm, CollectionForm
from balie.knowledge.models import Article, Collection
from balie.knowledge.writing import (
    NotATranslation,
    add_collection,
    publish_article,
    rename_collection,
    rewrite_article,
    withdraw_article,
    write_article,
)


@for_staff
@require_safe
def articles(request: StaffRequest) -> HttpResponse:
    found = Article.objects.visible_to(request.user).select_related("collection", "author")
    # Translations stand below what they are of.
    work = Coalesce("translation_of__title", "title"), F("translation_of").asc(nulls_first=True), "language"
    ordered = found.order_by("collection__position", "collection__title", *work).defer("html", "text", "search")
    return page(request, "articles.html", "articles", articles=ordered, has_shelves=Collection.objects.exists())


@for_staff
@require_http_methods(["GET", "POST"])
def new_article(request: StaffRequest) -> HttpResponse:
    form = ArticleForm(request.POST or None, initial={"language": request.user.language, "body_format": "text"})
    if request.method == "GET" or not form.is_valid():
        return page(request, "article.html", "articles", form=form, it=None, status=422 if form.errors else 200)
    try:
        made = write_article(draft=form.draft, actor=actor_of(request))
    except NotATranslation as reason:
        return _refused(request, form, None, reason)
    return _done(request, made)


@for_staff
@require_http_methods(["GET", "POST"])
def article(request: StaffRequest, pk: int) -> HttpResponse:
    it = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    form = ArticleForm(request.POST or None, initial=ArticleForm.initial_of(it))
    if request.method == "GET" or not form.is_valid():
        return page(request, "article.html", "articles", form=form, it=it, status=422 if form.errors else 200)
    try:
        rewrite_article(article_id=pk, draft=form.draft, actor=actor_of(request))
    except NotATranslation as reason:
        return _refused(request, form, it, reason)
    return _done(request, it)


def _refused(request: StaffRequest, form: ArticleForm, it: Article | None, reason: NotATranslation) -> HttpResponse:
    form.add_error("translation_of", str(reason))
    return page(request, "article.html", "articles", form=form, it=it, status=422)


@for_staff
@require_POST
def withdrawal(request: StaffRequest, pk: int) -> HttpResponse:
    it = get_object_or_404(Article.objects.visible_to(request.user), pk=pk)
    withdraw_article(article_id=it.pk, actor=actor_of(request))
    messages.success(request, _("A draft again: readers no longer find it."))
    return redirect("settings:article", pk)


@for_staff
@require_http_methods(["GET", "POST"])
def new_collection(request: StaffRequest) -> HttpResponse:
    form = CollectionForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return page(request, "collection.html", "articles", form=form, it=None, status=422 if form.errors else 200)
    given = form.cleaned_data
    add_collection(
        title=given["title"], summary=given["summary"], words=form.words, position=Collection.objects.count(),
        actor=actor_of(request),
    )  # fmt: skip
    messages.success(request, _("The collection is there. It shows once it has an article."))
    return redirect("settings:articles")


@for_staff
@require_http_methods(["GET", "POST"])
def collection(request: StaffRequest, pk: int) -> HttpResponse:
    it = get_object_or_404(Collection, pk=pk)
    form = CollectionForm(request.POST or None, collection=it)
    if request.method == "GET" or not form.is_valid():
        return page(request, "collection.html", "articles", form=form, it=it, status=422 if form.errors else 200)
    given = form.cleaned_data
    rename_collection(
        collection_id=pk, title=given["title"], summary=given["summary"], words=form.words, actor=actor_of(request)
    )
    messages.success(request, _("Saved."))
    return redirect("settings:articles")


def _done(request: StaffRequest, it: Article) -> HttpResponse:
    if request.POST.get("then") == "publish":
        publish_article(article_id=it.pk, actor=actor_of(request))
        messages.success(request, _("Published."))
    else:
        messages.success(request, _("Saved."))
    return redirect("settings:article", it.pk)
