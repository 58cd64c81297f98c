"""Being away: from when until when, and who stands in."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from balie.accounts.absence import Refused, announce_absence, end_absence, today_of
from balie.accounts.directory import directory
from balie.accounts.models import Absence
from balie.desk.access import DeskRequest, at_the_desk


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AbsenceForm(forms.Form):
    first_day = forms.DateField(label=gettext_lazy("First day"), widget=_day())
    last_day = forms.DateField(label=gettext_lazy("Last day"), widget=_day())
    substitute = forms.TypedChoiceField(
        label=gettext_lazy("Who stands in"),
        help_text=gettext_lazy(
            "Colleagues are offered them where you would be chosen. Nothing is handed over by itself."
        ),
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, *args: Any, me: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(str(pk), name) for pk, name in directory().answering.items() if pk != me]
        self.fields["substitute"].choices = [("", _("Nobody")), *others]  # type: ignore[attr-defined]


@at_the_desk
@require_http_methods(["GET", "POST"])
def absence(request: DeskRequest) -> HttpResponse:
    me = request.user.pk
    if request.method == "GET":
        known = Absence.objects.filter(user=me).values("first_day", "last_day", "substitute").first()
        return _page(request, AbsenceForm(initial=known or {}, me=me))
    form = AbsenceForm(request.POST, me=me)
    if form.is_valid():
        try:
            announce_absence(
                user_id=me, first_day=form.cleaned_data["first_day"], last_day=form.cleaned_data["last_day"],
                substitute_id=form.cleaned_data["substitute"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your colleagues see that you are away."))
            return HttpResponseRedirect(request.path)
    return _page(request, form)


@at_the_desk
@require_POST
def absence_end(request: DeskRequest) -> HttpResponse:
    end_absence(user_id=request.user.pk)
    messages.success(request, _("You are here again."))
    return HttpResponseRedirect("/desk/absence/")


def _page(request: DeskRequest, form: AbsenceForm) -> HttpResponse:
    known = Absence.objects.filter(user=request.user).select_related("substitute").first()
    over = known and known.last_day < today_of(request.user.time_zone)
    context = {"form": form, "absence": None if over else known}
    return render(request, "desk/own_absence.html", context, status=422 if form.errors else 200)
