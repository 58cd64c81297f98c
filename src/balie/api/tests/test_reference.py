import pytest
from django.test import Client

from balie.api.problems import KINDS


@pytest.mark.django_db
def test_the_api_can_be_read_by_people_without_anything_from_elsewhere(client: Client) -> None:
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    text = page.content.decode()
    for part in ("POST /api/v1/tickets", "GET /api/v1/tickets/{number}/events", 'id="TicketOut"', "Idempotency-Key"):
        assert part in text
    for code, _title in KINDS.values():
        assert f'id="problem-{code}"' in text
    assert "https://" not in text.replace("http://www.w3.org", "")
