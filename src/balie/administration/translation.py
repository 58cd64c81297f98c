"""Who translates for the desk."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from balie.administration.access import StaffRequest, actor_of, for_admins, page
from balie.translation.choosing import Choice, choose, provider_of, service, translated
from balie.translation.failures import words_of
from balie.translation.models import Kind
from balie.translation.provider import Failed, Why

_SAMPLES = {"en": ("de", "Guten Morgen, der Drucker druckt nicht."), "": ("en", "Good morning, the printer is silent.")}


class TranslationForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Service"), choices=Kind, required=False)
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Of your LibreTranslate server; it begins with https://. DeepL needs no address."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://…"}),
    )
    key = forms.CharField(
        label=gettext_lazy("Key"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Kept encrypted. Leave it empty to keep the one that is known for this address."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("kind") == Kind.LIBRETRANSLATE and not str(given.get("url", "")).strip():
            self.add_error("url", _("Where is it? Type its address."))
        return given

    @property
    def choice(self) -> Choice:
        given = self.cleaned_data
        return Choice(given["kind"], given["url"].strip().rstrip("/"), given["key"] or None)


@for_admins
@require_http_methods(["GET", "POST"])
def translation(request: StaffRequest) -> HttpResponse:
    known = service()
    form = TranslationForm(request.POST or None, initial={"kind": known.kind, "url": known.url})
    told = ""
    if request.method == "POST" and form.is_valid():
        try:
            if "try" in request.POST:
                told = _tried(form.choice, request.user.language)
            else:
                choose(choice=form.choice, actor=actor_of(request))
                messages.success(request, _("Saved."))
                return redirect("settings:translation")
        except Failed as failure:
            form.add_error("key" if failure.why == Why.KEY else "url", words_of(failure.why))
    status = 422 if form.errors else 200
    return page(request, "translation.html", "translation", form=form, told=told, known=known, status=status)


def _tried(choice: Choice, language: str) -> str:
    """Raises Failed."""
    source, words = _SAMPLES.get(language, _SAMPLES[""])
    found = translated(provider_of(choice), words, html=False, source=source, target=language).words
    return _("It works: “%(words)s” becomes “%(found)s”.") % {"words": words, "found": found}
