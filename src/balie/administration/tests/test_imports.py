"""Administrators import contacts from a file."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.people.import_records import ContactImport, Stage
from balie.people.importing.working import work_off
from tests.support.world import World

ROOT = "/desk/settings/imports/"
FILE = """Naam;E-mailadres;Bedrijf
Jan de Vries;jan@lamps.example;Lamps
Emma Klein;emma@fietsfabriek.example;
Niemand;niets;
"""


def uploaded(client: Client, data: str = FILE) -> str:
    answer = client.post(ROOT, {"file": SimpleUploadedFile("mensen.csv", data.encode("cp1252"))})
    assert answer.status_code == 302
    return str(answer["Location"])


def worked(path: str) -> None:
    work_off(int(path.rstrip("/").rpartition("/")[2]))


def test_a_file_is_uploaded_tried_out_and_imported(world: World) -> None:
    dieter = seated(world.dieter)
    path = uploaded(dieter)
    page = text(dieter.get(path))
    assert "jan@lamps.example" in page
    assert "is no e-mail address" in page
    targets = ["name", "email", "organisation"]
    assert dieter.post(path, {"target": targets, "existing": "update", "do": "try"}).status_code == 302
    assert "Trying it out" in text(dieter.get(path))
    worked(path)
    tried = text(dieter.get(path))
    assert "Nothing has changed yet" in tried
    assert "1 line is refused" in tried
    assert dieter.post(f"{path}running/").status_code == 302
    worked(path)
    assert "Imported." in text(dieter.get(path, headers=FRAGMENT))
    assert "Jan de Vries" in text(dieter.get(f"{path}contacts/"))
    assert "1 new, 0 changed, 1 refused" in text(dieter.get(ROOT))


def test_one_that_has_failed_says_so_and_is_tried_again(world: World) -> None:
    dieter = seated(world.dieter)
    path = uploaded(dieter)
    ContactImport.objects.update(stage=Stage.FAILED)
    page = text(dieter.get(path))
    assert "Nothing has changed: the file could not be tried out." in page
    assert "Remove this file" in page
    ContactImport.objects.update(total=3, position=1)
    assert "It came to no end: 1 of 3 lines." in text(dieter.get(path))
    assert dieter.post(f"{path}removal/", follow=True).status_code == 200
    assert f'action="{path}running/"' in text(dieter.get(path))
    dieter.post(f"{path}running/")
    assert "Importing…" in text(dieter.get(path))


def test_the_refused_lines_come_as_they_were_with_the_reason(world: World) -> None:
    dieter = seated(world.dieter)
    path = uploaded(dieter)
    dieter.post(path, {"target": ["name", "email", "organisation"], "existing": "update", "do": "try"})
    worked(path)
    answer = dieter.get(f"{path}refused.csv")
    lines = BytesIO(b"".join(answer.streaming_content)).read().decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines == [
        "Naam;E-mailadres;Bedrijf;Reason",
        "Niemand;niets;;“niets” in the column “E-mailadres” is no e-mail address.",
    ]


def test_lines_of_one_reason_come_alone_in_the_words_of_who_asks(world: World) -> None:
    dieter = seated(world.dieter)
    rows = "".join(f"P{n};p{n}@x.example;klingonisch\n" for n in range(25))
    path = uploaded(dieter, f"Naam;E-mailadres;Taal\n{rows}Niemand;niets;\n")
    dieter.post(path, {"target": ["name", "email", "language"], "existing": "update", "do": "try"})
    worked(path)
    page = text(dieter.get(path))
    assert "25 × no language in the column “Taal”" in page
    assert f"{path}refused.csv?of=taken&amp;reason=language&amp;column=2" in page
    world.dieter.language = "de"
    world.dieter.save(update_fields=["language"])
    answer = dieter.get(f"{path}refused.csv?of=taken&reason=language&column=2")
    lines = BytesIO(b"".join(answer.streaming_content)).read().decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 26
    assert lines[1].startswith("P0;p0@x.example;klingonisch;„klingonisch“ in der Spalte")
    for wrong in ("of=taken&reason=", "of=refused&reason=x&column=y", "of=x", f"of=taken&reason=vip&column={9**30}"):
        assert dieter.get(f"{path}refused.csv?{wrong}").status_code == 200


def test_what_changes_nothing_is_not_offered(world: World) -> None:
    dieter = seated(world.dieter)
    path = uploaded(dieter, "Naam;E-mailadres\nNiemand;niets\n")
    dieter.post(path, {"target": ["name", "email"], "existing": "update", "do": "try"})
    worked(path)
    page = text(dieter.get(path))
    assert "This file would change nothing." in page
    assert "Import now" not in page


def test_the_preview_follows_the_choice(world: World) -> None:
    dieter = seated(world.dieter)
    path = uploaded(dieter)
    shown = dieter.post(path, {"target": ["", "email", ""], "existing": "fill"}, headers=FRAGMENT)
    assert "Jan de Vries" not in text(shown)
    assert "jan@lamps.example" in text(shown)
    twice = dieter.post(path, {"target": ["name", "name", ""], "existing": "fill"}, headers=FRAGMENT)
    assert twice.status_code == 422
    assert "Only one column can hold this: Name." in text(twice)


@pytest.mark.parametrize(("data", "words"), [(b"PK\x03\x04", "This is no CSV file"), (b"\n", "nothing in this file")])
def test_what_is_no_table_is_said_beside_the_field(world: World, data: bytes, words: str) -> None:
    answer = seated(world.dieter).post(ROOT, {"file": SimpleUploadedFile("a.csv", data)})
    assert answer.status_code == 422
    assert words in text(answer)


def test_it_is_stopped_gone_on_with_and_taken_away(world: World) -> None:
    dieter = seated(world.dieter)
    path = uploaded(dieter)
    assert "Try it out first" in text(dieter.post(f"{path}running/", follow=True))
    dieter.post(path, {"target": ["name", "email", "organisation"], "existing": "update", "do": "try"})
    worked(path)
    dieter.post(f"{path}running/")
    dieter.post(f"{path}stopping/")
    assert "Stopped after 0 of 3 lines" in text(dieter.get(path))
    assert "stays on record" in text(dieter.post(f"{path}removal/", follow=True))
    dieter.post(f"{path}running/")
    worked(path)
    assert "Imported." in text(dieter.get(path))
    other = uploaded(dieter)
    assert dieter.post(f"{other}removal/")["Location"] == ROOT
    assert ContactImport.objects.count() == 1


def test_pages_ask_the_same_however_long_the_file(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    dieter = seated(world.dieter)
    path = uploaded(dieter, FILE + "".join(f"P{n};p{n}@x.example;\nQ{n};none;\n" for n in range(40)))
    dieter.post(path, {"target": ["name", "email", "organisation"], "existing": "update", "do": "try"})
    worked(path)
    dieter.post(f"{path}running/")
    worked(path)
    # Session, user, import, refused, remarks, and what every page of the desk needs.
    for page in (ROOT, path, f"{path}contacts/"):
        with django_assert_max_num_queries(12):
            assert dieter.get(page).status_code == 200
