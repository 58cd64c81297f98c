"""Addresses and numbers as they are kept. Pure."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from balie.people.editing.refusals import Refused
from balie.people.identities import normalised
from balie.people.models import IdentityKind

_DOMAIN = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
_SIGNS = re.compile(r"[\s().\-/]|\u00a0")
_PHONE = re.compile(r"\+?[0-9]{5,15}")


def understood(kind: str, value: str) -> str:
    """Raises Refused for what is none of that kind."""
    match kind:
        case IdentityKind.EMAIL:
            return _email(value)
        case IdentityKind.PHONE:
            return _phone(value)
    raise Refused(_("Choose what it is."))


def _email(value: str) -> str:
    address = normalised(value)
    try:
        validate_email(address)
    except ValidationError as problem:
        raise Refused(_("“%(value)s” is no e-mail address.") % {"value": value[:80]}) from problem
    return address


def _phone(value: str) -> str:
    number = _SIGNS.sub("", value)
    number = f"+{number[2:]}" if number.startswith("00") else number
    if not _PHONE.fullmatch(number):
        raise Refused(_("“%(value)s” is no phone number.") % {"value": value[:80]})
    return number


def domain_in(text: str) -> str:
    """Also of an address or a link, which people paste. Raises Refused."""
    domain = text.strip().lower().rpartition("@")[2]
    domain = domain.removeprefix("https://").removeprefix("http://").partition("/")[0].removeprefix("www.")
    try:
        domain = domain.encode("idna").decode() if domain else ""
    except UnicodeError:
        domain = ""
    if not _DOMAIN.fullmatch(domain):
        raise Refused(_("“%(value)s” is no domain, such as lamps.example.") % {"value": text[:80]})
    return domain
