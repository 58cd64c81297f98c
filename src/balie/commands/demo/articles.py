"""The demo's help centre."""

import tomllib
from pathlib import Path

from balie.events.actor import Actor
from balie.knowledge.models import Audience
from balie.knowledge.writing import Draft, add_collection, publish_article, write_article


def make_articles(author: Actor) -> None:
    shelves = tomllib.loads(Path(__file__).with_name("articles.toml").read_text("utf-8"))
    for shelf in shelves["collection"]:
        made = add_collection(title=shelf["title"], summary=shelf["summary"], actor=author)
        for told in shelf["article"]:
            draft = Draft(
                told["title"], told["html"], made.pk, summary=told["summary"],
                language=told.get("language", "en"), audience=told.get("audience", Audience.PUBLIC),
            )  # fmt: skip
            article = write_article(draft=draft, actor=author)
            publish_article(article_id=article.pk, actor=author)
