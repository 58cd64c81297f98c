"""What an author writes."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balie.knowledge.models import Article, Audience, Collection
from balie.knowledge.writing import Draft


def _collections() -> list[tuple[int, str]]:
    return list(Collection.objects.values_list("pk", "title"))


class ArticleForm(forms.Form):
    """`body` is HTML when the editor wrote it, and then `body_format` says so; otherwise text."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("In one sentence"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Stands below the title in lists."),
    )
    collection_id = forms.TypedChoiceField(label=gettext_lazy("Collection"), choices=_collections, coerce=int)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    audience = forms.ChoiceField(label=gettext_lazy("Who may read it"), choices=Audience, initial=Audience.PUBLIC)
    body = forms.CharField(label=gettext_lazy("Text"), max_length=500_000, widget=forms.Textarea(attrs={"rows": 16}))
    body_format = forms.ChoiceField(choices=[("text", "text"), ("html", "html")], widget=forms.HiddenInput)

    @staticmethod
    def initial_of(article: Article) -> dict[str, Any]:
        same = ("title", "summary", "collection_id", "language", "audience")
        return {name: getattr(article, name) for name in same} | {"body": article.html, "body_format": "html"}

    @property
    def draft(self) -> Draft:
        given = dict(self.cleaned_data)
        body, form = given.pop("body"), given.pop("body_format")
        return Draft(**given, html=body if form == "html" else linebreaks(body, autoescape=True))


class CollectionForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    summary = forms.CharField(label=gettext_lazy("In one sentence"), max_length=240, required=False)

    def clean_title(self) -> str:
        title = str(self.cleaned_data["title"])
        if Collection.objects.filter(title__iexact=title).exists():
            raise forms.ValidationError(_("There is a collection of this title already."))
        return title
