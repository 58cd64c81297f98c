"""Fields of forms."""

from typing import Any

from django import forms

from balie.core.visible import visible


class NameField(forms.CharField):
    """What something is called: empty where nobody would see anything."""

    def to_python(self, value: Any) -> str:
        return visible(super().to_python(value) or "")
