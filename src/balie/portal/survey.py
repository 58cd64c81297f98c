"""The page a survey's mail leads to. Looking at it records nothing: mail programs follow links by themselves."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from balie.surveys.answering import MOST_WORDS, answer_survey
from balie.surveys.links import read_survey_link
from balie.surveys.models import Score, Survey


class SurveyForm(forms.Form):
    score = forms.TypedChoiceField(
        label=_("How did we do?"), choices=list(reversed(Score.choices)), coerce=int, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What should we keep, or do better?"),
        help_text=_("If you like."),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    pk = read_survey_link(token)
    if pk is None:
        return render(request, "portal/link_expired.html", status=410)
    asked = get_object_or_404(Survey.objects.select_related("ticket"), pk=pk)
    if request.method == "POST":
        return _record(request, asked)
    if request.GET.get("said"):
        return render(request, "portal/survey_thanks.html", {"survey": asked, "token": token})
    initial = {"score": request.GET.get("score") or asked.score, "words": asked.words}
    return _page(request, asked, SurveyForm(initial=initial))


def _record(request: HttpRequest, asked: Survey) -> HttpResponse:
    form = SurveyForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, form, status=422)
    try:
        answer_survey(survey_id=asked.pk, score=form.cleaned_data["score"], words=form.cleaned_data["words"])
    except Survey.DoesNotExist:
        raise Http404 from None
    return redirect(f"{request.path}?said=1")


def _page(request: HttpRequest, asked: Survey, form: SurveyForm, status: int = 200) -> HttpResponse:
    return render(request, "portal/survey.html", {"survey": asked, "form": form}, status=status)
