"""gettext for templates: as Jinja's newstyle, but a text without values is translated and marked safe once."""

from functools import lru_cache

from django.utils import translation
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup


@pass_eval_context
def gettext(context: EvalContext, text: str, **values: object) -> str:
    language = translation.get_language() or ""
    if not context.autoescape:
        return translation.gettext(text) % values
    return _format(language, text) % values if values else _said(language, text)


@lru_cache(maxsize=4_000)
def _format(language: str, text: str) -> Markup:  # noqa: ARG001 -- what the translation depends on
    return Markup(translation.gettext(text))  # noqa: S704 -- our own words


@lru_cache(maxsize=4_000)
def _said(language: str, text: str) -> Markup:
    return _format(language, text) % {}
