"""What may come next in a filter that is being typed."""

import re
from collections.abc import Iterator
from itertools import islice

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from balie.accounts.directory import Directory, directory
from balie.conditions.fields import Choice, Moment, Named
from balie.conditions.moments import SPANS
from balie.conditions.tree import Is, Who
from balie.conditions.wording import quoted
from balie.desk.access import DeskRequest, at_the_desk
from balie.desk.filter_terms import FIELDS, SPAN_WORDS, choice_words, own_choice_words, own_terms
from balie.people.models import Identity, IdentityKind, Organisation
from balie.people.searching import find_contacts
from balie.tickets.fields import ticket_fields
from balie.tickets.models import Tag

MOST = 12
LONGEST = 1_000
# The word that is typed: a field with its values, the last of which may have begun with a quotation mark.
_TYPED = re.compile(
    r"""
    (?:^|(?<=[\s(-]))(?:
        (?P<key>[A-Za-z_][A-Za-z0-9_]*):(?:"[^"]*",|[^\s",]+,)*(?P<value>"[^"]*|[^\s",]*)
      | (?P<word>[^\s":(),-]*)
    )$
    """,
    re.VERBOSE,
)

Option = tuple[str, str]


@at_the_desk
@require_safe
def completion(request: DeskRequest) -> HttpResponse:
    """`from`: where in the text the part begins that an option takes the place of; an option says what it is."""
    return offered(*completed(request.GET.get("q", "")[:LONGEST]))


def completed(text: str) -> tuple[int, Iterator[Option]]:
    typed = _TYPED.search(text)
    if typed is None:
        return len(text), iter(())
    if typed["key"]:
        return typed.start("value"), _values(typed["key"].lower(), typed["value"].strip('"'), directory())
    return typed.start("word"), _fields(typed["word"])


def offered(begins: int, found: Iterator[Option]) -> JsonResponse:
    options = [{"text": word, "label": label} for word, label in islice(found, MOST)]
    return JsonResponse({"from": begins, "options": options})


def _fields(begun: str) -> Iterator[Option]:
    """By the field's word, or by what it is called."""
    wanted = begun.casefold()
    for key, label in (*FIELDS.items(), *own_terms()):
        if key.startswith(wanted) or str(label).casefold().startswith(wanted):
            yield f"{key}:", str(label)


def _values(key: str, begun: str, known: Directory) -> Iterator[Option]:
    field = ticket_fields(known).get(key)
    wanted = begun.casefold()
    if isinstance(field, Choice):
        words = own_choice_words(key, field) or choice_words(key, field)
        yield from (o for o in words if any(word.casefold().startswith(wanted) for word in o))
    elif isinstance(field, Moment):
        yield from ((word, str(SPAN_WORDS[word])) for word in SPANS if word.startswith(wanted))
    elif key in {"team", "assignee", "follower"} or (isinstance(field, Named) and Who.ME in field.who):
        yield from _named(key, wanted, known)
    elif key in {"tag", "organisation", "requester", "from"}:
        yield from ((quoted(word), label) for word, label in _looked_up(key, begun))


def _named(key: str, wanted: str, known: Directory) -> Iterator[Option]:
    field = ticket_fields(known)[key]
    names = known.teams if key == "team" else known.users
    words = ((field.write(Is(key, (pk,)))[0], name) for pk, name in names.items())
    for word, label in (*choice_words(key, None), *words):
        if any(part.startswith(wanted) for part in (word.casefold(), *label.casefold().split())):
            yield quoted(word), label


def _looked_up(key: str, begun: str) -> Iterator[Option]:
    if key == "tag":
        live = Tag.objects.filter(name__startswith=begun.lower(), merged_into=None, removed_at=None)
        for name in live.values_list("name", flat=True)[:MOST]:
            yield name, name
    elif key == "organisation":
        for name in Organisation.objects.filter(name__istartswith=begun).values_list("name", flat=True)[:MOST]:
            yield name, name
    else:
        contacts = find_contacts(begun, alike=False)
        known = Identity.objects.filter(contact__in=contacts, kind=IdentityKind.EMAIL).order_by("-pk")
        addresses = dict(known.values_list("contact_id", "value"))
        for contact in contacts:
            address = addresses.get(contact.pk, f"#{contact.pk}")
            yield address, contact.name or address
