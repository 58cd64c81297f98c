"""Keeps out what no text here can hold. PostgreSQL refuses NUL, which nobody types: it would be an error of ours."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase, UnreadablePostError

_NUL = "\0"
# It says what is wrong with a field itself, in a problem document.
_API = "/api/"


class Readable:
    """Before the session is looked for: its key comes from outside, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _refuse(request.COOKIES.values())
        if not request.path_info.startswith(_API):
            _refuse([request.path_info])
            _refuse(value for values in request.GET.lists() for value in values[1])
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        if request.method == "POST" and not request.path_info.startswith(_API):
            try:
                fields = request.POST
            except UnreadablePostError as error:
                # Whoever sent it is gone: nobody reads the answer, and nothing is wrong with us.
                raise BadRequest("broken off") from error
            _refuse(value for values in fields.lists() for value in values[1])
            _refuse(_of_files(request))


def _of_files(request: HttpRequest) -> Iterator[str]:
    for _name, files in request.FILES.lists():
        for file in files:
            yield from (file.name or "", file.content_type or "")


def _refuse(texts: Iterable[str]) -> None:
    if any(_NUL in text for text in texts):
        raise BadRequest("NUL")
