"""Canned answers: one's own, a team's, everybody's."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from balie.accounts.models import Team, User
from balie.administration.access import StaffRequest, actor_of, for_staff, page
from balie.core.form_fields import NameField
from balie.core.placeholders import warning_of
from balie.tickets.canned import CannedAnswer, Readers
from balie.tickets.canned_answers import (
    PLACEHOLDERS,
    Wanted,
    add_canned_answer,
    change_canned_answer,
    remove_canned_answer,
)


class CannedAnswerForm(forms.Form):
    """`body` is HTML when the editor wrote it, and then `body_format` says so."""

    name = NameField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("What you type after / to find it")
    )
    readers = forms.ChoiceField(label=gettext_lazy("Who uses it"), choices=Readers, initial=Readers.OWN)
    team = forms.ModelChoiceField(
        label=gettext_lazy("Team"), queryset=Team.objects.none(), required=False, empty_label="–"
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("", gettext_lazy("Any language")), *settings.LANGUAGES],
        required=False,
    )
    body = forms.CharField(label=gettext_lazy("Text"), max_length=100_000, widget=forms.Textarea(attrs={"rows": 8}))
    body_format = forms.ChoiceField(choices=[("text", "text"), ("html", "html")], widget=forms.HiddenInput)

    def __init__(self, request: StaffRequest, it: CannedAnswer | None = None) -> None:
        known = {"name": it.name, "readers": it.readers, "team": it.team_id, "language": it.language} if it else {}
        body = {"body": it.html, "body_format": "html"} if it else {"body_format": "text"}
        super().__init__(request.POST or None, initial=known | body)
        teams = Team.objects.all() if request.user.sees_everything else _own(request.user)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]  # of a choice among models

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("readers") == Readers.TEAM and not given.get("team"):
            self.add_error("team", _("Choose the team."))

    @property
    def wanted(self) -> Wanted:
        given = self.cleaned_data
        body = given["body"]
        html = body if given["body_format"] == "html" else linebreaks(body, autoescape=True)
        team = given["team"]
        return Wanted(given["name"], html, given["readers"], team.pk if team else None, given["language"])


@for_staff
@require_safe
def canned_answers(request: StaffRequest) -> HttpResponse:
    mine = set(CannedAnswer.objects.changeable_by(request.user).values_list("pk", flat=True))
    found = CannedAnswer.objects.visible_to(request.user).select_related("team", "owner")
    return page(request, "canned_answers.html", "canned", answers=found, mine=mine)


@for_staff
@require_http_methods(["GET", "POST"])
def new_canned_answer(request: StaffRequest) -> HttpResponse:
    form = CannedAnswerForm(request)
    if request.method == "GET" or not form.is_valid():
        return page(request, "canned_answer.html", "canned", form=form, it=None, status=422 if form.errors else 200)
    add_canned_answer(wanted=form.wanted, actor=actor_of(request))
    _tell_saved(request, form)
    return redirect("settings:canned")


@for_staff
@require_http_methods(["GET", "POST"])
def canned_answer(request: StaffRequest, pk: int) -> HttpResponse:
    it = get_object_or_404(CannedAnswer.objects.changeable_by(request.user), pk=pk)
    form = CannedAnswerForm(request, it)
    if request.method == "GET" or not form.is_valid():
        return page(request, "canned_answer.html", "canned", form=form, it=it, status=422 if form.errors else 200)
    change_canned_answer(pk=pk, wanted=form.wanted, actor=actor_of(request))
    _tell_saved(request, form)
    return redirect("settings:canned")


@for_staff
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    it = get_object_or_404(CannedAnswer.objects.changeable_by(request.user), pk=pk)
    remove_canned_answer(pk=it.pk, actor=actor_of(request))
    messages.success(request, _("Removed."))
    return redirect("settings:canned")


def _tell_saved(request: StaffRequest, form: CannedAnswerForm) -> None:
    messages.success(request, _("Saved."))
    if warning := warning_of(form.wanted.html, PLACEHOLDERS):
        messages.warning(request, warning)


def _own(user: User) -> QuerySet[Team]:
    return Team.objects.filter(pk__in=user.team_ids)
