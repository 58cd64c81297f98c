"""The mails that belong to signing in, in the reader's language; plain text, so that every mail program shows them."""

from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

IGNORE = gettext_noop("If you did not ask for this, you can ignore this mail: nothing happens.")

# What has changed on an account: allauth's name for it -> what we say.
_CHANGES = {
    "account/email/password_changed": gettext_noop("Your password was changed"),
    "account/email/password_set": gettext_noop("A password was set"),
    "account/email/password_reset": gettext_noop("Your password was reset"),
    "mfa/email/totp_activated": gettext_noop("An authenticator app was added"),
    "mfa/email/totp_deactivated": gettext_noop("The authenticator app was removed"),
    "mfa/email/webauthn_added": gettext_noop("A passkey was added"),
    "mfa/email/webauthn_removed": gettext_noop("A passkey was removed"),
    "mfa/email/recovery_codes_generated": gettext_noop("New recovery codes were made"),
}


class Text(NamedTuple):
    subject: str
    body: str


def text_of(name: str, context: Mapping[str, object]) -> Text | None:
    """None for a mail we have no words of our own for."""
    if name == "account/email/login_code":
        return _login_code(str(context["code"]))
    if name == "account/email/password_reset_key":
        return _password_reset(str(context["password_reset_url"]))
    if name in _CHANGES:
        return _change(_(_CHANGES[name]), context)
    return None


def _login_code(code: str) -> Text:
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    body = [
        _("Your code to sign in:"),
        code,
        _("It works for %(minutes)d minutes, in the window where you asked for it.") % {"minutes": minutes},
        _(IGNORE),
    ]
    return Text(_("%(code)s is your code to sign in") % {"code": code}, "\n\n".join(body))


def _password_reset(url: str) -> Text:
    body = [_("Choose a new password here:"), url, _(IGNORE)]
    return Text(_("Choose a new password"), "\n\n".join(body))


def _change(what: str, context: Mapping[str, object]) -> Text:
    when = date_format(localtime(), "DATETIME_FORMAT")
    body = [
        f"{what}.",
        _("When: %(when)s\nFrom: %(ip)s\nBy: %(browser)s")
        % {"when": when, "ip": context.get("ip", ""), "browser": context.get("user_agent", "")},
        _("Was it not you? Then choose a new password at once and tell your administrator:"),
        f"{settings.BALIE_URL}/accounts/password/reset/",
    ]
    return Text(what, "\n\n".join(body))
