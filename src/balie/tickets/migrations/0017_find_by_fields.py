from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tickets", "0016_define_fields")]

    operations = [
        AddIndexConcurrently(
            "ticket",
            GinIndex(fields=["fields"], opclasses=["jsonb_path_ops"], name="ticket_fields", condition=~Q(fields={})),
        ),
    ]
