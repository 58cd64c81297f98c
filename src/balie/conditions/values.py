"""Other values in the place of one. Pure."""

from balie.conditions.tree import All, Either, Is, Node, Not, Value


def put_for(node: Node, field: str, value: Value, instead: tuple[Value, ...]) -> Node:
    """The same conditions, where each that asks a field for this value asks for those, each once."""
    match node:
        case Is(name, values) if name == field and value in values:
            wanted = (new for old in values for new in (instead if old == value else (old,)))
            return Is(field, tuple(dict.fromkeys(wanted)))
        case Not(part):
            return Not(put_for(part, field, value, instead))
        case All(parts):
            return All(tuple(put_for(part, field, value, instead) for part in parts))
        case Either(parts):
            return Either(tuple(put_for(part, field, value, instead) for part in parts))
    return node
