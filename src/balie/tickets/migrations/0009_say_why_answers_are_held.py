from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0008_canned_answers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='plannedreply',
            name='held',
            field=models.CharField(blank=True, choices=[('contact_wrote', 'contact wrote'), ('merged', 'merged'), ('parts_open', 'parts open'), ('failed', 'failed')], max_length=20),
        ),
    ]
