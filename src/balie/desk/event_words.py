"""What happened, in people's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from balie.core.digests import digest
from balie.desk.time_words import hours_of
from balie.events.models import Event
from balie.surveys.models import Score
from balie.tickets.models import Kind, Priority, Status


class Told(NamedTuple):
    icon: str
    text: Markup


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what is meant by the ids in events. Whatever is gone has no name any more."""

    users: Mapping[int, str]
    contacts: Mapping[int, str]
    teams: Mapping[int, str]
    tags: Mapping[int, str]
    # Those among the tickets that events speak of that the reader may see.
    tickets: frozenset[int] = frozenset()
    fields: Mapping[int, str] = field(default_factory=dict)
    statuses: Mapping[int, str] = field(default_factory=dict)

    @property
    def mark(self) -> bytes:
        """The same as long as all are called as they are."""
        return digest(
            *map(dict, (self.users, self.contacts, self.teams, self.tags, self.fields, self.statuses)),
            sorted(self.tickets),
        )

    def actor(self, event: Event) -> str:
        if event.actor_kind == "user":
            return self.user(event.actor_id)
        if event.actor_kind == "contact":
            return self.contacts.get(event.actor_id or 0, _("A contact"))
        return _("A rule") if event.actor_kind == "rule" else "Balie"

    def user(self, pk: object) -> str:
        return self.users.get(pk, _("Somebody")) if isinstance(pk, int) else _("Somebody")

    def ticket(self, pk: object) -> Markup:
        if pk not in self.tickets:
            return Markup("<b>{}</b>").format(_("another ticket"))
        return Markup('<a href="/desk/tickets/{}/">#{}</a>').format(pk, pk)

    def contact(self, pk: object) -> str:
        return self.contacts.get(pk, _("a contact")) if isinstance(pk, int) else _("a contact")


def told(event: Event, names: Names) -> Told | None:
    """None for what the conversation shows by itself."""
    words = _WORDS.get(event.kind)
    # A stranger's message asks for a decision by itself; to whom a new task was given is told right after.
    if words is None or event.data.get("accepted") is False or event.data.get("given"):
        return None
    icon, text, more = words(event, names)
    who = Markup("<b>{}</b>").format(names.actor(event))
    told_of = {key: one if isinstance(one, Markup) else Markup("<b>{}</b>").format(one) for key, one in more.items()}
    return Told(icon, Markup(text) % {"who": who, **told_of})  # noqa: S704 -- a translation; what is put in is escaped


Words = tuple[str, str, Mapping[str, str]]


def _assigned(event: Event, names: Names) -> Words:
    after = event.data.get("after")
    if after is None:
        return "user", _("%(who)s gave it back to the team"), {}
    if event.actor_kind == "user" and after == event.actor_id:
        return "user", _("%(who)s took it"), {}
    return "user", _("%(who)s assigned it to %(to)s"), {"to": names.user(after)}


def _moved(event: Event, names: Names) -> Words:
    after = event.data.get("after")
    if after is None:
        return "users", _("%(who)s took it out of its team"), {}
    return "users", _("%(who)s moved it to %(team)s"), {"team": names.teams.get(after, _("a former team"))}


_STATUS_ICONS = {
    "new": "circle-dashed", "open": "circle-dot", "pending": "hourglass", "on_hold": "circle-pause",
    "resolved": "circle-check", "closed": "archive",
}  # fmt: skip


def _status(event: Event, names: Names) -> Words:
    before, after = str(event.data.get("before")), str(event.data.get("after"))
    icon = _STATUS_ICONS.get(after, "circle")
    if event.data.get("own_after"):
        return _own_status(event, names)
    if after == Status.RESOLVED:
        return icon, _("%(who)s resolved it"), {}
    if after == Status.CLOSED:
        return icon, _("%(who)s closed it"), {}
    if event.actor_kind == "contact" and after == Status.OPEN:
        return icon, _("It is open again, since %(who)s wrote"), {}
    if before in {Status.RESOLVED, Status.CLOSED}:
        return icon, _("%(who)s opened it again"), {}
    labels = dict(Status.choices)
    return icon, _("%(who)s set the status to %(status)s"), {"status": str(labels.get(after, after))}


def _own_status(event: Event, names: Names) -> Words:
    data, labels = event.data, dict(Status.choices)
    before, after = (
        names.statuses.get(own, _("a former status")) if own else str(labels.get(status, status))
        for status, own in ((data.get("before"), data.get("own_before")), (data.get("after"), data.get("own_after")))
    )
    icon = _STATUS_ICONS.get(str(data.get("after")), "circle")
    if data.get("why") == "team":
        text = _("It is %(status)s now, as this team has no status %(before)s")
        return icon, text, {"status": after, "before": before}
    return icon, _("%(who)s set it to %(status)s"), {"status": after}


def _priority(event: Event, names: Names) -> Words:  # noqa: ARG001
    after = event.data.get("after")
    label = str(dict(Priority.choices).get(after, after))
    return "signal-high", _("%(who)s set the priority to %(priority)s"), {"priority": label}


def _kind(event: Event, names: Names) -> Words:  # noqa: ARG001
    after = event.data.get("after")
    return "pencil", _("%(who)s called it a %(kind)s"), {"kind": str(dict(Kind.choices).get(after, after))}


def _tagged(event: Event, names: Names) -> Words:
    added = [names.tags.get(pk, "–") for pk in event.data.get("added", ())]
    removed = [names.tags.get(pk, "–") for pk in event.data.get("removed", ())]
    more = {"added": ", ".join(added), "removed": ", ".join(removed)}
    if added and removed:
        return "tags", _("%(who)s changed the tags: added %(added)s, removed %(removed)s"), more
    if removed:
        text = ngettext("%(who)s removed the tag %(removed)s", "%(who)s removed the tags %(removed)s", len(removed))
    else:
        text = ngettext("%(who)s added the tag %(added)s", "%(who)s added the tags %(added)s", len(added))
    return "tags", text, more


def _fields_changed(event: Event, names: Names) -> Words:
    changed = [names.fields.get(pk, f"#{pk}") for pk in event.data.get("fields", ())]
    return "pencil", _("%(who)s changed %(fields)s"), {"fields": ", ".join(changed)}


def _rated(event: Event, names: Names) -> Words:  # noqa: ARG001
    score = event.data.get("score")
    return "face-neutral", _("%(who)s found our help: %(score)s"), {"score": str(dict(Score.choices).get(score, score))}


def _taken_over(event: Event, names: Names) -> Words:
    return (
        "pencil",
        _("%(who)s took over the draft of %(colleague)s"),
        {"colleague": names.user(event.data.get("user"))},
    )


def _about_ticket(icon: str, text: Callable[[], str]) -> Callable[[Event, Names], Words]:
    return lambda event, names: (icon, text(), {"ticket": names.ticket(event.data.get("ticket"))})


def _mentioned(event: Event, names: Names) -> Words:
    team = event.data.get("team")
    whom = names.teams.get(team, _("a former team")) if team else names.user(event.data.get("user"))
    return "at-sign", _("%(who)s spoke to %(whom)s in a note"), {"whom": whom}


def _task_assigned(event: Event, names: Names) -> Words:
    user, team = event.data.get("user"), event.data.get("team")
    if user is None and team is None:
        return "user", _("%(who)s took a task from its owner"), {}
    if event.actor_kind == "user" and user is not None and user == event.actor_id:
        return "user", _("%(who)s took a task"), {}
    whom = names.user(user) if user is not None else names.teams.get(team or 0, _("a former team"))
    return "user", _("%(who)s gave a task to %(whom)s"), {"whom": whom}


def _woken(event: Event, names: Names) -> Words:  # noqa: ARG001
    texts = {"time": _("It is back, as its time has come"), "answer": _("It is back, since %(who)s wrote")}
    return "bell", texts.get(str(event.data.get("why")), _("%(who)s took it back into the lists")), {}


def _spent(event: Event, names: Names) -> Words:  # noqa: ARG001
    return "timer", _("%(who)s spent %(time)s on this"), {"time": hours_of(int(event.data.get("minutes", 0)))}


def _redacted(event: Event, names: Names) -> Words:  # noqa: ARG001
    text = {
        "content": _("%(who)s removed for good what %(message)s said"),
        "files": _("%(who)s removed files of %(message)s for good"),
    }.get(str(event.data.get("what")), _("%(who)s blacked out words of %(message)s for good"))
    where = Markup('<a href="?at={0}#message-{0}">{1}</a>').format(event.message_id, _("a message"))
    return "eraser", text, {"message": where}


def _recurred(event: Event, names: Names) -> Words:  # noqa: ARG001
    missed = int(event.data.get("missed", 0))
    if not missed:
        return "calendar-clock", _("It comes back on its dates"), {}
    words = ngettext(
        "It comes back on its dates; %(missed)s more has passed since, for which none was opened",
        "It comes back on its dates; %(missed)s more have passed since, for which none was opened",
        missed,
    )
    return "calendar-clock", words, {"missed": str(missed)}


def _about_contact(icon: str, text: Callable[[], str]) -> Callable[[Event, Names], Words]:
    return lambda event, names: (icon, text(), {"contact": names.contact(event.data.get("contact"))})


def _simply(icon: str, text: Callable[[], str]) -> Callable[[Event, Names], Words]:
    return lambda _event, _names: (icon, text(), {})


_WORDS: dict[str, Callable[[Event, Names], Words]] = {
    "ticket.assigned": _assigned,
    "ticket.moved": _moved,
    "ticket.status_changed": _status,
    "ticket.own_status_changed": _own_status,
    "ticket.priority_changed": _priority,
    "ticket.kind_changed": _kind,
    "ticket.subject_changed": _simply("pencil", lambda: _("%(who)s changed the subject")),
    "ticket.tagged": _tagged,
    "ticket.fields_changed": _fields_changed,
    "ticket.split": _about_ticket("split", lambda: _("%(who)s made %(ticket)s of a part of this")),
    "ticket.split_from": _about_ticket("split", lambda: _("%(who)s made this ticket of a part of %(ticket)s")),
    "ticket.cloned": _about_ticket("copy", lambda: _("%(who)s opened %(ticket)s, which is like this")),
    "link.made": _about_ticket("link", lambda: _("%(who)s linked it with %(ticket)s")),
    "link.removed": _about_ticket("link", lambda: _("%(who)s removed the link with %(ticket)s")),
    "ticket.merged": _about_ticket("merge", lambda: _("%(who)s merged %(ticket)s into this ticket")),
    "ticket.merged_into": _about_ticket("merge", lambda: _("%(who)s merged this ticket into %(ticket)s")),
    "ticket.unmerged": _about_ticket("split", lambda: _("%(who)s undid the merge with %(ticket)s")),
    "ticket.unmerged_from": _about_ticket("split", lambda: _("%(who)s undid the merge with %(ticket)s")),
    "ticket.participant_added": _about_contact("user-plus", lambda: _("%(who)s brought in %(contact)s")),
    "ticket.participant_accepted": _about_contact("shield-check", lambda: _("%(who)s accepted %(contact)s")),
    "ticket.participant_removed": _about_contact("user", lambda: _("%(who)s took out %(contact)s")),
    "ticket.followed": _simply("bell", lambda: _("%(who)s follows this")),
    "ticket.unfollowed": _simply("bell-off", lambda: _("%(who)s no longer follows this")),
    "message.mentioned": _mentioned,
    "message.redacted": _redacted,
    "message.taken_back": _simply("undo-2", lambda: _("%(who)s took back an answer")),
    "reply.planned": _simply("calendar-clock", lambda: _("%(who)s wrote an answer that goes out later")),
    "reply.returned": _simply("undo-2", lambda: _("%(who)s took back the answer that was to go out later")),
    "reply.held": _simply("circle-pause", lambda: _("An answer that was to go out was held back")),
    "ticket.recurred": _recurred,
    "ticket.snoozed": _simply("moon", lambda: _("%(who)s put it aside")),
    "ticket.woken": _woken,
    "task.added": _simply("clipboard-list", lambda: _("%(who)s added a task")),
    "task.assigned": _task_assigned,
    "task.done": _simply("circle-check", lambda: _("%(who)s did a task")),
    "task.reopened": _simply("rotate-ccw", lambda: _("%(who)s opened a task again")),
    "task.removed": _simply("trash", lambda: _("%(who)s removed a task")),
    "task.due": _simply("bell", lambda: _("A task is due")),
    "time.added": _spent,
    "time.changed": _simply("timer", lambda: _("%(who)s corrected a time that was spent")),
    "time.removed": _simply("timer", lambda: _("%(who)s removed a time that was spent")),
    "draft.taken_over": _taken_over,
    "survey.asked": _simply("mail", lambda: _("%(who)s asked how it went")),
    "survey.answered": _rated,
    "message.failed": _simply("mail-x", lambda: _("A message could not be sent")),
    "message.bounced": _simply("mail-x", lambda: _("A message came back")),
}
