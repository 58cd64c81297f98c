"""What contacts fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from balie.core.form_fields import NameField
from balie.tickets.custom_fields.forming import FieldsForm
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.models import Kind

MOST_FILES = 10
KINDS = (
    (Kind.QUESTION, gettext_lazy("I have a question")),
    (Kind.INCIDENT, gettext_lazy("Something does not work")),
    (Kind.REQUEST, gettext_lazy("I need something")),
)


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files up to a limit, each within the upload limit; an empty one is a file too."""

    widget = SeveralFiles

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise forms.ValidationError(
                ngettext(
                    "Please send no more than %(most)d file.", "Please send no more than %(most)d files.", MOST_FILES
                )
                % {"most": MOST_FILES}
            )
        for file in given:
            if file.size > settings.BALIE_UPLOAD_SIZE_LIMIT:
                raise forms.ValidationError(
                    _("%(name)s is too large: %(limit)d MB is the most we can take.")
                    % {"name": file.name, "limit": settings.BALIE_UPLOAD_SIZE_LIMIT // 1024**2}
                )
        return [super(FilesField, self).clean(file, initial) for file in given]


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
