"""Conditions as the text that `grammar` reads. Pure."""

import re
from collections.abc import Mapping

from balie.conditions.fields import Field
from balie.conditions.tree import All, Either, Is, Node, Not, Says, Sized, Within

_MEANS_MORE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*:|or$", re.IGNORECASE)


def written(node: Node, fields: Mapping[str, Field]) -> str:
    match node:
        case All(parts):
            return " ".join(_inner(part, fields) for part in parts)
        case Either(parts):
            return " or ".join(
                f"({text})" if isinstance(part, Either) else text for part in parts for text in [written(part, fields)]
            )
        case _:
            return _inner(node, fields)


def _inner(node: Node, fields: Mapping[str, Field]) -> str:
    match node:
        case Not(Not() as part):
            return f"-({_inner(part, fields)})"
        case Not(part):
            return f"-{_inner(part, fields)}"
        case Says(text, phrase):
            return f'"{text}"' if phrase or _MEANS_MORE.match(text) else text
        case Is() | Within() | Sized():
            return f"{node.field}:{','.join(map(quoted, fields[node.field].write(node)))}"
        case All() | Either():
            return f"({written(node, fields)})"


def quoted(value: str) -> str:
    """In quotation marks where it would be read as more than one value."""
    return value if value and not set(value) & set(' \t\n,"()') else '"' + value.replace('"', "") + '"'
