"""What fields and their values are called to those who type them."""

from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from balie.conditions.fields import Choice
from balie.desk.status_choices import in_order
from balie.tickets.custom_fields.known import known_fields
from balie.tickets.fields import PRIORITIES
from balie.tickets.models import Channel, Kind, Priority, Status
from balie.tickets.own_statuses.asking import StatusField

FIELDS = {
    "status": gettext_lazy("Status"),
    "assignee": gettext_lazy("Assignee"),
    "team": gettext_lazy("Team"),
    "priority": gettext_lazy("Priority"),
    "kind": gettext_lazy("Kind"),
    "tag": gettext_lazy("Tag"),
    "requester": gettext_lazy("Requester"),
    "from": pgettext_lazy("filter", "From"),
    "organisation": gettext_lazy("Organisation"),
    "channel": gettext_lazy("Channel"),
    "waits": pgettext_lazy("filter", "Waits for"),
    "vip": gettext_lazy("VIP"),
    "snoozed": pgettext_lazy("filter", "Put aside"),
    "created": pgettext_lazy("filter", "Created"),
    "updated": pgettext_lazy("filter", "Last changed"),
    "answered": pgettext_lazy("filter", "First answered"),
    "resolved": pgettext_lazy("filter", "Resolved on"),
    "closed": pgettext_lazy("filter", "Closed on"),
    "follower": gettext_lazy("Follower"),
    "language": gettext_lazy("Language"),
    "subject": gettext_lazy("Subject"),
    "number": gettext_lazy("Number"),
}
SPAN_WORDS = {
    "today": gettext_lazy("Today"),
    "yesterday": gettext_lazy("Yesterday"),
    "this-week": gettext_lazy("This week"),
    "last-week": gettext_lazy("Last week"),
    "this-month": gettext_lazy("This month"),
    "last-month": gettext_lazy("Last month"),
    "this-year": gettext_lazy("This year"),
    "last-year": gettext_lazy("Last year"),
}


def choice_words(key: str, field: Choice | None) -> list[tuple[str, str]]:
    """The words that a field knows by itself, each with what it means."""
    every: dict[str, dict[str, object]] = {
        "status": {**dict(Status.choices), "active": _("Not resolved"), "done": _("Done"), "all": _("All")},
        "kind": dict(Kind.choices),
        "channel": dict(Channel.choices),
        "priority": {name: Priority(value).label for name, value in PRIORITIES.items()},
        "waits": {"us": pgettext("waits for", "us"), "contact": pgettext("waits for", "the contact")},
        "vip": {"yes": _("Yes"), "no": _("No")},
        "snoozed": {"yes": _("Asleep"), "over": _("Back again"), "no": _("Not asleep")},
        "team": {"mine": _("My teams"), "none": _("No team")},
        "assignee": {"me": _("Me"), "none": _("Nobody")},
        "follower": {"me": _("Me"), "none": _("Nobody")},
    }
    labels = every.get(key, {})
    if isinstance(field, StatusField):
        own = dict(in_order(field.known))
        return [(word, str(label)) for word, label in (own | labels).items()]
    known = [*field.options, *field.groups] if field else labels
    return [(word, str(labels.get(word, word))) for word in known]


def own_terms() -> list[tuple[str, str]]:
    """Custom fields: how each is typed, and what it is called."""
    language = get_language() or ""
    return [(one.key, one.called(language)) for one in known_fields().live]


def own_choice_words(key: str, field: Choice) -> list[tuple[str, str]]:
    """Nothing where the key is not a custom field's."""
    definition = known_fields().by_key.get(key)
    if definition is None:
        return []
    labels = {"yes": _("Yes"), "no": _("No"), "none": _("Nothing")}
    language = get_language() or ""
    return [(word, labels.get(word) or definition.word(word, language)) for word in field.options]
