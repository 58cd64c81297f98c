from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0025_define_own_statuses")]

    operations = [
        AddIndexConcurrently(
            "ticket",
            models.Index(
                fields=["own_status"], name="ticket_own_status", condition=models.Q(own_status__isnull=False)
            ),
        ),
    ]
