"""Figures for those who answer, and for those who see to it that it is done well."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.rail import rail
from balie.insights.chart import chart_of
from balie.insights.dashboard import dashboard as figures_for


@at_the_desk
@require_safe
def dashboard(request: DeskRequest) -> HttpResponse:
    figures = figures_for(request.user)
    context = {"figures": figures, "chart": chart_of(figures.days), "rail": rail(request.user, place="dashboard")}
    return render(request, "desk/dashboard.html", context)
