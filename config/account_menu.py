"""The pages about oneself: everybody's, and those of whoever works at the desk."""

from typing import TypedDict

from django.urls import reverse
from django.utils.translation import gettext as _

from balie.accounts.models import User


class Place(TypedDict):
    label: str
    href: str
    icon: str
    current: bool


def account_menu(user: User, section: str = "") -> list[Place]:
    def place(key: str, name: str, label: str, icon: str) -> Place:
        return {"label": label, "href": reverse(name), "icon": icon, "current": key == section}

    profile = place("profile", "accounts-profile", _("Profile"), "user")
    safety = [
        place("password", "account_change_password", _("Password"), "key"),
        place("mfa", "mfa_index", _("Signing in safely"), "shield-check"),
        place("sessions", "usersessions_list", _("Devices"), "monitor"),
    ]
    at_the_desk = [
        place("desk", "desk:own-desk", _("Your desk"), "layout-dashboard"),
        place("absence", "desk:absence", _("Absence"), "calendar-days"),
        place("notifications", "desk:own-notifications", _("Notifications"), "bell"),
        place("keys", "desk:own-keys", _("Keys"), "keyboard"),
    ]
    return [profile, *(at_the_desk if user.is_staff else ()), *safety]
