"""The API, version 1: every operation, and what stands around each of them."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, re_path

from balie.api import (  # noqa: F401 -- each adds its operations
    attachments,
    bulk,
    contacts,
    events,
    exports,
    forwarding,
    links,
    merging,
    messages,
    notifications,
    opening,
    organisations,
    own_fields,
    own_statuses,
    person_fields,
    recurrences,
    redaction,
    searching,
    snoozes,
    tag_items,
    task_items,
    tickets,
    time_items,
    uploads,
)
from balie.api.description import WHAT, DescribedAPI
from balie.api.problems import answer_with_problems, not_found, problem, too_large
from balie.api.reference import reference
from balie.api.routing import router
from balie.api.tokens import Bearer

LARGEST = 1024 * 1024
UPLOADS = "/api/v1/uploads"
View = Callable[..., HttpResponse]

api = DescribedAPI(title="Balie", version="1", description=WHAT, auth=Bearer(), docs_url=None, urls_namespace="api")
answer_with_problems(api)
api.add_router("", router)


def guarded(view: View) -> View:
    """What is wrong before an operation is reached is answered as a problem, too."""

    def guard(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        refused = _refusal(request)
        if refused is not None:
            return refused
        try:
            response = view(request, *args, **values)
        except Http404:
            response = not_found()
        if isinstance(response, HttpResponseNotAllowed):
            allowed = response["Allow"]
            response = problem(405, f"This address takes {allowed}.")
            response["Allow"] = allowed
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    guard.csrf_exempt = True  # type: ignore[attr-defined] # a token is no cookie: no other site can send it
    return guard


def _refusal(request: HttpRequest) -> HttpResponse | None:
    told = request.META.get("CONTENT_LENGTH") or "0"
    length = int(told) if told.isdecimal() else 0
    if request.path == UPLOADS and request.method == "POST":
        too_long = length > settings.BALIE_UPLOAD_SIZE_LIMIT + LARGEST
        return problem(413, "The file is larger than this desk takes.") if too_long else None
    if length > LARGEST:
        return too_large()
    if request.method in {"POST", "PATCH"} and length and request.content_type != "application/json":
        return problem(415, "The body must be sent as Content-Type: application/json.")
    return None


def _nothing(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    return not_found()


def _operations() -> list[URLPattern]:
    patterns = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]
    for pattern in patterns:
        pattern.callback = guarded(pattern.callback)
    return patterns


def _docs(request: HttpRequest) -> HttpResponse:
    return reference(request, api.get_openapi_schema())


urlpatterns = (
    [path("docs", _docs, name="docs"), *_operations(), re_path("", guarded(_nothing))],
    "api",
)
