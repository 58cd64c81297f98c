import pytest
from prometheus_client.parser import text_string_to_metric_families

from balie.jobs import presence


@pytest.fixture
def figures(client, db):
    def read():
        families = text_string_to_metric_families(client.get("/metrics").content.decode())
        return {
            (sample.name, *sorted(sample.labels.items())): sample.value
            for family in families
            for sample in family.samples
        }

    return read


def test_requests_are_counted_by_route_and_not_by_path(client, figures):
    def counted():
        return figures().get(("balie_requests_total", ("method", "GET"), ("route", "/healthz"), ("status", "200")), 0)

    before = counted()
    client.get("/healthz?x=1")
    client.get("/healthz")
    assert counted() == before + 2
    client.get("/no/such/page")
    assert not [key for key in figures() if "no/such" in str(key)]


def test_a_method_that_does_not_exist_makes_no_series_of_its_own(client, figures):
    client.generic("FROBNICATE", "/healthz")
    methods = {label[1] for key in figures() for label in key[1:] if label[0] == "method"}
    assert "FROBNICATE" not in methods
    assert "other" in methods


def test_it_says_what_waits_and_when_the_worker_was_last_heard_of(figures):
    presence.sign_on()
    found = figures()
    assert found["balie_queue_waiting", ("queue", "intake")] == 0
    assert found["balie_queue_oldest_seconds", ("queue", "outgoing")] == 0
    assert 0 <= found["balie_worker_heartbeat_age_seconds",] < 60


def test_a_token_keeps_others_out(client, db, monkeypatch):
    monkeypatch.setenv("BALIE_METRICS_TOKEN", "sesame")
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer sesame"}).status_code == 200
