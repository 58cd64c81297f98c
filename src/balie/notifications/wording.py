"""What somebody is told, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from balie.accounts.directory import directory
from balie.notifications.centre import Fact, Line
from balie.notifications.kinds import Kind
from balie.people.models import Contact


@dataclass(frozen=True, slots=True)
class Said:
    """`text` has a place for `who`, who did it; `who` may be empty then."""

    text: str
    who: str
    actor: tuple[str, str]  # name and what its colour hangs on, of who did the latest
    aside: str = ""

    def __str__(self) -> str:
        return self.text % {"who": self.who}


@dataclass(frozen=True, slots=True)
class Names:
    users: Mapping[int, str]
    contacts: Mapping[int, str]

    def of(self, fact: Fact) -> str:
        if fact.actor_kind == "user":
            return self.users.get(fact.actor or 0, _("Somebody"))
        if fact.actor_kind == "contact":
            return self.contacts.get(fact.actor or 0, _("A contact"))
        return "Balie"


def names_for(lines: Iterable[Line]) -> Names:
    """Of all who did something there: one question for the contacts among them."""
    contacts = {fact.actor for line in lines for fact in line.facts if fact.actor_kind == "contact" and fact.actor}
    found = {one.pk: str(one) for one in Contact.objects.filter(pk__in=contacts)} if contacts else {}
    return Names(directory().users, found)


def said(facts: Sequence[Fact], names: Names) -> Said:
    """One sentence for all of it: what was done by whom, or who did how much."""
    people = list(dict.fromkeys(names.of(fact) for fact in facts))
    counts: dict[str, int] = {}
    for fact in facts:
        counts[fact.kind] = counts.get(fact.kind, 0) + fact.count
    counts = dict(sorted(counts.items(), key=lambda one: list(Kind).index(Kind(one[0]))))
    if not facts:
        return Said("", "", ("", ""))
    first = facts[0]
    key = f"c{first.actor}" if first.actor_kind == "contact" else people[0]
    away = next((fact.instead_of for fact in facts if fact.instead_of), None)
    aside = _("for %(name)s, who is away") % {"name": names.users.get(away, "")} if away else ""
    actor = (people[0] if first.actor_kind != "system" else "", key)
    if len(counts) == 1 and sum(counts.values()) == 1:
        return Said(_(_ONE[Kind(first.kind)]), people[0], actor, aside)
    much = ", ".join(_counted(kind, count) for kind, count in counts.items()).replace("%", "%%")
    return Said("%(who)s: " + much, _who(people), actor, aside)


def _who(people: list[str]) -> str:
    if len(people) == 1:
        return people[0]
    if len(people) == 2:
        return _("%(one)s and %(other)s") % {"one": people[0], "other": people[1]}
    rest = len(people) - 1
    return ngettext("%(name)s and %(count)d other", "%(name)s and %(count)d others", rest) % {
        "name": people[0], "count": rest,
    }  # fmt: skip


_ONE = {
    Kind.MENTIONED: gettext_noop("%(who)s mentioned you"),
    Kind.ASSIGNED: gettext_noop("%(who)s assigned it to you"),
    Kind.HELD: gettext_noop("Your planned answer was held back"),
    Kind.TASK_ASSIGNED: gettext_noop("%(who)s gave you a task"),
    Kind.TASK_DUE: gettext_noop("A task of yours is due"),
    Kind.WOKEN: gettext_noop("A ticket you had put aside is back"),
    Kind.HANDED_OVER: gettext_noop("%(who)s handed it over to your team"),
    Kind.ANSWER: gettext_noop("%(who)s answered"),
    Kind.REPLY: gettext_noop("%(who)s answered the contact"),
    Kind.NOTE: gettext_noop("%(who)s wrote a note"),
    Kind.NEW: gettext_noop("%(who)s asked"),
}


def _counted(kind: str, n: int) -> str:
    match kind:
        case Kind.MENTIONED:
            text = ngettext("%(count)d mention", "%(count)d mentions", n)
        case Kind.ASSIGNED:
            text = ngettext("assigned to you", "assigned to you %(count)d times", n)
        case Kind.HANDED_OVER:
            text = ngettext("handed over", "handed over %(count)d times", n)
        case Kind.ANSWER:
            text = ngettext("%(count)d answer", "%(count)d answers", n)
        case Kind.REPLY:
            text = ngettext("%(count)d answer to the contact", "%(count)d answers to the contact", n)
        case Kind.NOTE:
            text = ngettext("%(count)d note", "%(count)d notes", n)
        case Kind.NEW:
            text = ngettext("%(count)d new ticket", "%(count)d new tickets", n)
        case _:
            text = _own(kind, n)
    return text % {"count": n}


def _own(kind: str, n: int) -> str:
    """Of what somebody had to do or had planned."""
    match kind:
        case Kind.HELD:
            return ngettext("%(count)d answer held back", "%(count)d answers held back", n)
        case Kind.TASK_ASSIGNED:
            return ngettext("%(count)d new task", "%(count)d new tasks", n)
        case Kind.TASK_DUE:
            return ngettext("%(count)d task due", "%(count)d tasks due", n)
        case _:
            return ngettext("back from where you put it", "back %(count)d times", n)
