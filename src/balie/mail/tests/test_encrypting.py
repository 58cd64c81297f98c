"""TLS on the way out: what each kind of address insists on."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from balie.core.clock import now
from balie.mail.transports.base import Letter, Unreachable
from balie.mail.transports.smtp import SmtpTransport
from tests.support.desk import free_ports
from tests.support.smtp_sink import Sink

LETTER = Letter("1", "anna@a.example", ("emma@b.example",), b"Subject: Hi\r\n\r\nHi\r\n")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of `localhost`, signed by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=localhost")
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    unencrypted = serialization.NoEncryption()
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unencrypted)
    )
    return path


@pytest.fixture
def server(certificate: Path) -> Iterator[Sink]:
    """Offers STARTTLS, and takes the password "right" once the line is encrypted."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    sink = Sink(free_ports(1)[0])

    def check(_server: object, _session: object, _envelope: object, _mechanism: str, given: object) -> AuthResult:
        return AuthResult(success=getattr(given, "password", b"") == b"right", handled=False)

    controller = Controller(
        sink, hostname="localhost", port=sink.port, tls_context=context, authenticator=check, auth_require_tls=True
    )
    controller.start()
    yield sink
    controller.stop()


def send(address: str) -> None:
    transport = SmtpTransport(address)
    try:
        transport.send(LETTER, lambda: None)
    finally:
        transport.close()


def test_plain_smtp_encrypts_where_that_is_offered(server: Sink) -> None:
    send(f"smtp://localhost:{server.port}")

    assert server.encrypted == [True]


@pytest.mark.parametrize("address", ["smtp+starttls://localhost:{}", "smtp://anna:right@localhost:{}"])
def test_a_certificate_nobody_vouches_for_is_refused(server: Sink, address: str) -> None:
    with pytest.raises(Unreachable, match="certificate verify failed"):
        send(address.format(server.port))

    assert server.kept == []


def test_one_that_is_trusted_is_accepted_and_the_password_shown(
    server: Sink, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    send(f"smtp+starttls://anna:right@localhost:{server.port}")
    with pytest.raises(Unreachable, match="535"):
        send(f"smtp+starttls://anna:wrong@localhost:{server.port}")

    assert server.encrypted == [True]


def test_a_server_that_does_not_offer_it_is_not_enough_where_it_was_asked_for(server: Sink) -> None:
    with pytest.raises(Unreachable):
        send(f"smtps://localhost:{server.port}?timeout=5")

    assert server.kept == []
