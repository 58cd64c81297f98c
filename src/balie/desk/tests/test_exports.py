"""Files for spreadsheets, from the desk."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from balie.core.clock import now
from balie.desk import exports
from balie.desk.tests.desk import FRAGMENT, seated, text
from balie.events.models import Event
from balie.mail.models import OutgoingMail
from balie.people.export_records import KeptExport
from balie.people.exporting.keeping import KEPT, TRIED, forget_old, make
from balie.people.exporting.making import table_of
from balie.people.exporting.tables import Table
from tests.support.world import World

ROOT = "/desk/exports/"


def streamed(answer: object) -> str:
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_it_stands_among_the_settings(world: World) -> None:
    anna, lena = seated(world.anna), seated(world.lena)
    for path in (ROOT, f"{ROOT}?q=status:new&what=tickets"):
        page = text(anna.get(path))
        menu = page.split('class="settings-menu"')[1].split("</nav>")[0]
        assert re.search(rf'href="{ROOT}"[^>]*aria-current="page"', menu)
        assert re.search(r'href="/desk/settings/"[^>]*aria-current="page"', page)
    assert "Back to the list" in page
    assert lena.get(ROOT).status_code == 403


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


def fails(_it: KeptExport) -> Table:
    raise ZeroDivisionError


def failed_for_an_hour(anna: Client) -> KeptExport:
    anna.post(ROOT, {"what": "contacts", "separator": "comma"})
    it = KeptExport.objects.get()
    with pytest.raises(ZeroDivisionError):  # and is tried again
        make(it.pk, fails)
    assert KeptExport.objects.get().finished_at is None
    KeptExport.objects.update(created_at=it.created_at - TRIED)
    make(it.pk, fails)
    return it


def test_one_that_always_fails_is_given_up_and_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    anna = seated(world.anna)
    path = f"{ROOT}{failed_for_an_hour(anna).pk}/"
    page = text(anna.get(path))
    assert "could not be made" in page
    assert "data-live-refresh" not in re.findall(r'<section[^>]*id="export-report".*?>', page)[0]
    assert re.search(r"Contacts</a>\s*<span[^>]*badge.*?failed", text(anna.get(ROOT)), re.DOTALL)
    assert anna.get(f"{path}file.csv").status_code == 404
    mail = OutgoingMail.objects.get(purpose="export")
    assert path in mail.text
    KeptExport.objects.update(created_at=now() - KEPT)
    assert forget_old() == 1


def test_one_that_was_given_up_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    anna = seated(world.anna)
    it = failed_for_an_hour(anna)
    path = f"{ROOT}{it.pk}/"
    assert seated(world.bram).post(f"{path}again/").status_code == 404
    assert anna.post(f"{path}again/")["Location"] == path
    assert "Being written" in text(anna.get(path))
    make(it.pk, table_of)
    anna.post(f"{path}again/")  # changes nothing where it has not failed
    assert "3 rows are written" in text(anna.get(path))
    assert Event.objects.filter(kind="export.made").count() == 1


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
