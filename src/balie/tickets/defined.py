"""What administrators have defined for tickets, read in one round trip: most pages need all of it.

`custom_fields.known` and `own_statuses.known` make of it what they are about.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from balie.core.prepared import rows
from balie.core.remembering import Remembered

_DEFINED = """
select coalesce((select json_agg(json_build_array(id, key, type, label, help, opening, resolving, portal, depends_on_id,
        archived_at is not null, options, kinds, teams, "when", "default", translations,
        accepts, several) order by position, id)
    from tickets_fielddefinition), '[]')::text,
    coalesce((select json_agg(json_build_array(id, key, category, name, portal, portal_name, teams, translations,
        archived_at is not null) order by position, id)
    from tickets_statusdefinition), '[]')::text"""


@dataclass(frozen=True, slots=True, eq=False)
class Defined:
    """Rows, in their order. Each reading is another, by which what was made of it is known again."""

    fields: list[list[Any]]
    statuses: list[list[Any]]


_remembered = Remembered[None, Defined](seconds=10)


def defined() -> Defined:
    return _remembered.get(None, _read)


def forget_defined() -> None:
    """For whoever asks in the transaction that changed it, and with its commit for others of this process."""
    _remembered.forget()
    transaction.on_commit(_remembered.forget)


def _read() -> Defined:
    ((fields, statuses),) = rows(_DEFINED, ())
    return Defined(json.loads(fields), json.loads(statuses))
