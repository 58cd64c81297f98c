"""A translation service of this machine that speaks as the real ones do, and remembers what it was asked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

WORDS = {
    "Buongiorno, la stampante non funziona.": "Goedemorgen, de printer werkt niet.",
    "Please press the button.": "Prema il pulsante.",
}
KEY = "key-of-ours"


class Desk:
    """`asked`: path, headers and body of each request, in order; `status`: of answers, where it is none of 200."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.status = 200
        self.raw: bytes | None = None
        # Answers wait for it.
        self.gate = Event()
        self.gate.set()
        self.url = ""

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")


@contextmanager
def translation_service() -> Iterator[Desk]:
    desk = Desk()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            desk.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, said))
            desk.gate.wait(30)
            status, answer = _answer(desk, self.path, dict(self.headers), said)
            body = desk.raw if desk.raw is not None else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Tests say what they find."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    desk.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield desk
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(desk: Desk, path: str, headers: dict[str, str], said: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    if desk.status != 200:
        return desk.status, {"error": "no", "message": "no"}
    if path == "/translate":  # LibreTranslate
        if said.get("api_key") not in {None, KEY}:
            return 403, {"error": "Invalid API key"}
        return 200, {
            "translatedText": _words(said["q"], said["target"]),
            **({"detectedLanguage": {"confidence": 90.0, "language": "it"}} if said["source"] == "auto" else {}),
        }
    if path == "/v2/translate":  # DeepL
        if headers.get("Authorization") != f"DeepL-Auth-Key {KEY}":
            return 403, {"message": "Forbidden"}
        source = said.get("source_lang", "IT")
        words = [_words(text, said["target_lang"].lower()) for text in said["text"]]
        return 200, {"translations": [{"detected_source_language": source, "text": text} for text in words]}
    return 404, {}


def _words(text: str, target: str) -> str:
    for known, other in WORDS.items():
        if known in text:
            return text.replace(known, other)
    return f"{text} [{target}]"
