"""`/api/v1/docs`: the description of the API, for people to read."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balie.api.problems import KINDS

Description = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    type: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    about: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    status: str
    answer: str


def reference(request: HttpRequest, description: Description) -> HttpResponse:
    schemas = description["components"]["schemas"]
    context = {
        "about": description["info"]["description"],
        "operations": operations(description),
        "answers": {name: fields(schema) for name, schema in schemas.items() if name.endswith(("Out", "Page"))},
        "problems": [(status, *names) for status, names in KINDS.items()],
    }
    return render(request, "api/reference.html", context)


def operations(description: Description) -> list[Operation]:
    found = [
        _operation(description, path, method, told)
        for path, methods in description["paths"].items()
        for method, told in methods.items()
    ]
    return sorted(found, key=lambda operation: (operation.path.count("/"), operation.path, operation.method))


def fields(schema: Description) -> tuple[Field, ...]:
    """The properties of an object."""
    required = set(schema.get("required", ()))
    return tuple(
        Field(name, type_name(told), name in required, told.get("description", ""))
        for name, told in schema.get("properties", {}).items()
    )


_FORMATS = {"date-time": "time", "binary": "file"}


def type_name(schema: Description) -> str:
    """In words: `text`, `number`, `open | closed`, `list of TagName`, `text or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if "anyOf" in schema:
        return " or ".join(type_name(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {type_name(schema.get('items', {}))}"
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    plain = {"string": "text", "integer": "number", "boolean": "true | false", "null": "null", "object": "object"}
    return plain.get(schema.get("type", "object"), "object")


def _operation(description: Description, path: str, method: str, told: Description) -> Operation:
    status, answer = next((status, answer) for status, answer in told["responses"].items() if status != "default")
    sent = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    body = description["components"]["schemas"].get(type_name(sent), {})
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        about=told.get("description", ""),
        parameters=tuple(
            Field(one["name"], type_name(one["schema"]), one.get("required", False), one.get("description", ""))
            for one in told["parameters"]
        ),
        body=fields(body),
        status=status,
        answer=type_name(next(iter(answer["content"].values()))["schema"]),
    )
