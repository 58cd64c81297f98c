"""The colours of tags and who may make new ones, as every page that shows tags needs them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db import transaction
from markupsafe import Markup

from balie.core.digests import digest
from balie.core.prepared import rows
from balie.core.remembering import Remembered
from balie.tickets.tag_records import Makers

_KNOWN = """
select coalesce((select makers from tickets_tagpolicy where id = 1), ''),
    (select coalesce(json_object_agg(name, colour order by name), '{}') from tickets_tag where colour <> '')::text"""


class Label(NamedTuple):
    name: str
    colour: str = ""


@dataclass(frozen=True)
class KnownTags:
    """`colours`: by name, of those that have one."""

    makers: str
    colours: Mapping[str, str]

    def labels(self, names: Iterable[str]) -> tuple[Label, ...]:
        return tuple(Label(name, self.colours.get(name, "")) for name in names)

    @cached_property
    def mark(self) -> bytes:
        """The same as long as they look the same."""
        return digest(dict(self.colours))

    @cached_property
    def written(self) -> Markup:
        """For scripts that draw tags which are being typed."""
        return Markup("{}").format(json.dumps(self.colours)) if self.colours else Markup("")


_remembered = Remembered[None, KnownTags](seconds=10)


def known_tags() -> KnownTags:
    return _remembered.get(None, _read)


def forget_tags() -> None:
    """For whoever asks in the transaction that changed them, and with its commit for others of this process."""
    _remembered.forget()
    transaction.on_commit(_remembered.forget)


def _read() -> KnownTags:
    ((makers, colours),) = rows(_KNOWN, ())
    return KnownTags(makers or Makers.ALL, json.loads(colours))
