"""The look of the mails we write."""

from functools import lru_cache

import css_inline
from django.template.loader import get_template
from django.utils import translation


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)


def render_html(template: str, *, language: str, title: str, **values: object) -> str:
    """`template` extends `mail/layout.html`. Styles end up on the elements: many readers drop the others."""
    with translation.override(language):
        page = get_template(template).render({"language": language, "title": title, **values})
    return str(_inliner().inline(page))


def render_text(template: str, *, language: str, **values: object) -> str:
    """Of a `.txt` template."""
    with translation.override(language):
        return str(get_template(template).render({"language": language, **values}))
