"""Figures for Prometheus at /metrics.

Requests are counted where they happen, in files that all web workers of this machine map into memory (the
multiprocess mode of prometheus_client: PROMETHEUS_MULTIPROC_DIR, set by `balie serve` and `balie web`). What the
database knows is asked when someone looks.
"""

import os
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from config.environment import text

_REQUESTS = Counter("balie_requests_total", "Requests answered.", ["route", "method", "status"])
_SECONDS = Histogram(
    "balie_request_seconds",
    "Time to answer a request.",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Measure:
    """Counts by route, never by path: a path has as many values as there are tickets."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        route = f"/{match.route}" if match else "(none)"
        method = request.method if request.method in _METHODS else "other"
        _REQUESTS.labels(route, method, response.status_code).inc()
        _SECONDS.labels(route).observe(time.perf_counter() - began)
        return response


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """With BALIE_METRICS_TOKEN set, only to who sends it as a bearer token."""
    token = text("BALIE_METRICS_TOKEN")
    if token and not secrets.compare_digest(request.headers.get("Authorization", ""), f"Bearer {token}"):
        return HttpResponse("The token of BALIE_METRICS_TOKEN is needed.\n", status=401, content_type="text/plain")
    from config.queue_figures import QueueFigures

    asked = CollectorRegistry()
    asked.register(QueueFigures())
    return HttpResponse(generate_latest(_counted()) + generate_latest(asked), content_type=CONTENT_TYPE_LATEST)


def _counted() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # the library has no types here
    return registry
