"""Which column is which: by its heading, in the four languages, or by what stands in it. Pure."""

import re
from collections.abc import Sequence
from unicodedata import combining, normalize

from balie.people.importing.targets import SEVERAL, Target

_CALLED = {
    Target.NAME: "name, full name, contact, contact name, display name, naam, volledige naam, contactpersoon, "
    "weergavenaam, vollständiger name, kontakt, ansprechpartner, anzeigename, nome completo, nome e cognome, contatto, "
    "nominativo, nome visualizzato",
    Target.FIRST: "first name, firstname, given name, forename, voornaam, vorname, nome",
    Target.MIDDLE: "middle name, prefix, tussenvoegsel, tussenvoegsels, namenszusatz, secondo nome",
    Target.LAST: "last name, lastname, surname, family name, achternaam, familienaam, nachname, familienname, zuname, "
    "cognome",
    Target.EMAIL: "email, emails, e mail, e mails, mail, email address, email addresses, e mail address, "
    "e mail addresses, email 1 value, emailadres, emailadressen, e mailadres, e mailadressen, e mail adres, mailadres, "
    "email adresse, e mail adresse, e mail adressen, mailadresse, indirizzo email, indirizzo e mail, indirizzi email, "
    "posta elettronica, primary email, other email, work email",
    Target.PHONE: "phone, phones, telephone, tel, phone number, phone numbers, mobile, mobile phone, cell, work phone, "
    "business phone, telefoon, telefoonnummer, telefoonnummers, mobiel, mobiele telefoon, telefon, telefonnummer, "
    "telefonnummern, rufnummer, handy, mobil, mobiltelefon, telefono, telefoni, numero di telefono, cellulare",
    Target.ORGANISATION: "organisation, organization, company, company name, account, account name, employer, "
    "organisation name, organization name, organisatie, bedrijf, bedrijfsnaam, werkgever, klant, firma, firmenname, "
    "unternehmen, kunde, azienda, organizzazione, società, ditta, ragione sociale, cliente",
    Target.DOMAINS: "domain, domains, mail domain, organisation domains, company domain, website, domein, domeinen, "
    "domeinnaam, domäne, domänen, domain der organisation, dominio, domini, sito web",
    Target.LANGUAGE: "language, locale, preferred language, taal, voorkeurstaal, sprache, bevorzugte sprache, "
    "korrespondenzsprache, lingua, lingua preferita",
    Target.VIP: "vip, important, belangrijk, wichtig, importante",
    Target.NOTES: "note, notes, remark, remarks, comment, comments, notitie, notities, opmerking, opmerkingen, notiz, "
    "notizen, bemerkung, bemerkungen, anmerkung, anmerkungen, kommentar, nota, annotazioni, osservazioni, commenti",
}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"(\+|00?)[0-9 ()./\-]{7,20}")
# Most of the cells that hold something, and not by chance.
_MOST = 0.7


def letters(heading: str) -> str:
    """Lower case, without accents and signs; `E-Mail 2` is `e mail`."""
    plain = "".join(one for one in normalize("NFKD", heading.lower()) if not combining(one))
    return re.sub(r"( [0-9]+)+$", "", " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split()))


_TARGETS = {letters(called): target for target, names in _CALLED.items() for called in names.split(", ")}


def is_heading(first: Sequence[str]) -> bool:
    """Whether a file's first row names its columns: no row of somebody is without an address or a number."""
    return any(letters(cell) in _TARGETS for cell in first) or not any(_by_content([cell]) for cell in first)


def recognised(headings: Sequence[str], sample: Sequence[Sequence[str]]) -> list[str]:
    """A target for each column. `headings`: empty ones where the file has none."""
    found: list[str] = []
    for column, heading in enumerate(headings):
        cells = [row[column] for row in sample if column < len(row)]
        target = _TARGETS.get(letters(heading)) or _by_content(cells)
        taken = target not in SEVERAL and target in found
        found.append("" if target is None or taken else target.value)
    return _names_put_right(found)


def _by_content(cells: Sequence[str]) -> Target | None:
    held = [cell.strip() for cell in cells if cell.strip()]
    for target, shape in ((Target.EMAIL, _EMAIL), (Target.PHONE, _PHONE)):
        if held and sum(bool(shape.fullmatch(cell)) for cell in held) >= _MOST * len(held):
            return target
    return None


def _names_put_right(found: list[str]) -> list[str]:
    """German files have `Vorname` and `Name`; in Italian, `nome` alone may be all of it."""
    first, last = Target.FIRST in found, Target.LAST in found
    if first and not last and Target.NAME in found:
        found[found.index(Target.NAME)] = Target.LAST.value
    elif first and not last:
        found[found.index(Target.FIRST)] = Target.NAME.value
    return found
