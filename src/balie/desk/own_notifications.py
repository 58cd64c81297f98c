"""What somebody wants to be told, by which way and when."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from balie.desk.access import DeskRequest, at_the_desk
from balie.notifications.choosing import Wanted, choose, stop_mail, wishes_for
from balie.notifications.kinds import Kind, Rhythm, Way
from balie.notifications.links import read_ending_link
from balie.notifications.push.devices import desk_key
from balie.notifications.push_records import Device
from balie.notifications.wishes import Wishes

_USUAL_HOURS = (8 * 60, 18 * 60)


@at_the_desk
@require_http_methods(["GET", "POST"])
def choice(request: DeskRequest) -> HttpResponse:
    if request.method == "POST":
        choose(user_id=request.user.pk, wanted=_wanted(request.POST))
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(request.path)
    return render(request, "desk/own_notifications.html", _shown(wishes_for(request.user.pk)) | _devices(request))


@csrf_exempt  # a mail program that ends the mails in its reader's name knows the link and nothing else (RFC 8058)
@never_cache
@require_http_methods(["GET", "POST"])
def ending(request: HttpRequest, token: str) -> HttpResponse:
    """Without signing in. Looking at it changes nothing: mail programs follow links by themselves."""
    user_id = read_ending_link(token)
    if user_id is None:
        raise Http404
    if request.method == "POST":
        stop_mail(user_id=user_id)
    return render(request, "desk/no_more_mail.html", {"done": request.method == "POST"})


def _shown(wishes: Wishes) -> dict[str, Any]:
    return {
        "kinds": [(kind.value, words, wishes.ways(kind)) for kind, words in _kinds()],
        "rhythms": _rhythms(),
        "rhythm": wishes.rhythm.value,
        "week": list(WEEKDAYS.items()),
        "quiet": bool(wishes.shift.days),
        "days": wishes.shift.days or frozenset(range(5)),
        "begins": _clock(wishes.shift.begins),
        "ends": _clock(wishes.shift.ends),
    }


def _devices(request: DeskRequest) -> dict[str, Any]:
    return {"devices": list(Device.objects.filter(user=request.user)), "desk_key": desk_key()}


def _wanted(sent: QueryDict) -> Wanted:
    days = [int(day) for day in sent.getlist("day") if day in set("0123456")] if sent.get("quiet") else []
    return Wanted(
        ways={kind: frozenset(way for way in Way if f"{kind} {way}" in sent) for kind in Kind},
        rhythm=next((it for it in Rhythm if it == sent.get("rhythm")), Rhythm.QUARTER),
        days=days,
        begins=_minutes(sent.get("begins", ""), _USUAL_HOURS[0]),
        ends=_minutes(sent.get("ends", ""), _USUAL_HOURS[1]),
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes(text: str, usual: int) -> int:
    hour, _colon, minute = text.partition(":")
    if not (hour.isdecimal() and minute[:2].isdecimal() and len(hour) <= 2):
        return usual
    return (int(hour) * 60 + int(minute[:2])) % (24 * 60)


def _kinds() -> Sequence[tuple[Kind, str]]:
    return [
        (Kind.MENTIONED, _("Somebody mentions me or a team of mine")),
        (Kind.ASSIGNED, _("Somebody assigns me a ticket")),
        (Kind.ANSWER, _("A contact writes on my tickets or those I follow")),
        (Kind.REPLY, _("A colleague answers the contact there")),
        (Kind.NOTE, _("A colleague writes a note there")),
        (Kind.HELD, _("A planned answer of mine is held back")),
        (Kind.WOKEN, _("A ticket I had put aside is back")),
        (Kind.HANDED_OVER, _("A ticket is handed over to my teams")),
        (Kind.NEW, _("My teams get a new ticket")),
        (Kind.TASK_ASSIGNED, _("Somebody gives me a task")),
        (Kind.TASK_DUE, _("A task of mine is due")),
    ]


def _rhythms() -> Sequence[tuple[str, str]]:
    return [
        (Rhythm.AT_ONCE.value, _("At once, one for each ticket")),
        (Rhythm.QUARTER.value, _("Together, every 15 minutes at most")),
        (Rhythm.HOUR.value, _("Together, every hour at most")),
        (Rhythm.DAILY.value, _("Together, once a day when my work begins")),
    ]
