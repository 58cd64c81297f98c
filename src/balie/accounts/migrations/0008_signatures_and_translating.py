
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_how_lists_show'),
    ]

    operations = [
        migrations.AddField(
            model_name='team',
            name='signature',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='team',
            name='signs',
            field=models.CharField(choices=[('own', "Their own; the team's where they have none"), ('both', "Their own, and the team's below it"), ('team', "The team's alone")], db_default='own', default='own', max_length=4),
        ),
        migrations.AddField(
            model_name='user',
            name='translating',
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]
