import json
import subprocess

import pytest

from config import checks
from tests.support.desk import BALIE, environment


def findings(done):
    return {line["check"]: line for line in map(json.loads, done.stdout.splitlines())}


def test_a_running_desk_is_well(running_desk):
    done = running_desk.run("doctor")
    found = findings(done)
    assert {name: line["found"] for name, line in found.items() if line["state"] == "failed"} == {}
    assert done.returncode == 0
    assert found["desk"]["found"] == f"runs at {running_desk.url}, and is ready"
    assert found["postgres"]["found"].startswith("18")
    assert found["mail out"]["state"] == "warning"  # kept as files
    for line in found.values():
        assert line["found"] in done.stderr


def test_a_desk_is_found_whose_ports_were_told_to_it_alone(running_desk):
    settings = environment(running_desk.home)
    done = subprocess.run([*BALIE, "doctor"], env=settings, capture_output=True, text=True, check=False)
    assert findings(done)["desk"]["found"] == f"runs at {running_desk.url}, and is ready"
    assert done.returncode == 0


def test_it_says_what_to_do(home):
    settings = environment(
        home, BALIE_OUTGOING_MAIL="smtp://127.0.0.1:1", BALIE_PROT="8000", BALIE_LIVE_PORT="8000", BALIE_SECRET_KEY="x"
    )
    done = subprocess.run([*BALIE, "doctor"], env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "BALIE_PROT is not a setting of Balie." in done.stderr
    assert "Did you mean BALIE_PORT?" in done.stderr
    assert "BALIE_LIVE_PORT and BALIE_PORT are both 8000." in done.stderr
    assert "so short that it can be guessed" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("BALIE_URL", "help.example.com", "balie.E001"),
        ("BALIE_URL", "https://example.com/help", "balie.E002"),
        ("BALIE_URL", "http://help.example.com", "balie.W002"),
        ("BALIE_PORT", 70000, "balie.E003"),
        ("BALIE_OUTGOING_MAIL", "mail.example.com", "balie.E005"),
        ("BALIE_OUTGOING_MAIL", "smtp:mail.example.com", "balie.E005"),
        ("BALIE_FILES", "ftp://example.com", "balie.E006"),
        ("BALIE_LIVE_URL", "https://example.com/live", "balie.E007"),
        ("SECRET_KEY", "secret", "balie.E008"),
    ],
)
def test_each_setting_that_makes_no_sense_is_named(settings, name, value, code):
    setattr(settings, name, value)
    found = {message.id: message for message in checks.check_settings(None)}
    assert code in found
    assert found[code].hint


def test_settings_that_make_sense_are_left_alone(settings):
    settings.BALIE_URL = "https://help.example.com"
    settings.BALIE_LIVE_URL = "wss://help.example.com/live"
    settings.BALIE_OUTGOING_MAIL = "smtp://anna:p%40ss@mail.example.com:587"
    settings.BALIE_FILES = "s3://bucket/desk"
    assert [message.id for message in checks.check_settings(None) if message.id != "balie.W001"] == []
