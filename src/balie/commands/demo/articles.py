"""The demo's help centre."""

import tomllib
from pathlib import Path

from balie.events.actor import Actor
from balie.knowledge.models import Audience, CollectionWords
from balie.knowledge.writing import Draft, add_collection, publish_article, write_article


def make_articles(author: Actor) -> None:
    shelves = tomllib.loads(Path(__file__).with_name("articles.toml").read_text("utf-8"))
    for shelf in shelves["collection"]:
        words = {language: CollectionWords(**said) for language, said in shelf["words"].items()}
        made = add_collection(title=shelf["title"], summary=shelf["summary"], words=words, actor=author)
        originals: dict[str, int] = {}
        for told in shelf["article"]:
            draft = Draft(
                told["title"], told["html"], made.pk, summary=told["summary"],
                language=told.get("language", "en"), audience=told.get("audience", Audience.PUBLIC),
                translation_of=originals[told["of"]] if "of" in told else None,
            )  # fmt: skip
            article = write_article(draft=draft, actor=author)
            if "key" in told:
                originals[told["key"]] = article.pk
            publish_article(article_id=article.pk, actor=author)
