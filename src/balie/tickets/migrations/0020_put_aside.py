import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import balie.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0019_bring_timers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Snooze",
            fields=[
                ("ticket", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="slept", serialize=False, to="tickets.ticket")),
                ("until", models.DateTimeField(null=True)),
                ("on_answer", models.BooleanField(default=True)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(default=balie.core.clock.now)),
                ("over", models.BooleanField(default=False)),
                ("user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("over", False), ("until__isnull", False)), fields=["until"], name="snooze_due")],
            },
        ),
        migrations.AddField(
            model_name="ticket",
            name="snooze",
            field=models.CharField(blank=True, choices=[("", ""), ("asleep", "asleep"), ("woken", "woken")], db_default="", default="", max_length=6),
        ),
    ]
