"""Errors as RFC 9457 problem documents, whatever went wrong and wherever."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from balie.custom_fields.refusing import AboutFields
from balie.people.models import Contact, Organisation
from balie.tickets.conflicts import Conflict, NotAllowed
from balie.tickets.models import Ticket
from balie.tickets.of_contacts.permitting import NotTheirs

CONTENT_TYPE = "application/problem+json"
# The documentation explains each of these under this anchor.
ABOUT = "/api/v1/docs#problem-"
KINDS = {
    400: ("unreadable", "The request cannot be read"),
    401: ("unauthenticated", "A valid token is needed"),
    403: ("forbidden", "This token may not do that"),
    404: ("not-found", "There is nothing here"),
    405: ("method", "This address does not take that method"),
    409: ("conflict", "The ticket does not allow this now"),
    413: ("too-large", "The request is too large"),
    415: ("media-type", "Send JSON"),
    422: ("invalid", "Something in the request is not right"),
    429: ("too-many", "Too many requests"),
    500: ("failure", "Something went wrong here"),
}
log = structlog.get_logger(__name__)


class Fault(Schema):
    """One thing that is wrong: `field` is the path in the body, or the name of a parameter."""

    field: str
    detail: str


class ProblemOut(Schema):
    """An RFC 9457 problem document."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault] = []


class Problem(Exception):
    """Raised by an endpoint to answer with this problem."""

    def __init__(self, status: int, detail: str, *, field: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}
        self.errors = [{"field": field, "detail": detail}] if field else []


def problem(status: int, detail: str, *, errors: Iterable[dict[str, str]] = ()) -> HttpResponse:
    kind, title = KINDS.get(status, KINDS[400])
    document: dict[str, Any] = {"type": ABOUT + kind, "title": title, "status": status, "detail": detail}
    if faults := list(errors):
        document["errors"] = faults
    response = HttpResponse(json.dumps(document), status=status, content_type=CONTENT_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Balie"'
    return response


def answer_with_problems(api: NinjaAPI) -> None:
    """Everything that is raised within the API is answered as a problem."""
    handlers: dict[type[Exception], Callable[[Any], HttpResponse]] = {
        Problem: _raised,
        AuthenticationError: lambda _exc: problem(401, "Send Authorization: Bearer TOKEN with a token that is valid."),
        HttpError: lambda exc: problem(exc.status_code, "The body is not valid JSON."),
        ValidationError: _invalid,
        Http404: lambda _exc: not_found(),
        Ticket.DoesNotExist: lambda _exc: not_found(),
        Contact.DoesNotExist: lambda _exc: not_found(),
        Organisation.DoesNotExist: lambda _exc: not_found(),
        AboutFields: _about_fields,
        NotTheirs: lambda exc: problem(403, str(exc)),
        NotAllowed: lambda exc: problem(409, str(exc)),
        Conflict: lambda exc: problem(409, f"It was changed meanwhile: {exc}."),
        RequestDataTooBig: lambda _exc: too_large(),
        Exception: _failed,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, partial(_handled, handler))


def _handled(handler: Callable[[Any], HttpResponse], _request: HttpRequest, exc: Any) -> HttpResponse:
    return handler(exc)


def _about_fields(exc: AboutFields) -> HttpResponse:
    errors = ({"field": f"fields.{exc.keys.get(pk, pk)}", "detail": words} for pk, words in exc.words.items())
    return problem(422, str(exc), errors=errors)


def not_found() -> HttpResponse:
    return problem(404, "There is nothing at this address, or this token may not see it.")


def too_large() -> HttpResponse:
    return problem(413, "The body of a request can be one mebibyte at most.")


def _raised(exc: Problem) -> HttpResponse:
    response = problem(exc.status, exc.detail, errors=exc.errors)
    for name, value in exc.headers.items():
        response[name] = value
    return response


def _invalid(exc: ValidationError) -> HttpResponse:
    if any(error["loc"][0] == "path" for error in exc.errors):
        return not_found()
    errors = [{"field": _path(error["loc"]), "detail": str(error["msg"])} for error in exc.errors]
    return problem(422, "; ".join(f"{error['field']}: {error['detail']}" for error in errors), errors=errors)


def _failed(exc: Exception) -> HttpResponse:
    log.error("API request failed", exc_info=exc)
    return problem(500, "The fault is ours and has been logged. Nothing was changed; the request may be sent again.")


def _path(location: Iterable[object]) -> str:
    """`("body", "payload", "requester", "email")` -> `requester.email`."""
    return ".".join(str(part) for part in list(location)[1:] if part not in {"payload", "filters"}) or "body"
