"""A push service on this machine, and a browser that reads what comes."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from balie.notifications.push.sealing import written

AUTH = b"0123456789abcdef"


class Browser:
    def __init__(self) -> None:
        self.own = ec.generate_private_key(ec.SECP256R1())
        self.point = self.own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.key, self.secret = written(self.point), written(AUTH)

    def read(self, body: bytes) -> Any:
        """As RFC 8291 says, written once more from the other side."""
        salt, length = body[:16], body[20]
        theirs, text = body[21 : 21 + length], body[21 + length :]
        peer = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        shared = self.own.exchange(ec.ECDH(), peer)
        ground = _hkdf(AUTH, shared, b"WebPush: info\0" + self.point + theirs, 32)
        cipher = AESGCM(_hkdf(salt, ground, b"Content-Encoding: aes128gcm\0", 16))
        plain = cipher.decrypt(_hkdf(salt, ground, b"Content-Encoding: nonce\0", 12), text, None)
        return json.loads(plain.rstrip(b"\0").removesuffix(b"\x02"))


class Service(HTTPServer):
    """Answers with `status`; keeps what came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.status = 201
        self.came: list[tuple[dict[str, str], bytes]] = []

    @property
    def address(self) -> str:
        return f"https://localhost:{self.server_port}/send/anna"


class _Taking(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "https://localhost:1/")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Quiet."""


@contextmanager
def serving(folder: Path) -> Iterator[tuple[Service, ssl.SSLContext]]:
    """With whom to trust for it."""
    certificate = _certificate(folder)
    service = Service()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    service.socket = context.wrap_socket(service.socket, server_side=True)
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield service, ssl.create_default_context(cafile=str(certificate))
    finally:
        service.shutdown()
        service.server_close()


def _certificate(folder: Path) -> Path:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    moment = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "service.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return path


def _hkdf(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(material)
