"""What everybody may read before they ask."""

import pytest
from django.test import Client

from balie.events.actor import SYSTEM
from balie.knowledge.writing import Draft, add_collection, publish_article, write_article

pytestmark = pytest.mark.django_db


def test_what_was_looked_for_is_marked_in_an_answer() -> None:
    shelf = add_collection(title="Tills", actor=SYSTEM)
    draft = Draft(
        title="It is silent", html="<p>Put new paper in the printer &amp; shut it.</p>", collection_id=shelf.pk
    )
    publish_article(article_id=write_article(draft=draft, actor=SYSTEM).pk, actor=SYSTEM)
    page = Client().get("/search/", {"q": "printer"}, headers={"Accept-Language": "en"}).content.decode()
    assert "<mark>printer</mark> &amp; shut it" in page
