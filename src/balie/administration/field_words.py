"""What an administrator says of any custom field: how it is called, and what can be chosen in it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from balie.core.form_fields import NameField
from balie.custom_fields.definitions import CHOSEN, Definition, Option
from balie.custom_fields.option_lines import lines_of, options_of
from balie.custom_fields.types import Type


class FieldWords(forms.Form):
    label = NameField(label=gettext_lazy("Name"), max_length=80)
    help = forms.CharField(
        label=gettext_lazy("Help"), max_length=300, required=False, help_text=gettext_lazy("Stands below the field.")
    )
    options = forms.CharField(
        label=gettext_lazy("What can be chosen"), max_length=100_000, widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, kind: str, it: Definition | None = None, initial: Mapping[str, Any] | None = None
    ) -> None:
        self.kind, self.it = kind, it
        super().__init__(data, initial={**_initial(it), **(initial or {})})
        if kind not in CHOSEN:
            del self.fields["options"]
        if it is not None and "key" in self.fields:
            del self.fields["key"]

    @property
    def words(self) -> dict[str, Any]:
        """As a shape takes them."""
        given = self.cleaned_data
        return {
            "label": given["label"], "help": given["help"], "options": self.chosen, "translations": self._translated()
        }  # fmt: skip

    @property
    def chosen(self) -> list[Option]:
        before = self.it.options if self.it else ()
        return options_of(self.cleaned_data.get("options", ""), before, tree=self.kind == Type.TREE)

    @property
    def languages(self) -> list[dict[str, Any]]:
        """What it is called in other languages: those that it is not called in by itself."""
        return [
            {"code": code, "name": name, "label": self._said(code, "label"), "help": self._said(code, "help"),
             "options": [(one.id, one.label, self._said(code, "options", one.id)) for one in self._offered()]}
            for code, name in settings.LANGUAGES
        ]  # fmt: skip

    def _offered(self) -> list[Option]:
        return [one for one in self.it.options if not one.gone] if self.it else []

    def _said(self, code: str, *path: str) -> str:
        name = f"in-{code}-{'-'.join(path)}"
        if name in self.data:
            return str(self.data[name])[:300]
        here: Any = self.it.translations.get(code, {}) if self.it else {}
        for step in path:
            here = here.get(step, {}) if isinstance(here, Mapping) else ""
        return here if isinstance(here, str) else ""

    def _translated(self) -> dict[str, dict[str, Any]]:
        """Only what is said: the rest is as it is called by itself."""
        found: dict[str, dict[str, Any]] = {}
        for code, _name in settings.LANGUAGES:
            words: dict[str, Any] = {
                what: said for what in ("label", "help") if (said := self._said(code, what).strip())
            }
            options = {one.id: said for one in self._offered() if (said := self._said(code, "options", one.id).strip())}
            if words or options:
                found[code] = words | ({"options": options} if options else {})
        return found


class KeyField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Key"), max_length=40, required=False,
            help_text=gettext_lazy("What filters and programs call it; made from the name when left empty. It stays."),
        )  # fmt: skip


def _initial(it: Definition | None) -> dict[str, Any]:
    return {"label": it.label, "help": it.help, "options": lines_of(it.options)} if it else {}
