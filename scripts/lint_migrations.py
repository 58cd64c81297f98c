"""Fails for a migration that would break the version that still runs beside it, or hold a large table for long.

The first migration of an app makes its tables and is excused. What is known to be safe all the same stands in ACCEPTED.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import django
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

# "app.0002_name": why it harms nobody.
ACCEPTED: dict[str, str] = {}


def main() -> int:
    django.setup()
    later = _later()
    if not later:
        print("Each app has but its first migration.")
        return 0
    from balie.commands.postgres import start

    shared = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="balie-lint-", dir=shared if os.access(shared, os.W_OK) else None))
    folder.chmod(0o755)  # as root, the server is another user; the data folder in it is private
    running = start(folder, name="lint", durable=False)
    try:
        return _lint(running.url, later)
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _later() -> list[tuple[str, str]]:
    """Migrations of our apps that come after the tables were made."""
    packages = Path(django.__file__).parents[1]
    ours = {app.label for app in apps.get_app_configs() if packages not in Path(app.path).parents}
    found = MigrationLoader(None).disk_migrations.items()
    return [
        key for key, migration in found if key[0] in ours and not migration.initial and ".".join(key) not in ACCEPTED
    ]


def _lint(url: str, later: list[tuple[str, str]]) -> int:
    from django.conf import settings
    from django.db import connection, connections
    from django_migration_linter import MigrationLinter

    from config.settings import database

    # What the server is, and how it quotes, the SQL of a migration may hang on.
    connections.databases["default"] = {**connection.settings_dict, **database(url, pool=False)}
    del connections["default"]
    linter = MigrationLinter(str(settings.BASE_DIR), no_cache=True, all_warnings_as_errors=True, quiet=["ok", "ignore"])
    for app, name in sorted(later):
        linter.lint_all_migrations(app_label=app, migration_name=name)
    connections.close_all()
    return int(linter.has_errors)


if __name__ == "__main__":
    sys.exit(main())
