"""What an administrator says about a mailbox."""

from typing import Any

from django import forms
from django.conf import settings as django_settings
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from balie.accounts.models import Team
from balie.channels.email.mailbox_settings import Settings
from balie.channels.email.models import Mailbox, Security

_IMAP = ("imap_host", "imap_port", "imap_security", "imap_user", "imap_folder")


def _team_choices() -> list[tuple[str, Any]]:
    return [("", _("None: everybody")), *((str(team.pk), team.name) for team in Team.objects.all())]


class MailboxForm(forms.Form):
    address = forms.CharField(label=_("Address"), max_length=320)
    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, help_text=_("Stands beside the address in what you send.")
    )
    extra_addresses = forms.CharField(
        label=_("Other addresses"),
        max_length=10_000,
        required=False,
        help_text=_("Mail to them arrives here too. One a line."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    team_id = forms.TypedChoiceField(
        label=_("Team"), choices=_team_choices, coerce=int, empty_value=None, required=False,
        help_text=_("New tickets begin with this team."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("As people write")), *django_settings.LANGUAGES], required=False
    )
    is_active = forms.BooleanField(label=_("Takes mail in"), required=False, initial=True)
    plus_addresses = forms.BooleanField(
        label=_("Use plus addresses"),
        required=False,
        initial=True,
        help_text=_("Answers then find their ticket for certain. Switch off when your provider refuses name+more@…"),
    )
    imap_host = forms.CharField(label=_("IMAP server"), max_length=255, required=False)
    imap_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    imap_security = forms.ChoiceField(label=_("Encryption"), choices=Security, initial=Security.TLS)
    imap_user = forms.CharField(label=_("User name"), max_length=320, required=False)
    imap_password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        required=False,
        help_text=_("Kept encrypted. Leave it empty to keep the one that is known for this server and user."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    imap_folder = forms.CharField(label=_("Folder"), max_length=255, initial="INBOX")

    @staticmethod
    def initial_of(mailbox: Mailbox) -> dict[str, Any]:
        same = ("address", "name", "team_id", "language", "is_active", "plus_addresses", *_IMAP)
        others = {"extra_addresses": "\n".join(mailbox.extra_addresses)}
        return {name: getattr(mailbox, name) for name in same} | others

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        _check(address)
        return address

    def clean_extra_addresses(self) -> tuple[str, ...]:
        addresses = tuple(str(self.cleaned_data["extra_addresses"]).split())
        for address in addresses:
            _check(address)
        return addresses

    @property
    def settings(self) -> Settings:
        given = self.cleaned_data
        own = ("address", "name", "extra_addresses", "team_id", "language", "is_active", "plus_addresses")
        imap = {name: given[name] for name in _IMAP}
        return Settings(**{name: given[name] for name in own}, imap=imap, imap_password=given["imap_password"] or None)


def _check(address: str) -> None:
    """`support@localhost` is one too."""
    local, _at, domain = address.rpartition("@")
    validate_email(f"{local}@example.org" if domain == "localhost" else address)
