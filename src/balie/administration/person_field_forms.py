"""What an administrator says about a custom field of contacts or organisations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from balie.administration.field_words import FieldWords, KeyField
from balie.people.custom_fields.defining import Shape
from balie.people.custom_fields.definitions import Definition


class PersonFieldForm(FieldWords):
    key = KeyField()
    beside = forms.BooleanField(
        label=gettext_lazy("Stands beside their tickets"), required=False,
        help_text=gettext_lazy("For what one should know while answering."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, kind: str, it: Definition | None = None) -> None:
        super().__init__(data, kind=kind, it=it, initial={"beside": it.beside} if it else {})

    @property
    def shape(self) -> Shape:
        return Shape(**self.words, beside=self.cleaned_data["beside"])
