"""The description of the API at `/api/v1/openapi.json`: what ninja knows, and what holds for every operation."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from balie.api.idempotency import HEADER
from balie.api.problems import CONTENT_TYPE, ProblemOut

WHAT = (
    "Tickets, messages, events and search of this desk. A token sees what its holder sees. "
    "Lists come in pages: follow `next` until it is null. Times are RFC 3339."
)
_KEY = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    "description": "Within 24 hours, the same key and request get the same answer, and nothing is done twice.",
}
_PROBLEM = {
    "description": "A problem document (RFC 9457).",
    "content": {CONTENT_TYPE: {"schema": {"$ref": f"#/components/schemas/{ProblemOut.__name__}"}}},
}


class DescribedAPI(NinjaAPI):
    _description: OpenAPISchema | None = None

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Made once: it is the same for everybody."""
        if self._description is None:
            self._description = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
            _complete(self._description)
        return self._description


def _complete(description: dict[str, Any]) -> None:
    schema = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    description["components"]["schemas"].update({**schema.pop("$defs", {}), ProblemOut.__name__: schema})
    for operations in description["paths"].values():
        for method, operation in operations.items():
            operation["responses"]["default"] = _PROBLEM
            if method == "post" and "multipart/form-data" not in operation.get("requestBody", {}).get("content", {}):
                operation["parameters"].append(_KEY)
