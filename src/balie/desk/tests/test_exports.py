"""Files for spreadsheets, from the desk."""

import pytest
from pytest_django import DjangoAssertNumQueries

from balie.desk import exports
from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.models import Event
from balie.people.export_records import KeptExport
from balie.people.exporting.keeping import make
from balie.people.exporting.making import table_of
from tests.support.world import World

ROOT = "/desk/exports/"


def streamed(answer: object) -> str:
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_a_list_is_exported_as_it_stands(world: World) -> None:
    mine, _other = world.ticket(team=world.it, subject="A till"), world.ticket(team=world.orders)
    anna = seated(world.anna)
    page = text(anna.get("/desk/?q=status:new"))
    assert "/desk/exports/?q=status%3Anew&amp;what=tickets" in page
    assert "status:new" in text(anna.get(f"{ROOT}?q=status:new&what=tickets"))
    answer = anna.post(f"{ROOT}?q=status:new&what=tickets", {"what": "tickets", "separator": "semicolon", "mark": "on"})
    lines = streamed(answer).splitlines()
    assert lines[0].startswith("\ufeffnumber;subject;status;")
    assert [line.split(";")[:2] for line in lines[1:]] == [[str(mine.pk), "A till"]]
    assert "attachment" in answer["Content-Disposition"]
    noted = Event.objects.get(kind="export.made")
    assert (noted.actor_id, noted.data) == (world.anna.pk, {"what": "tickets", "rows": 1})


def test_contacts_and_organisations_are_exported(world: World) -> None:
    anna = seated(world.anna)
    people = streamed(anna.post(ROOT, {"what": "contacts", "separator": "comma", "words": "farid"}))
    assert "Farid Haddad,farid@lampenhaus.example" in people
    assert "Emma" not in people
    assert "Fietsfabriek\tfietsfabriek.example" in streamed(
        anna.post(ROOT, {"what": "organisations", "separator": "tab"})
    )
    assert anna.post(ROOT, {"what": "secrets"}).status_code == 404


def test_a_large_one_is_waited_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    anna = seated(world.anna)
    path = anna.post(ROOT, {"what": "contacts", "separator": "comma"})["Location"]
    it = KeptExport.objects.get()
    assert path == f"{ROOT}{it.pk}/"
    assert "Being written" in text(anna.get(path))
    assert anna.get(f"{path}file.csv").status_code == 404
    make(it.pk, table_of)
    assert "3 rows are written" in text(anna.get(path, headers=FRAGMENT))
    assert "Emma Klein" in streamed(anna.get(f"{path}file.csv"))
    assert seated(world.bram).get(f"{path}file.csv").status_code == 404
    assert "3 rows" in text(anna.get(ROOT))


def test_light_agents_export_nothing(world: World) -> None:
    lena = seated(world.lena)
    assert lena.post(ROOT, {"what": "contacts"}).status_code == 403
    assert "/desk/exports/" not in text(lena.get("/desk/?q=status:new"))


def test_pages_ask_little(world: World, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    anna = seated(world.anna)
    for page in (ROOT, f"{ROOT}?what=tickets&view=mine"):
        # Session, user with teams, kept exports, and the rail's.
        with django_assert_max_num_queries(10):
            assert anna.get(page).status_code == 200
