from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0023_tickets_that_come_back")]

    operations = [
        migrations.AddField(
            model_name="view",
            name="columns",
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
