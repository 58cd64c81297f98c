import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import balie.core.clock


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0005_import_contacts"),
        ("files", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptExport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(choices=[("contacts", "Contacts"), ("organisations", "Organisations"), ("tickets", "Tickets")], max_length=13)),
                ("asked", models.JSONField(default=dict)),
                ("separator", models.CharField(max_length=1)),
                ("mark", models.BooleanField()),
                ("rows", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=balie.core.clock.now)),
                ("finished_at", models.DateTimeField(null=True)),
                ("claim", models.BigIntegerField(default=0)),
                ("touched_at", models.DateTimeField(null=True)),
                ("blob", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("finished_at__isnull", True)), fields=["created_at"], name="export_unfinished"),
                    models.Index(fields=["user", "-id"], name="export_of_user"),
                ],
            },
        ),
    ]
