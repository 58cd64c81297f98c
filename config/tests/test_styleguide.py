"""The living page shows every component, so it is where a broken one is noticed first."""

import re

import pytest
from django.test import Client

from config import assets
from config.styleguide import PAGES

pytestmark = pytest.mark.urls("config.styleguide")
COMPONENTS = assets.FRONTEND / "templates" / "components"


@pytest.mark.parametrize("name", ["", *(f"{name}/" for name in sorted(PAGES))])
def test_every_page_renders_without_an_undefined_name(client: Client, name: str) -> None:
    response = client.get(f"/{name}")

    assert response.status_code == 200
    assert "</html>" in response.text


def test_an_unknown_page_is_not_found(client: Client) -> None:
    assert client.get("/nothing/").status_code == 404


@pytest.mark.parametrize("name", ["", "inbox/", "ticket/", "portal/"])
def test_pages_keep_to_the_content_security_policy(client: Client, name: str) -> None:
    html = client.get(f"/{name}").text

    assert not re.search(r"\sstyle=|\son[a-z]+=|<style", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_every_id_on_the_living_page_is_there_once(client: Client) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get("/").text)

    assert sorted(ids) == sorted(set(ids))


def test_every_component_is_used_by_a_page_of_the_guide_or_a_layout() -> None:
    templates = assets.FRONTEND / "templates"
    used = "".join(path.read_text() for path in templates.rglob("*.html"))

    # A form of Django's is what it draws.
    alone = ["own_fields.html"]
    assert [path.name for path in COMPONENTS.glob("*.html") if f"components/{path.name}" not in used] == alone


@pytest.mark.parametrize(
    ("cookie", "attribute"), [("dark", 'data-theme="dark"'), ("contrast", 'data-theme="contrast"'), ('x" onload="', "")]
)
def test_the_theme_comes_from_its_cookie_and_from_nothing_else(client: Client, cookie: str, attribute: str) -> None:
    client.cookies["theme"] = cookie
    opening = re.search(r"<html[^>]*>", client.get("/").text)

    assert opening
    assert attribute in opening.group()
    assert attribute or "data-theme" not in opening.group()
