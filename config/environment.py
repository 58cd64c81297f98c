"""Typed reading of the settings that come from the environment. No Django here: the launcher reads them too."""

import os
import secrets
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int) -> int:
    """Raises SystemExit with words the operator can act on when the value is no number."""
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise SystemExit(f"{name} must be a whole number, not {value!r}") from None


def switch(name: str, *, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    return value in {"1", "true", "yes", "on"}


def home() -> Path:
    return Path(text("BALIE_HOME", str(CHECKOUT / "var"))).absolute()


def secret_key(folder: Path) -> str:
    """From BALIE_SECRET_KEY, otherwise made once and kept in BALIE_HOME, readable by its owner only."""
    given = text("BALIE_SECRET_KEY")
    if given:
        return given
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(f".{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        try:
            os.link(made, path)  # fails when another process was first: then theirs counts
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text().strip()
