"""Lists that were given a name: one's own, a team's, or everyone's."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balie.accounts.models import Team, User
from balie.conditions.storing import restored
from balie.conditions.tree import Node
from balie.core.clock import now

MOST_COLUMNS = 8


class Audience(models.TextChoices):
    OWNER = "owner", _("Only me")
    TEAM = "team", _("A team")
    ALL = "all", _("Everyone at the desk")


class Sorting(models.TextChoices):
    UPDATED = "updated", pgettext_lazy("sorting", "Latest change first")
    WAITING = "waiting", pgettext_lazy("sorting", "Longest unchanged first")
    NEWEST = "newest", pgettext_lazy("sorting", "Newest first")
    OLDEST = "oldest", pgettext_lazy("sorting", "Oldest first")
    PRIORITY = "priority", pgettext_lazy("sorting", "Most urgent first")


class Grouping(models.TextChoices):
    NONE = "", pgettext_lazy("grouping", "Nothing")
    STATUS = "status", _("Status")
    PRIORITY = "priority", _("Priority")
    KIND = "kind", _("Kind")
    TEAM = "team", _("Team")
    ASSIGNEE = "assignee", _("Assignee")


class Layout(models.TextChoices):
    LIST = "list", pgettext_lazy("layout", "List")
    BOARD = "board", pgettext_lazy("layout", "Board")


class ViewQuerySet(models.QuerySet["View"]):
    def visible_to(self, user: User) -> ViewQuerySet:
        """Whoever sees all tickets sees the views of all teams."""
        teams = Q(audience=Audience.TEAM)
        if not user.sees_everything:
            teams &= Q(team__in=user.team_ids)
        return self.filter(Q(audience=Audience.OWNER, owner=user) | teams | Q(audience=Audience.ALL))


class View(models.Model):
    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="views")
    audience = models.CharField(max_length=5, choices=Audience, default=Audience.OWNER)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="views")
    # As `conditions.storing` writes them.
    conditions = models.JSONField(default=dict)
    sorting = models.CharField(max_length=10, choices=Sorting, default=Sorting.UPDATED)
    grouping = models.CharField(max_length=10, choices=Grouping, default=Grouping.NONE, blank=True)
    layout = models.CharField(max_length=10, choices=Layout, default=Layout.LIST)
    # By their keys, in their order; none: rows as usual.
    columns: models.JSONField[Any, Any] = models.JSONField(default=list, db_default=[])
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=now)

    objects = ViewQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(audience="team") ^ Q(team__isnull=True), name="view_of_team"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def node(self) -> Node:
        return restored(self.conditions)

    def may_be_changed_by(self, user: User) -> bool:
        """One's own by oneself, a team's by its agents, everyone's by supervisors."""
        if self.audience == Audience.OWNER:
            return self.owner_id == user.pk
        return may_share(user, audience=self.audience, team_id=self.team_id)


def may_share(user: User, *, audience: str, team_id: int | None) -> bool:
    if audience == Audience.OWNER or user.sees_everything:
        return True
    return audience == Audience.TEAM and user.may_answer and team_id in user.team_ids
