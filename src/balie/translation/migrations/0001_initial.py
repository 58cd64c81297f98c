
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, choices=[('', 'None: nothing is translated'), ('libretranslate', 'LibreTranslate'), ('deepl', 'DeepL')], max_length=20)),
                ('url', models.CharField(blank=True, max_length=300)),
                ('sealed_key', models.TextField(blank=True)),
            ],
        ),
    ]
