from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_let_sending_be_undone")]

    operations = [
        migrations.AddField("user", "keys", models.JSONField(default=dict, db_default={})),
        migrations.AddField("user", "single_keys", models.BooleanField(default=True, db_default=True)),
    ]
