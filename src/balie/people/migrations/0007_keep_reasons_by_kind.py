from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0006_keep_exports"),
    ]

    operations = [
        migrations.AddField(
            model_name="importedrow",
            name="reasons",
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
