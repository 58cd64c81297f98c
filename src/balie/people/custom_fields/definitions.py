"""What a custom field of contacts or organisations is besides what every custom field is. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from balie.custom_fields.definitions import Definition as Defined


@dataclass(frozen=True, slots=True)
class Definition(Defined):
    """`beside`: stands beside the tickets of whoever it is about."""

    beside: bool = False
