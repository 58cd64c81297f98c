"""Mails for the tests, written as they come over the wire."""

from balie.channels.email.parse import ParsedEmail, parse


def letter(body: str | bytes = "Hello\n", kind: str = "text/plain; charset=utf-8", **headers: str) -> bytes:
    """A mail from Henry to the desk; `Message_ID="…"` is the header Message-ID."""
    lines = {"From": "Henry Moore <henry@inbox.example>", "To": "support@morgenrood.example", "Subject": "A question"}
    lines |= {"Content-Type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return head.encode() + b"\r\n" + (body if isinstance(body, bytes) else body.encode())


def read(body: str | bytes = "Hello\n", kind: str = "text/plain; charset=utf-8", **headers: str) -> ParsedEmail:
    return parse(letter(body, kind, **headers))


def parts(*bodies: str, subtype: str = "mixed", **headers: str) -> ParsedEmail:
    """A multipart of parts that are given with their own header lines."""
    body = "".join(f"--edge\r\n{part}\r\n" for part in bodies) + "--edge--\r\n"
    return read(body, f'multipart/{subtype}; boundary="edge"', **headers)
