"""What an administrator says about a custom field of tickets."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from balie.accounts.models import Team
from balie.administration.field_words import FieldWords, KeyField
from balie.custom_fields.definitions import CHECKED, CHOSEN, Option
from balie.custom_fields.types import Accepts, Type
from balie.tickets.custom_fields.checking import cycles
from balie.tickets.custom_fields.defining import Shape
from balie.tickets.custom_fields.definitions import Definition
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.field_records import Portal
from balie.tickets.models import Kind

# What a contact can't choose among: people.
_INSIDE = frozenset({Type.CONTACT, Type.USER})
_CONDITIONS = CHOSEN | {Type.CHECKBOX}


class FieldForm(FieldWords):
    key = KeyField()
    accepts = forms.ChoiceField(label=gettext_lazy("Which files"), choices=Accepts.choices, required=False)
    several = forms.BooleanField(
        label=gettext_lazy("Several files"), required=False, help_text=gettext_lazy("Up to ten; one otherwise.")
    )
    default = forms.CharField(label=gettext_lazy("What it holds at first"), max_length=500, required=False)
    kinds = forms.MultipleChoiceField(label=gettext_lazy("Of which kinds of ticket"), choices=Kind, required=False)
    teams = forms.MultipleChoiceField(label=gettext_lazy("Of which teams"), required=False)
    when = forms.MultipleChoiceField(label=gettext_lazy("Only shown when"), required=False)
    opening = forms.BooleanField(label=gettext_lazy("Needed to open a ticket"), required=False)
    resolving = forms.BooleanField(label=gettext_lazy("Needed to resolve a ticket"), required=False)
    portal = forms.ChoiceField(label=gettext_lazy("The contact, on the portal"), choices=Portal)

    def __init__(self, data: Any = None, *, kind: str, it: Definition | None = None) -> None:
        super().__init__(data, kind=kind, it=it, initial=_initial(it, kind))
        self.fields["teams"].choices = [(str(pk), name) for pk, name in Team.objects.values_list("pk", "name")]  # type: ignore[attr-defined]
        self.fields["when"].choices = _conditions(it)  # type: ignore[attr-defined]
        if kind == Type.FILE:
            del self.fields["default"]
        else:
            del self.fields["accepts"], self.fields["several"]
        if kind in _INSIDE:
            del self.fields["default"]
            self.fields["portal"].choices = [one for one in Portal.choices if one[0] != Portal.WRITE]  # type: ignore[attr-defined]

    def clean_when(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["when"]
        if len({one.partition(":")[0] for one in chosen}) > 1:
            raise forms.ValidationError(_("Choose what one other field says: it can't hang on two."))
        return chosen

    @property
    def shape(self) -> Shape:
        given = self.cleaned_data
        when = [one.partition(":") for one in given["when"]]
        depends_on = int(when[0][0]) if when else None
        return Shape(
            **self.words, kinds=given["kinds"], teams=list(map(int, given["teams"])), opening=given["opening"],
            resolving=given["resolving"], portal=given["portal"], depends_on=depends_on,
            when=[value for _pk, _colon, value in when],
            default=_default(given.get("default", ""), self.kind, self.chosen),
            accepts=given.get("accepts", ""), several=given.get("several", False),
        )  # fmt: skip


def _initial(it: Definition | None, kind: str) -> dict[str, Any]:
    if it is None:
        return {"portal": Portal.HIDDEN}
    default = it.default
    if kind in CHOSEN and default is not None:
        chosen = default if isinstance(default, list) else [str(default)]
        default = ", ".join(one.label for one in it.options if one.id in chosen)
    return {
        "kinds": sorted(it.kinds),
        "teams": [str(pk) for pk in it.teams], "opening": it.opening, "resolving": it.resolving, "portal": it.portal,
        "when": [f"{it.depends_on}:{value}" for value in it.when],
        "accepts": it.accepts, "several": it.several,
        "default": "yes" if default is True else "" if default is None else default,
    }  # fmt: skip


def _default(said: str, kind: str, options: list[Option]) -> object:
    """Choices by what they are called."""
    if kind not in CHOSEN:
        return said
    ids = {one.label.casefold(): one.id for one in reversed(options)}
    if kind == Type.CHOICES:
        return [ids.get(one.strip().casefold(), one.strip()) for one in said.split(",") if one.strip()]
    return ids.get(said.strip().casefold(), said.strip())


def _conditions(it: Definition | None) -> list[tuple[str, str]]:
    """Of every other field that has something to choose: each choice, unless that hangs on this one."""
    known, language = known_fields(), get_language() or ""
    depends = {pk: one.depends_on for pk, one in known.by_id.items()}
    found: list[tuple[str, str]] = []
    for other in known.live:
        mine = it is not None and (other.id == it.id or cycles(depends | {it.id: other.id}, it.id))
        if mine or other.type not in _CONDITIONS:
            continue
        words = [(CHECKED, _("Yes"))] if other.type == Type.CHECKBOX else other.offered(language)
        found += [(f"{other.id}:{value}", f"{other.called(language)}: {word}") for value, word in words]
    return found
