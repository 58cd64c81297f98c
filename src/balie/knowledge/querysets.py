"""Who may read which article, and which match a search."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db import models
from django.db.models import Case, F, Q, When

from balie.accounts.models import User

if TYPE_CHECKING:
    from balie.knowledge.models import Article

CONFIGS = {"en": "english", "nl": "dutch", "de": "german", "it": "italian"}
# ts_headline puts these around what matched: no text of an article holds them.
MARK_BEGIN, MARK_END = "\x02", "\x03"


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, viewer: User | AnonymousUser | None) -> ArticleQuerySet:
        """Everybody reads what is published for everybody; those who work at the desk read all, drafts too."""
        if isinstance(viewer, User) and viewer.is_staff and viewer.is_active:
            return self
        return self.filter(state="published", audience="public")

    def published(self) -> ArticleQuerySet:
        return self.filter(state="published")

    def versions_of(self, article: Article) -> ArticleQuerySet:
        """The article itself and its translations."""
        return self.filter(Q(pk=article.work) | Q(translation_of=article.work))

    def beginning(self, words: str, language: str) -> ArticleQuerySet:
        """As they are typed: the last may go on. Those in the reader's language first."""
        plain = re.findall(r"\w+", words.replace("\x00", ""))[:8]
        if not plain:
            return self.none()
        query = SearchQuery(" & ".join(f"{word}:*" for word in plain), config="simple", search_type="raw")
        stemmed = SearchQuery(words, config=CONFIGS.get(language, "simple"), search_type="websearch")
        own = Case(When(language=language, then=0), default=1)
        return self.filter(Q(search=query) | Q(search=stemmed)).order_by(
            own, SearchRank(F("search"), query | stemmed).desc(), "title"
        )

    def matching(self, words: str, language: str) -> ArticleQuerySet:
        """Best first, with `headline`: where it matched, marked. Words are stemmed in the reader's language, and also
        taken as they stand, so that articles in other languages are found too."""
        config = CONFIGS.get(language, "simple")
        query = SearchQuery(words, config=config, search_type="websearch")
        plain = SearchQuery(words, config="simple", search_type="websearch")
        headline = SearchHeadline(
            "text", query | plain, config=config, start_sel=MARK_BEGIN, stop_sel=MARK_END, max_words=28, min_words=12
        )
        return (
            self.filter(Q(search=query) | Q(search=plain) | Q(title__icontains=words))
            .annotate(rank=SearchRank(F("search"), query | plain), headline=headline)
            .order_by("-rank", "title")
        )
