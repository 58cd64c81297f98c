"""What users fill in about themselves."""

from functools import lru_cache
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from balie.accounts.models import Theme, Undo
from balie.accounts.profile import Profile
from balie.core.form_fields import NameField


@lru_cache(maxsize=1)
def time_zones() -> list[tuple[str, str]]:
    """Places people know; the database's other names are for machines."""
    places = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [(name, name.replace("_", " ").replace("/", " / ")) for name in places]


class ProfileForm(forms.Form):
    name = NameField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    theme = forms.ChoiceField(label=_("Appearance"), choices=Theme, required=False)
    signature = forms.CharField(
        label=_("Signature"),
        help_text=_("Stands below your answers to contacts."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    undo_seconds = forms.TypedChoiceField(
        label=_("Undo sending"),
        help_text=_("So long an answer waits before it goes out."),
        choices=Undo,
        coerce=int,
        initial=Undo.USUAL,
    )

    def __init__(self, *args: object, with_signature: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        if not with_signature:
            del self.fields["signature"], self.fields["undo_seconds"]

    @property
    def profile(self) -> Profile:
        return Profile(**{"theme": Theme.SYSTEM, "signature": "", **self.cleaned_data})
