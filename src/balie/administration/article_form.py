"""What an author writes."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from balie.knowledge.models import Article, Audience, Collection, CollectionWords
from balie.knowledge.writing import Draft


def _collections() -> list[tuple[int, str]]:
    return list(Collection.objects.values_list("pk", "title"))


def _originals() -> list[tuple[int | str, str]]:
    known = Article.objects.filter(translation_of=None).order_by("title").values_list("pk", "title", "language")
    return [("", _("No other article")), *((pk, f"{title} ({language})") for pk, title, language in known)]


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
    translation_of = forms.TypedChoiceField(
        label=gettext_lazy("Translation of"),
        choices=_originals,
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Readers find the one in their language."),
    )
    audience = forms.ChoiceField(label=gettext_lazy("Who may read it"), choices=Audience, initial=Audience.PUBLIC)
    body = forms.CharField(label=gettext_lazy("Text"), max_length=500_000, widget=forms.Textarea(attrs={"rows": 16}))
    body_format = forms.ChoiceField(choices=[("text", "text"), ("html", "html")], widget=forms.HiddenInput)

    @staticmethod
    def initial_of(article: Article) -> dict[str, Any]:
        same = ("title", "summary", "collection_id", "language", "audience")
        other = {"translation_of": article.translation_of_id, "body": article.html, "body_format": "html"}
        return {name: getattr(article, name) for name in same} | other

    @property
    def draft(self) -> Draft:
        given = dict(self.cleaned_data)
        body, form = given.pop("body"), given.pop("body_format")
        return Draft(**given, html=body if form == "html" else linebreaks(body, autoescape=True))


class CollectionForm(forms.Form):
    """Also in each language: `title_de`, `summary_de`."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    summary = forms.CharField(label=gettext_lazy("In one sentence"), max_length=240, required=False)

    def __init__(self, data: QueryDict | None = None, *, collection: Collection | None = None) -> None:
        super().__init__(data, initial=_words_of(collection) if collection else None)
        self._collection = collection
        for code, language in settings.LANGUAGES:
            for name, longest in (("title", 120), ("summary", 240)):
                label = f"{self.fields[name].label} – {language}"
                self.fields[f"{name}_{code}"] = forms.CharField(label=label, max_length=longest, required=False)

    @property
    def translated(self) -> list[forms.BoundField]:
        return [self[f"{name}_{code}"] for code, _language in settings.LANGUAGES for name in ("title", "summary")]

    @property
    def words(self) -> dict[str, CollectionWords]:
        given = self.cleaned_data
        return {
            code: CollectionWords(given[f"title_{code}"], given[f"summary_{code}"])
            for code, _language in settings.LANGUAGES
        }

    def clean_title(self) -> str:
        title = str(self.cleaned_data["title"])
        others = Collection.objects.exclude(pk=self._collection.pk if self._collection else 0)
        if others.filter(title__iexact=title).exists():
            raise forms.ValidationError(_("There is a collection of this title already."))
        return title


def _words_of(collection: Collection) -> dict[str, str]:
    known = {f"{name}_{code}": words[name] for code, words in collection.words.items() for name in words}
    return {"title": collection.title, "summary": collection.summary} | known
