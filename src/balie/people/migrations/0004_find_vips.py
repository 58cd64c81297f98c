from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("people", "0003_keep_merges_and_notes")]

    operations = [
        AddIndexConcurrently("contact", models.Index(fields=["id"], name="contact_vip", condition=Q(vip=True))),
        AddIndexConcurrently("organisation", models.Index(fields=["id"], name="organisation_vip", condition=Q(vip=True))),
    ]
