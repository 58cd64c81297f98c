"""Who belongs to a ticket besides its requester: contacts who take part, users who follow."""

from django.conf import settings
from django.db import models

from balie.people.models import Contact


class Participant(models.Model):
    """A contact besides the requester: gets the answers, may write and read."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="participants")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="participations")
    # False: wrote to the ticket without belonging to it, and waits for an agent to accept.
    accepted = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "contact"], name="participant_once")]


class Follower(models.Model):
    """A user who wants to know what happens on a ticket."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="followers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="follower_once")]
