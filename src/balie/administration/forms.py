"""What an administrator says about people."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from balie.accounts.models import Role, Signs, Team, User
from balie.core.form_fields import NameField


def _teams() -> list[tuple[int, str]]:
    return list(Team.objects.values_list("pk", "name"))


def _staff() -> list[tuple[int, str]]:
    return [(user.pk, str(user)) for user in User.objects.staff().order_by("name")]


class UserForm(forms.Form):
    name = NameField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role,
        help_text=_(
            "Light agents read and write notes. Agents answer for their teams. Supervisors see all teams. "
            "Administrators change the desk itself."
        ),
    )
    teams = forms.MultipleChoiceField(label=_("Teams"), choices=_teams, required=False)


class NewUserForm(UserForm):
    email = forms.EmailField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ["email", "name", "role", "teams", "language"]


class NewTeamForm(forms.Form):
    name = NameField(label=_("Name of a new team"), max_length=80)


class HeirForm(forms.Form):
    """Who has the tickets of a team that is dissolved."""

    heir = forms.TypedChoiceField(
        label=_("Who gets its tickets and mailboxes"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = ((str(pk), name) for pk, name in _teams() if pk != team.pk)
        heir = cast("forms.ChoiceField", self.fields["heir"])
        heir.choices = [*others, ("", _("No team: all agents see them"))]


class TeamForm(forms.Form):
    name = NameField(label=_("Name"), max_length=80)
    members = forms.MultipleChoiceField(label=_("Who is in it"), choices=_staff, required=False)
    signature = forms.CharField(
        label=_("Signature of the team"),
        max_length=2000,
        required=False,
        help_text=_("Below answers to its tickets. {agent} becomes the name of whoever answers."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    signs = forms.ChoiceField(label=_("Which signature"), choices=Signs, required=False)
