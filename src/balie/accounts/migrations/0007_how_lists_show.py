from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_tell_of_timers")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="lists_beside",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="user",
            name="columns",
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]
