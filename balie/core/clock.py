"""The one place that asks what time it is, so that tests can set it."""

from django.utils import timezone

now = timezone.now
