import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("search", "0002_read_files"),
    ]

    operations = [
        # What was read of files that are gone by now.
        migrations.RunSQL(
            "delete from search_filetext t where not exists (select from files_blob b where b.sha256 = t.sha256)",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="filetext",
            name="sha256",
            field=models.OneToOneField(
                db_column="sha256",
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="+",
                serialize=False,
                to="files.blob",
            ),
        ),
    ]
