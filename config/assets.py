"""What Vite built, as templates need it: tags for an entry, addresses of files, icons out of the sprite."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

from django.conf import settings
from django.templatetags.static import static
from markupsafe import Markup

FRONTEND = Path(settings.BASE_DIR) / "frontend"
MANIFEST = FRONTEND / "dist" / "manifest.json"


class Chunk(TypedDict, total=False):
    file: str
    css: list[str]
    imports: list[str]
    name: str


@lru_cache(maxsize=1)
def _read(_changed_at: float) -> dict[str, Chunk]:
    manifest: dict[str, Chunk] = json.loads(MANIFEST.read_text())
    return manifest


def manifest() -> dict[str, Chunk]:
    """Empty before the first build: pages then come without style or script, and `missing()` says so. Otherwise it is
    read once, while developing after each build: a page of icons asks for it hundreds of times."""
    try:
        return _read(MANIFEST.stat().st_mtime if settings.DEBUG else 0.0)
    except FileNotFoundError:
        return {}


def build() -> str:
    """Names what Vite built last."""
    return hashlib.sha256(MANIFEST.read_bytes()).hexdigest()[:12] if MANIFEST.exists() else "none"


def missing() -> bool:
    return not MANIFEST.exists()


def asset_url(name: str) -> str:
    """The address of a built file by the path of its source: `icons.svg`, `entries/editor.ts`."""
    chunk = manifest().get(name)
    return _static(chunk["file"]) if chunk else ""


# Django looks each time whether the app for it is installed, and a page has a hundred icons.
_static = lru_cache(maxsize=256)(static)


def _imports(name: str, seen: dict[str, Chunk]) -> dict[str, Chunk]:
    chunk = manifest().get(name)
    if chunk and name not in seen:
        seen[name] = chunk
        for imported in chunk.get("imports", []):
            _imports(imported, seen)
    return seen


def asset(entry: str) -> Markup:
    """The tags that load an entry with its styles and everything it imports, for the head of a page."""
    chunk = manifest().get(entry)
    return _tags(entry, chunk["file"]) if chunk else Markup("")


@lru_cache(maxsize=32)
def _tags(entry: str, file: str) -> Markup:
    """The file's name tells one build from another."""
    chunks = _imports(entry, {})
    styles = dict.fromkeys(css for chunk in chunks.values() for css in chunk.get("css", []))
    links = [Markup('<link rel="stylesheet" href="{}">').format(static(css)) for css in styles]
    preloads = [
        Markup('<link rel="modulepreload" href="{}">').format(static(chunk["file"]))
        for name, chunk in chunks.items()
        if name != entry
    ]
    script = Markup('<script type="module" src="{}"></script>').format(static(file))
    return Markup("\n").join([*links, *preloads, script])


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    return frozenset(json.loads((FRONTEND / "icons.json").read_text()))


def icon(name: str, label: str = "", size: str = "") -> Markup:
    """An icon from the sprite. Without a label it is decoration and screen readers pass over it."""
    if name not in icon_names():
        if settings.DEBUG or getattr(settings, "BALIE_STRICT_TEMPLATES", False):
            raise LookupError(f'No icon "{name}": add its Lucide name to frontend/icons.json.')
        return Markup("")
    return _drawn(asset_url("icons.svg"), name, str(label), size)


@lru_cache(maxsize=1024)
def _drawn(sprite: str, name: str, label: str, size: str) -> Markup:
    kind = Markup(' data-size="{}"').format(size) if size else ""
    role = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" {}{}><use href="{}#{}"></use></svg>').format(role, kind, sprite, name)
