import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.architecture.sources import ROOT

INITIAL = """
from django.db import migrations, models

class Migration(migrations.Migration):
    initial = True
    operations = [
        migrations.CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())])
    ]
"""
LATER = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("shelves", "0001_initial")]
    operations = [{operation}]
"""


def test_migrations_say_what_the_models_say(db, capsys):
    call_command("makemigrations", check_changes=True, dry_run=True)
    assert "No changes detected" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("operation", "complaint"),
    [
        ('migrations.AddField("shelf", "width", models.IntegerField(null=True))', ""),
        ('migrations.AddField("shelf", "width", models.IntegerField(default=1), preserve_default=False)', "NOT NULL"),
        ('migrations.RemoveField("shelf", "name")', "DROPPING columns"),
        ('migrations.RenameField("shelf", "name", "title")', "RENAMING columns"),
        ('migrations.AddIndex("shelf", models.Index(fields=["name"], name="shelf_name"))', "locks table"),
    ],
)
def test_one_that_would_hurt_a_desk_at_work_is_found(tmp_path: Path, operation: str, complaint: str) -> None:
    folder = tmp_path / "shelves" / "migrations"
    folder.mkdir(parents=True)
    for package in (folder, folder.parent):
        (package / "__init__.py").touch()
    (folder / "0001_initial.py").write_text(INITIAL)
    (folder / "0002_later.py").write_text(LATER.format(operation=operation))
    (tmp_path / "shelf_settings.py").write_text(
        "from config.settings import *\nINSTALLED_APPS = [*INSTALLED_APPS, 'shelves']\n"
    )
    settings = {"PYTHONPATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": "shelf_settings", "BALIE_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "scripts.lint_migrations"],
        cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == int(bool(complaint)), done.stderr
    assert complaint in done.stdout
