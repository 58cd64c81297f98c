import socketserver
import threading

import pytest
from django.db import OperationalError, connection

from balie.jobs import presence


class Greeter(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 balie\r\n")
        self.rfile.readline()


@pytest.fixture
def mail_listener(settings):
    with socketserver.TCPServer(("127.0.0.1", 0), Greeter) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.BALIE_SMTP_PORT = server.server_address[1]
        yield
        server.shutdown()
        thread.join()


@pytest.fixture
def worker(db):
    identity = presence.sign_on()
    yield identity
    presence.sign_off(identity)


def test_it_lives_without_asking_the_database(client, django_db_blocker):
    response = client.get("/healthz")  # no `db`: a query would be an error
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_it_is_ready_when_everything_is(client, worker, mail_listener):
    response = client.get("/readyz")
    assert response.json() == {"ready": True, "problems": {}}
    assert response.status_code == 200


def test_it_says_that_no_worker_runs(client, db, mail_listener):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert list(response.json()["problems"]) == ["worker"]
    assert "balie worker" in response.json()["problems"]["worker"]


def test_it_says_which_queue_fails(client, worker, mail_listener):
    presence.beat(worker, {"outgoing": "OSError: no route to host"})
    problems = client.get("/readyz").json()["problems"]
    assert problems == {"worker": "The queue outgoing fails and is tried again: OSError: no route to host"}


def test_it_says_that_no_mail_is_taken_in(client, worker, settings):
    settings.BALIE_SMTP_PORT = 1
    assert "balie listen" in client.get("/readyz").json()["problems"]["mail"]


def test_a_broken_database_is_an_answer_not_an_error(client, worker, mail_listener, monkeypatch):
    def broken(*_args, **_kwargs):
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", broken)
        response = client.get("/readyz")
    assert response.status_code == 503
    assert "the server closed the connection" in response.json()["problems"]["database"]
