"""Fields of forms."""

from typing import Any

from django import forms

from balie.core.visible import visible


class NameField(forms.CharField):
    """What something is called: empty where nobody would see anything."""

    def to_python(self, value: Any) -> str:
        return visible(super().to_python(value) or "")


class BodyFormatField(forms.ChoiceField):
    """Stands beside a text that the editor may write: `html` then, and `text` otherwise."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[("text", "text"), ("html", "html")], required=False, initial="text", **kwargs)
