"""Articles for a reader: each once, in their language where it is there."""

from collections.abc import Iterable
from typing import NamedTuple

from balie.knowledge.models import Article


class Shelf(NamedTuple):
    """`other`: what is not there in the reader's language."""

    own: list[Article]
    other: list[Article]


def shelf_of(articles: Iterable[Article], language: str) -> Shelf:
    """In the order in which they come. Where it is not in that language, its original stands for it."""
    works: dict[int, list[Article]] = {}
    for article in articles:
        works.setdefault(article.work, []).append(article)
    shelf = Shelf([], [])
    for versions in works.values():
        own = next((it for it in versions if it.language == language), None)
        if own:
            shelf.own.append(own)
        else:
            shelf.other.append(next((it for it in versions if it.translation_of_id is None), versions[0]))
    return shelf
