"""Messages that only one browser can read (RFC 8291), and the desk's proof of who sends them (RFC 8292). Pure."""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_RECORD = 4096
_VALID = timedelta(hours=12)


@lru_cache(maxsize=4)
def key_of_desk(secret: str) -> ec.EllipticCurvePrivateKey:
    """Made of the desk's secret key: kept where that is, and the same on each of its machines."""
    number = int.from_bytes(_derived(b"", secret.encode(), b"balie web push", 48))
    return ec.derive_private_key(number % (_ORDER - 1) + 1, _CURVE)


def public(key: ec.EllipticCurvePrivateKey) -> str:
    return written(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def sealed(
    text: bytes, *, key: str, secret: str, salt: bytes | None = None, own: ec.EllipticCurvePrivateKey | None = None
) -> bytes:
    """For the browser with this key and secret. `salt` and `own` are made for each message. Raises ValueError."""
    own, salt = own or ec.generate_private_key(_CURVE), salt or os.urandom(16)
    theirs = read(key)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, theirs))
    mine = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    ground = _derived(read(secret), shared, b"WebPush: info\0" + theirs + mine, 32)
    cipher = AESGCM(_derived(salt, ground, b"Content-Encoding: aes128gcm\0", 16))
    nonce = _derived(salt, ground, b"Content-Encoding: nonce\0", 12)
    head = salt + _RECORD.to_bytes(4) + bytes([len(mine)]) + mine
    return head + cipher.encrypt(nonce, text + b"\x02", None)


def proof(key: ec.EllipticCurvePrivateKey, *, origin: str, contact: str, now: datetime) -> str:
    """The Authorization header for a push service."""
    claims = {"aud": origin, "exp": int((now + _VALID).timestamp()), "sub": contact}
    said = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
    one, two = utils.decode_dss_signature(key.sign(said.encode(), ec.ECDSA(hashes.SHA256())))
    return f"vapid t={said}.{written(one.to_bytes(32) + two.to_bytes(32))}, k={public(key)}"


def usable(key: str, secret: str) -> bool:
    """Whether messages can be sealed with them."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, read(key))
        return len(read(secret)) == 16
    except ValueError:
        return False


def written(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def read(text: str) -> bytes:
    """Raises ValueError."""
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def _json(value: object) -> str:
    return written(json.dumps(value, separators=(",", ":")).encode())


def _derived(salt: bytes, material: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(material)
