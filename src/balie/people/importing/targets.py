"""What a column of a file may hold."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Target(TextChoices):
    IGNORE = "", _("Leave this column out")
    NAME = "name", _("Name")
    FIRST = "first_name", _("First name")
    MIDDLE = "middle_name", _("Prefix of the last name")
    LAST = "last_name", _("Last name")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    ORGANISATION = "organisation", _("Organisation")
    DOMAINS = "domains", _("Domains of the organisation")
    LANGUAGE = "language", _("Language")
    VIP = "vip", _("VIP")
    NOTES = "notes", _("Notes")


# Of these there may be several columns; of the others the first that has something counts.
SEVERAL = frozenset({Target.EMAIL, Target.PHONE, Target.DOMAINS, Target.NOTES})
