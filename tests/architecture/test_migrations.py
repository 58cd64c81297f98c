from django.core.management import call_command


def test_migrations_say_what_the_models_say(db, capsys):
    call_command("makemigrations", check_changes=True, dry_run=True)
    assert "No changes detected" in capsys.readouterr().out
