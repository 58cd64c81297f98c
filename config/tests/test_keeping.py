"""Parts of a page that are kept once made: by what they show, and by nothing else that would then be kept too."""

import gc
import weakref

import pytest
from django.template import engines
from django.utils.functional import SimpleLazyObject

from balie.desk.rail import Rail
from config import keeping


class Request:
    """Stands for what a page's context is worked out from."""


@pytest.fixture
def part(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(keeping, "_kept", {})
    return "{% keep views, 1 %}{{ views|length }} {{ made() }}{% endkeep %}"


def shown(part: str, views: object, made: object) -> str:
    return engines["jinja2"].from_string(part).render({"views": views, "made": made})


def test_what_was_worked_out_late_keeps_no_request(part: str) -> None:
    request = Request()
    gone = weakref.ref(request)

    def worked_out(of: Request) -> "SimpleLazyObject[Rail]":
        return SimpleLazyObject(lambda: (of, Rail([{"label": "Teams"}]))[1])

    assert shown(part, worked_out(request), lambda: "once") == "1 once"
    del request
    gc.collect()
    assert gone() is None
    assert shown(part, worked_out(Request()), lambda: "twice") == "1 once"
    assert shown(part, Rail([{"label": "Teams"}]), lambda: "thrice") == "1 once"
    assert shown(part, Rail([]), lambda: "anew") == "0 anew"
