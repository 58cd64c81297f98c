import subprocess
import tarfile

import pytest

from tests.support.desk import BALIE, environment

STORE = "from balie.files.storage import store; store(b'a picture'); store(b'')"
SHOW = (
    "from balie.accounts.models import User; from balie.files.models import Blob; "
    "from balie.files.storage import read_blob; "
    "users = User.objects.values_list('email', flat=True); blobs = Blob.objects.values_list('pk', flat=True); "
    "print(sorted(users), sorted(map(read_blob, blobs)))"
)


class Machine:
    def __init__(self, home):
        self.home = home
        self.environment = environment(home)

    def run(self, *args, **settings):
        given = {**self.environment, **settings}
        return subprocess.run([*BALIE, *args], env=given, capture_output=True, text=True, check=False)

    def shows(self):
        return self.run("manage", "shell", "-v0", "-c", SHOW).stdout.strip()


@pytest.fixture
def old(prepared_home):
    machine = Machine(prepared_home)
    assert machine.run("user", "add", "anna@example.com", "--role", "admin").returncode == 0
    machine.run("manage", "shell", "-v0", "-c", STORE)
    return machine


@pytest.fixture
def backup(old, home):
    file = home / "monday.tar"
    done = old.run("backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


def test_everything_comes_back_on_another_machine(old, backup, home):
    (home / "new").mkdir()
    new = Machine(home / "new")
    done = new.run("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert new.shows() == old.shows() == "['admin@localhost', 'anna@example.com'] [b'', b'a picture']"
    assert (new.home / "secret-key").read_text() == (old.home / "secret-key").read_text()
    assert backup.stat().st_mode & 0o077 == 0
    again = new.run("backup", str(home / "tuesday.tar"))
    assert again.returncode == 0, again.stderr


def test_an_earlier_backup_is_not_replaced_unasked(old, backup):
    before = backup.read_bytes()
    refused = old.run("backup", str(backup))
    assert refused.returncode == 1
    assert f"To replace it: balie backup --force {backup}" in refused.stderr
    assert backup.read_bytes() == before
    assert old.run("backup", "--force", str(backup)).returncode == 0
    assert backup.read_bytes() != before


def test_a_folder_is_no_file_for_a_backup(old, home):
    refused = old.run("backup", str(home))
    assert refused.returncode == 1
    assert "is a folder" in refused.stderr


def test_it_takes_the_place_of_what_is_there(old, backup):
    old.run("user", "add", "ben@example.com", "--role", "agent")
    done = old.run("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert old.shows().startswith("['admin@localhost', 'anna@example.com'] ")


def test_tickets_are_not_replaced_unasked(old, backup):
    old.run("manage", "shell", "-v0", "-c", "from tests.cast import *")
    made = "from balie.people.models import Contact as C; from balie.tickets.models import Ticket as T; "
    made += "T.objects.create(subject='Printer', requester=C.objects.create(name='Cleo'))"
    done = old.run("manage", "shell", "-v0", "-c", made)
    assert done.returncode == 0, done.stderr
    refused = old.run("restore", str(backup))
    assert refused.returncode == 1
    assert "balie restore --replace" in refused.stderr
    assert old.run("restore", "--replace", str(backup)).returncode == 0


def test_a_broken_backup_changes_nothing(old, backup, home):
    broken = home / "broken.tar"
    with tarfile.open(backup) as source, tarfile.open(broken, "w") as target:
        for entry in source:
            data = source.extractfile(entry)
            if entry.name == "database.dump":
                entry.size -= entry.size // 3
            target.addfile(entry, data)
    old.run("user", "add", "ben@example.com", "--role", "agent")
    done = old.run("restore", str(broken))
    assert done.returncode == 1
    assert "is as it was before" in done.stderr
    assert "ben@example.com" in old.shows()


@pytest.mark.parametrize("content", [b"", b"no tar at all", None])
def test_what_is_no_backup_is_refused_in_words(old, home, content):
    file = home / "holiday.jpg"
    if content is not None:
        file.write_bytes(content)
    done = old.run("restore", str(file))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "anna@example.com" in old.shows()


def test_nobody_may_work_meanwhile(running_desk, tmp_path):
    file = tmp_path / "monday.tar"
    assert running_desk.run("backup", str(file)).returncode == 0  # while it runs
    done = running_desk.run("restore", str(file))
    assert done.returncode == 1
    assert "Stop Balie first" in done.stderr


def test_a_file_that_is_gone_is_said_and_the_rest_is_kept(old, home):
    gone = "from balie.files.storage import *; from balie.files.models import Blob; "
    gone += "current().delete(Blob.objects.get(size=9).pk)"
    old.run("manage", "shell", "-v0", "-c", gone)
    done = old.run("backup", str(home / "monday.tar"))
    assert done.returncode == 1
    assert "not in the backup" in done.stderr
    with tarfile.open(home / "monday.tar") as archive:
        assert "database.dump" in archive.getnames()
