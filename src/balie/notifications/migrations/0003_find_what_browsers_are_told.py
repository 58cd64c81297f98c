from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("notifications", "0002_tell_browsers")]

    operations = [
        AddIndexConcurrently(
            "bundle", models.Index(fields=["push_at"], name="bundle_push", condition=Q(push_at__isnull=False))
        ),
    ]
