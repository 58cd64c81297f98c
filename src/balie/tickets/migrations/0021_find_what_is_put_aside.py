from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0020_put_aside")]

    operations = [
        AddIndexConcurrently(
            "ticket",
            models.Index(
                fields=["-updated_at", "-id"], name="ticket_asleep", condition=models.Q(snooze="asleep")
            ),
        ),
    ]
