"""Custom fields as a form asks them: at the desk and on the portal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balie.accounts.directory import Directory
from balie.custom_fields.definitions import CHOSEN, Value
from balie.custom_fields.file_kinds import MOST as MOST_FILES
from balie.custom_fields.file_kinds import endings
from balie.custom_fields.refusing import FieldsRefused
from balie.custom_fields.types import Type
from balie.custom_fields.values import DIGITS, LONGEST
from balie.files.form_fields import FilesField, SeveralFiles
from balie.files.uploads import Arriving, Waiting
from balie.people.identities import emails_of
from balie.people.searching import the_one_called
from balie.tickets.custom_fields.checking import Values
from balie.tickets.custom_fields.definitions import Definition

_PREFIX = "field-"


class Asked(NamedTuple):
    """`attrs`: when it is shown, for `behaviours/conditional.ts`; without script all are.

    `kept`: files that were handed in with it before.
    """

    definition: Definition
    bound: BoundField
    attrs: dict[str, str]
    kept: Sequence[Waiting] = ()


class FieldsForm(forms.Form):
    """A form that asks custom fields beside its own. What they hold is checked by the verb that takes them."""

    _asked: tuple[Definition, ...] = ()
    _kept: Mapping[int, Sequence[Waiting]] = {}

    def ask(
        self, definitions: Iterable[Definition], known: Directory | None = None, begins: Values | None = None,
        kept: Mapping[int, Sequence[Waiting]] | None = None,
    ) -> None:  # fmt: skip
        """`known`: of whom colleagues are chosen; at the desk only. `begins`: what they hold at first, if not what they
        hold by themselves. `kept`: by field, files that are there already, for a form that came without them.
        """
        self._kept = kept or {}
        self._asked = tuple(definitions)
        for one in self._asked:
            begun = (begins or {}).get(one.id, one.default)
            self.fields[f"{_PREFIX}{one.id}"] = form_field(one, known, initial=_shown(one, begun))

    def asked(self) -> Iterator[Asked]:
        for one in self._asked:
            yield Asked(one, self[f"{_PREFIX}{one.id}"], shown_by(one, self._asked), self._kept.get(one.id, ()))

    @property
    def definitions(self) -> tuple[Definition, ...]:
        return self._asked

    def given(self) -> dict[int, object]:
        """What was filled in; also where nothing was, so that it isn't what it would be by itself."""
        return {one.id: self._given(one) for one in self._asked}

    def _given(self, definition: Definition) -> object:
        said = self.cleaned_data.get(f"{_PREFIX}{definition.id}")
        if definition.type == Type.FILE:
            return [*self._kept.get(definition.id, ()), *map(Arriving, said or ())]
        return understood(definition, said)

    def refuse(self, refusal: FieldsRefused) -> None:
        for pk, word in refusal.words.items():
            name = f"{_PREFIX}{pk}"
            self.add_error(name if name in self.fields else None, word)


def understood(definition: Definition, said: Any) -> object:
    """A contact is typed as an address, or as a name that nobody else has."""
    if definition.type != Type.CONTACT or not isinstance(said, str) or not said.strip() or said.strip().isdecimal():
        return said
    contact = the_one_called(said)
    return contact.pk if contact else 0


def _shown(definition: Definition, value: Value) -> Value:
    """As `understood` understands it again."""
    if definition.type != Type.CONTACT or not isinstance(value, int):
        return value
    return next(iter(emails_of(value)), str(value))


def shown_by(definition: Definition, among: Iterable[Definition]) -> dict[str, str]:
    attrs = {
        "data-field": str(definition.id),
        "data-kinds": " ".join(sorted(definition.kinds)),
        "data-teams": " ".join(map(str, sorted(definition.teams))),
    }
    for other in among:
        if other.id == definition.depends_on:
            values = {one for value in definition.when for one in other.below(value)}
            attrs |= {"data-when": str(other.id), "data-when-values": " ".join(sorted(values))}
    if definition.type == Type.FILE:
        attrs["data-takes-files"] = "own"
    return {key: value for key, value in attrs.items() if value}


def form_field(definition: Definition, known: Directory | None, *, initial: Value = None) -> forms.Field:
    language = get_language() or ""
    shared: dict[str, Any] = {
        "label": definition.called(language),
        "help_text": _explained(definition, language),
        "required": False,
        "initial": initial,
    }
    if definition.type in CHOSEN:
        return _chosen(definition, language, shared)
    match Type(definition.type):
        case Type.CHECKBOX:
            return forms.BooleanField(**shared)
        case Type.FILE:
            attrs = {"accept": endings(definition.accepts) or None, "multiple": definition.several or None}
            most = MOST_FILES if definition.several else 1
            return FilesField(most=most, widget=SeveralFiles(attrs=attrs), **shared)
        case Type.USER:
            people: Mapping[int, str] = known.answering if known else {}
            named = [(str(pk), name) for pk, name in people.items()]
            return forms.ChoiceField(choices=[("", _("Nobody")), *named], **shared)
    return forms.CharField(widget=_widget(definition), strip=True, **shared)


def _explained(definition: Definition, language: str) -> str:
    """Whether it is asked at all is known while the form is filled in: so that it is needed is said, not enforced."""
    said = definition.explained(language)
    return f"{_('Needed.')} {said}".strip() if definition.opening else said


def _chosen(definition: Definition, language: str, shared: dict[str, Any]) -> forms.Field:
    options = definition.offered(language)
    if definition.type == Type.CHOICES:
        return forms.MultipleChoiceField(choices=options, **shared)
    return forms.ChoiceField(choices=[("", "–"), *options], **shared)


def _widget(definition: Definition) -> forms.Widget:
    match Type(definition.type):
        case Type.LONG_TEXT:
            return forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST[Type.LONG_TEXT]})
        case Type.NUMBER:
            return forms.TextInput(attrs={"inputmode": "decimal", "maxlength": DIGITS + 2, "autocomplete": "off"})
        case Type.DATE:
            return forms.DateInput(attrs={"type": "date"})
        case Type.CONTACT:
            return forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("Name or address")})
    return forms.TextInput(attrs={"maxlength": LONGEST[Type.TEXT], "autocomplete": "off"})
