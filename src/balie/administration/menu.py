"""The settings' own navigation: what somebody may change."""

from typing import TypedDict

from django.urls import reverse
from django.utils.translation import gettext as _

from balie.accounts.models import User


class Item(TypedDict):
    label: str
    href: str
    icon: str
    current: bool


class Group(TypedDict):
    label: str
    items: list[Item]


def menu(user: User, section: str) -> list[Group]:
    def item(key: str, label: str, icon: str) -> Item:
        href = reverse(key if ":" in key else f"settings:{key}")
        return {"label": label, "href": href, "icon": icon, "current": key == section}

    desk = [
        item("users", _("Users"), "users"),
        item("teams", _("Teams"), "users-round"),
        item("fields", _("Fields"), "text-cursor-input"),
        item("statuses", _("Statuses"), "circle-dot"),
        item("tags", _("Tags"), "tag"),
        item("imports", _("Import contacts"), "upload"),
        item("mailboxes", _("Mailboxes"), "inbox"),
        item("outgoing", _("Outgoing mail"), "send"),
        item("surveys", _("Surveys"), "face-slightly-smiling"),
        item("translation", _("Translation"), "languages"),
        item("about", _("About this desk"), "info"),
    ]
    everybody = [
        item("articles", _("Articles"), "book-open"),
        item("canned", _("Canned answers"), "message-square-text"),
        item("templates", _("Ticket templates"), "copy"),
        item("recurring", _("Recurring tickets"), "calendar-clock"),
        item("checklists", _("Checklists"), "clipboard-list"),
        item("desk:exports", _("Export"), "download"),
        item("tokens", _("API tokens"), "key"),
    ]
    groups: list[Group] = [{"label": _("Desk"), "items": desk}] if user.is_admin else []
    return [*groups, {"label": _("Work"), "items": everybody}]
