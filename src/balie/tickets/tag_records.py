"""What a tag looks like, and who may make new ones."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Colour(models.TextChoices):
    NONE = "", pgettext_lazy("colour", "None")
    BLUE = "blue", pgettext_lazy("colour", "Blue")
    TEAL = "teal", pgettext_lazy("colour", "Teal")
    GREEN = "green", pgettext_lazy("colour", "Green")
    AMBER = "amber", pgettext_lazy("colour", "Amber")
    RED = "red", pgettext_lazy("colour", "Red")
    PINK = "pink", pgettext_lazy("colour", "Pink")
    VIOLET = "violet", pgettext_lazy("colour", "Violet")


class Makers(models.TextChoices):
    ALL = "all", _("Everybody who answers, and contacts by the API")
    SUPERVISORS = "supervisors", _("Supervisors and administrators")
    ADMINS = "admins", _("Administrators")


class TagPolicy(models.Model):
    """One row, or none: then everybody makes new tags."""

    ONLY = 1

    makers = models.CharField(max_length=11, choices=Makers, default=Makers.ALL)

    def __str__(self) -> str:
        return f"new tags by {self.makers}"
