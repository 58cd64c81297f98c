"""Parts of a page that are kept once made: `{% keep key, … %}…{% endkeep %}`.

A part is kept by its place in the templates, the language, and the keys, so the keys must tell all that it shows.
What differs on every request though the part is the same, such as the form's CSRF input, is set in anew:
`{% keep key, … around csrf_input %}`.
"""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from django.utils.functional import LazyObject
from django.utils.translation import get_language
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

_MOST = 12_000_000  # characters in one process, keys too; then those that were made first are let go


class Keep(Extension):
    tags = {"keep"}

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        keys: list[nodes.Expr] = []
        while not parser.stream.current.test_any("block_end", "name:around"):
            keys.append(parser.parse_expression())
            parser.stream.skip_if("comma")
        around = parser.parse_expression() if parser.stream.skip_if("name:around") else nodes.Const("")
        body = parser.parse_statements(("name:endkeep",), drop_needle=True)
        arguments = [nodes.Const(f"{parser.name}:{line}"), nodes.Tuple(keys, "load"), around]
        return nodes.CallBlock(self.call_method("kept", arguments), [], [], body).set_lineno(line)

    def kept(self, place: str, keys: tuple[Any, ...], around: str, caller: Callable[[], str]) -> Markup:
        if self.environment.auto_reload:
            return Markup(caller())  # noqa: S704 -- a template's own output
        key = (place, get_language(), _fixed(keys))
        parts = _kept.get(key)
        if parts is None:
            made = str(caller())
            parts = made.split(str(around)) if around else [made]
            # One visitor's token must never reach another.
            if any("csrfmiddlewaretoken" in part for part in parts):
                return Markup(made)  # noqa: S704 -- as above
            _keep(key, parts)
        return Markup(parts[0] if len(parts) == 1 else str(around).join(parts))  # noqa: S704 -- as above


def _fixed(value: Any) -> Hashable:
    """The same as something that can be a key: lists and dictionaries can not.

    What is worked out late is taken as what it turned out to be: it holds on to what it was worked out from, the whole
    request, for as long as the part is kept.
    """
    while isinstance(value, LazyObject):
        bool(value)  # works it out
        value = value._wrapped
    if type(value) is tuple:
        return tuple(map(_fixed, value))
    try:
        hash(value)
    except TypeError:
        if isinstance(value, dict):
            return tuple((key, _fixed(one)) for key, one in value.items())
        return tuple(map(_fixed, value))
    found: Hashable = value
    return found


_kept: dict[Hashable, list[str]] = {}
_sizes: dict[Hashable, int] = {}
_size = 0
_lock = Lock()


def _keep(key: Hashable, parts: list[str]) -> None:
    global _size  # noqa: PLW0603 -- one store in a process
    with _lock:
        if key in _kept:  # another thread made it meanwhile
            return
        _kept[key] = parts
        _sizes[key] = len(repr(key)) + sum(map(len, parts))
        _size += _sizes[key]
        while _size > _MOST:
            first = next(iter(_kept))
            del _kept[first]
            _size -= _sizes.pop(first)
