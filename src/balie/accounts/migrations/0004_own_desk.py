from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_own_keys")]

    operations = [
        migrations.AddField(
            "user",
            "start_page",
            models.CharField(max_length=200, blank=True, default="", db_default=""),
        ),
        migrations.AddField(
            "user",
            "density",
            models.CharField(
                choices=[("comfortable", "Comfortable"), ("compact", "Compact"), ("roomy", "Roomy")],
                default="comfortable",
                db_default="comfortable",
                max_length=12,
            ),
        ),
    ]
