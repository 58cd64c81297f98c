"""What contacts fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balie.core.form_fields import NameField
from balie.files.form_fields import FilesField
from balie.tickets.custom_fields.forming import FieldsForm
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.models import Kind

KINDS = (
    (Kind.QUESTION, gettext_lazy("I have a question")),
    (Kind.INCIDENT, gettext_lazy("Something does not work")),
    (Kind.REQUEST, gettext_lazy("I need something")),
)


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=100_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    attachments = FilesField(label=gettext_lazy("Files"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("text", "").strip() and not cleaned.get("attachments"):
            self.add_error("text", _("Write something first."))
        return cleaned


class RequestForm(FieldsForm):
    """The form for everybody. `website` is a trap: people do not see it, programs fill it in."""

    name = NameField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We send our answer here."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), choices=KINDS, initial=Kind.QUESTION, widget=forms.RadioSelect
    )
    subject = NameField(label=gettext_lazy("In a few words"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Tell us more"),
        help_text=gettext_lazy("The more we know, the sooner we can help: what happened, when, and what you expected."),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    attachments = FilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy("Pictures or documents that help us understand."),
        required=False,
    )
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, signed_in: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if signed_in:
            del self.fields["name"], self.fields["email"]
        self.ask(known_fields().of_portal(written=True))

    @property
    def is_trapped(self) -> bool:
        return bool(self.cleaned_data.get("website"))
