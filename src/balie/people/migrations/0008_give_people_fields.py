from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("people", "0007_keep_reasons_by_kind")]

    operations = [
        migrations.CreateModel(
            name="PersonField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("type", models.CharField(choices=[("text", "Text"), ("long_text", "Long text"), ("number", "Number"), ("date", "Date"), ("choice", "One of several"), ("tree", "One of a tree"), ("choices", "Any of several"), ("checkbox", "Checkbox"), ("contact", "Contact"), ("user", "Colleague"), ("file", "File")], max_length=10)),
                ("label", models.CharField(max_length=80)),
                ("help", models.CharField(blank=True, max_length=300)),
                ("options", models.JSONField(default=list)),
                ("default", models.JSONField(null=True)),
                ("translations", models.JSONField(default=dict)),
                ("position", models.PositiveIntegerField(default=0)),
                ("archived_at", models.DateTimeField(null=True)),
                ("of", models.CharField(choices=[("contact", "Contacts"), ("organisation", "Organisations")], max_length=12)),
                ("key", models.CharField(max_length=40)),
                ("beside", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("of", "key"), name="person_field_once")],
            },
        ),
        migrations.AddField(
            model_name="contact",
            name="fields",
            field=models.JSONField(db_default=models.Value({}, output_field=models.JSONField()), default=dict),
        ),
        migrations.AddField(
            model_name="organisation",
            name="fields",
            field=models.JSONField(db_default=models.Value({}, output_field=models.JSONField()), default=dict),
        ),
    ]
