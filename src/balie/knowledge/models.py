from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from balie.core.clock import now
from balie.knowledge.querysets import ArticleQuerySet


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class Audience(models.TextChoices):
    PUBLIC = "public", _("Everybody")
    STAFF = "staff", _("Colleagues only")


class CollectionWords(NamedTuple):
    title: str
    summary: str = ""


class Collection(models.Model):
    """Articles that belong together, in the order in which the help centre shows them."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    summary = models.CharField(_("summary"), max_length=240, blank=True)
    # The same in other languages; where one is missing, the words above are shown.
    words: models.JSONField[Any, Any] = models.JSONField(default=dict)  # {"de": {"title", "summary"}}
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title

    def called(self, language: str) -> CollectionWords:
        known = self.words.get(language)
        return CollectionWords(**known) if known else CollectionWords(self.title, self.summary)


class Article(models.Model):
    """A page of the knowledge base, in one language. With its translations it is one article to its readers."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="articles")
    slug = models.SlugField(max_length=160, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    # Of an article that is no translation itself.
    translation_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="translations")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    audience = models.CharField(_("who may read it"), max_length=10, choices=Audience, default=Audience.PUBLIC)
    # Sanitised; `text` is the same without its structure.
    html = models.TextField(_("text"))
    text = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True)
    helped = models.PositiveIntegerField(default=0)
    did_not_help = models.PositiveIntegerField(default=0)
    search = SearchVectorField(null=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="article_search"),
            models.Index(fields=["state", "collection", "title"], name="article_shelf"),
        ]
        constraints = [models.UniqueConstraint(fields=["translation_of", "language"], name="translation_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def work(self) -> int:
        """The same for an article and its translations."""
        return self.translation_of_id or self.pk


class Feedback(models.Model):
    """Whether an article helped someone; one word per visitor, the latest counts."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="feedback")
    # Hash of the visitor's session: tells visitors apart without saying who they are.
    visitor = models.CharField(max_length=64)
    helped = models.BooleanField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "visitor"], name="feedback_once")]
