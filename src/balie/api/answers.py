"""Answers written straight from their models: ninja would validate and copy each of them again."""

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

CONTENT_TYPE = "application/json"


def answer(model: BaseModel, *, status: int = 200, location: str = "") -> HttpResponse:
    response = HttpResponse(model.model_dump_json(), status=status, content_type=CONTENT_TYPE)
    if location:
        response["Location"] = location
    return response


def address(request: HttpRequest, path: str) -> str:
    """The absolute address of a path of this desk, as the client reaches it."""
    return request.build_absolute_uri(path)
