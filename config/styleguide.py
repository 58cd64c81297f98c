"""The living page of the design system at /styleguide/, while developing (BALIE_DEBUG): every component, and mock
screens that show how they make a whole. Its people and tickets are invented here and never stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

PAGES = {"inbox", "split", "ticket", "portal", "bare"}
PEOPLE = ["Anna de Vries", "Jürgen Müller", "Chiara Rossi", "Pieter Bakker", "Lena Fischer", "Sofie Jansen"]
CONTACTS = ["Chiara Rossi", "Pieter Bakker", "Dr. Anneliese von Hohenstein-Wittgenstein", "noc@example.net"]
RAIL = [
    {
        "items": [
            {"label": "Inbox", "href": "#", "icon": "inbox", "count": 27, "shortcut": "g i"},
            {"label": "Mine", "href": "#", "icon": "user-round", "count": 12, "shortcut": "g m"},
            {
                "label": "Unassigned",
                "href": "/styleguide/inbox/",
                "icon": "circle-dashed",
                "count": 20,
                "current": True,
            },
            {"label": "Waiting for an answer", "href": "#", "icon": "hourglass", "count": 8},
            {"label": "All", "href": "#", "icon": "archive"},
        ]
    },
    {
        "label": "Teams",
        "items": [
            {"label": "First line", "href": "#", "icon": "headset", "count": 14},
            {"label": "Billing", "href": "#", "icon": "users-round", "count": 1204},
            {"label": "Rechtsschutzversicherungsangelegenheiten", "href": "#", "icon": "users-round"},
        ],
    },
    {
        "label": "More",
        "items": [
            {"label": "Contacts", "href": "#", "icon": "building"},
            {"label": "Articles", "href": "#", "icon": "book-open"},
            {"label": "Figures", "href": "#", "icon": "chart-column"},
            {"label": "Settings", "href": "#", "icon": "settings"},
        ],
    },
]
SUBJECTS = [
    ("Fattura 2026-0417: importo errato", "Buongiorno, sulla fattura di aprile trovo due volte la stessa voce"),
    ("Kan niet meer inloggen sinds vanochtend", "Sinds de update van vannacht krijg ik telkens een foutmelding"),
    ("Rufumleitung für den Feiertag", "Könnten Sie unsere Hauptnummer am 3. Oktober auf die Notrufzentrale umleiten?"),
    ("Phones at the Leeds office are silent", "Nobody can call in or out. We have tried restarting the switch twice"),
    ("How do I add a colleague?", "I looked in the settings but the button that the article shows is not there"),
    ("Kündigungsbestätigung Rechtsschutzversicherungsgesellschaft", "Anbei die unterschriebene Kündigung"),
    ("Offerte voor 12 extra toestellen", "Graag ontvang ik een offerte, inclusief installatie op twee locaties"),
    ("Re: Voicemail greeting", "Perfect, thank you!"),
    ("API answers 502 every few minutes", "Our monitoring shows 41 failures since midnight, all on the same address"),
    ("Nuovo numero di telefono per la reception", "Da lunedì ci trasferiamo e avremmo bisogno di un nuovo numero"),
]


@dataclass(frozen=True)
class Row:
    number: int
    subject: str
    preview: str
    contact: str
    status: str
    priority: str
    channel: str
    when: datetime
    assignee: str | None
    tags: list[tuple[str, str]]
    unread: bool
    messages: int
    promise: tuple[str, str] | None


def ago(**distance: int) -> datetime:
    return timezone.now() - timedelta(**distance)


def tickets() -> list[Row]:
    statuses = ["new", "open", "open", "pending", "open", "on_hold", "new", "resolved"]
    promises = [("soon", "12 min"), None, ("due", "3 h"), ("broken", "2 h late"), None, ("paused", "waits"), None]
    return [
        Row(
            number=1042 - at,
            subject=SUBJECTS[at % len(SUBJECTS)][0],
            preview=SUBJECTS[at % len(SUBJECTS)][1],
            contact=["Chiara Rossi", "Pieter Bakker", "Dr. Anneliese von Hohenstein-Wittgenstein", "noc@example.net"][
                at % 4
            ],
            status=statuses[at % len(statuses)],
            priority=["normal", "high", "normal", "urgent", "normal"][at % 5],
            channel=["email", "portal", "email", "phone", "api"][at % 5],
            when=ago(minutes=3 * (at + 1) ** 3),
            assignee=[None, *PEOPLE][at % 5],
            tags=[[], [("invoice", "blue")], [("login", ""), ("update", "teal")], [], [("hardware", "amber")]][at % 5],
            unread=at % 3 == 0,
            messages=at % 4 + 1,
            promise=promises[at % len(promises)],
        )
        for at in range(20)
    ]


def page(request: HttpRequest, name: str = "") -> HttpResponse:
    if name and name not in PAGES:
        raise Http404
    people = [{"value": "", "label": "Nobody", "icon": "circle-dashed"}]
    people += [{"value": str(at), "label": who, "avatar": who} for at, who in enumerate(PEOPLE, 1)]
    context = {
        "rail": RAIL,
        "tickets": tickets(),
        "ago": ago,
        "people": people,
        "statuses": [
            {"value": "open", "label": "Open", "icon": "circle-dot"},
            {"value": "pending", "label": "Pending", "icon": "hourglass"},
            {"value": "on_hold", "label": "On hold", "icon": "circle-pause"},
            {"value": "resolved", "label": "Resolved", "icon": "circle-check"},
        ],
        "priorities": [
            {"value": "low", "label": "Low", "icon": "signal-low"},
            {"value": "normal", "label": "Normal", "icon": "signal-medium"},
            {"value": "high", "label": "High", "icon": "signal-high"},
            {"value": "urgent", "label": "Urgent", "icon": "flame"},
        ],
    }
    return render(request, f"styleguide/{name}.html" if name else "styleguide.html", context)


urlpatterns = [path("", page, name="styleguide"), path("<slug:name>/", page, name="styleguide_page")]
