"""What each user searched for last."""

from django.conf import settings
from django.db import models

from balie.core.clock import now

MOST = 12
LONGEST = 300


class RecentSearch(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    text = models.CharField(max_length=LONGEST)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "text"], name="recent_search_once")]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text


def remember_search(*, user_id: int, text: str) -> None:
    """What is too long to be typed again is not remembered."""
    if len(text) > LONGEST:
        return
    RecentSearch.objects.bulk_create(
        [RecentSearch(user_id=user_id, text=text)],
        update_conflicts=True, unique_fields=["user", "text"], update_fields=["at"],
    )  # fmt: skip
    beyond = RecentSearch.objects.filter(user=user_id).values_list("pk", flat=True)[MOST:]
    RecentSearch.objects.filter(pk__in=list(beyond)).delete()


def forget_searches(*, user_id: int) -> None:
    RecentSearch.objects.filter(user=user_id).delete()


def recent_searches(user_id: int) -> list[str]:
    return list(RecentSearch.objects.filter(user=user_id).values_list("text", flat=True)[:MOST])
