import re

from config.checks import NAMES
from tests.architecture.sources import PACKAGES, ROOT, modules

# Of the tests, not of the product.
ELSEWHERE = {"BALIE_REMEMBER", "BALIE_STRICT_TEMPLATES"}


def test_every_setting_is_known_and_described():
    read = {name for path in modules() for name in re.findall(r'"(BALIE_[A-Z_]+)"', path.read_text())}
    assert PACKAGES
    assert read - ELSEWHERE == NAMES
    described = set(re.findall(r"`(BALIE_[A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text()))
    assert described == NAMES
