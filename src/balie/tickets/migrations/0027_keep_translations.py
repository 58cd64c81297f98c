
import balie.core.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0026_find_by_own_statuses'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MessageTranslation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=5)),
                ('provider', models.CharField(max_length=20)),
                ('source', models.CharField(blank=True, max_length=5)),
                ('html', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('of', models.BinaryField(max_length=16)),
                ('made_at', models.DateTimeField(default=balie.core.clock.now)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.message')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('message', 'language', 'provider'), name='message_translated_once')],
            },
        ),
    ]
