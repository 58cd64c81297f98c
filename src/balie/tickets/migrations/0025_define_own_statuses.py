import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0024_columns_of_views")]

    operations = [
        migrations.CreateModel(
            name="StatusDefinition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("category", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=60)),
                ("portal", models.BooleanField(default=False)),
                ("portal_name", models.CharField(blank=True, max_length=60)),
                ("teams", models.JSONField(default=list)),
                ("translations", models.JSONField(default=dict)),
                ("position", models.PositiveIntegerField(default=0)),
                ("archived_at", models.DateTimeField(null=True)),
            ],
            options={"ordering": ["position", "pk"]},
        ),
        migrations.AddField(
            model_name="ticket",
            name="own_status",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="+", to="tickets.statusdefinition",
            ),
        ),
        migrations.AddField(
            model_name="plannedreply",
            name="own_status",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="+", to="tickets.statusdefinition",
            ),
        ),
    ]  # fmt: skip
