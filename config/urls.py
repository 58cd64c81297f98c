"""Every address of the house, by audience."""

from django.conf import settings
from django.urls import include, path

from balie.api.urls import urlpatterns as api
from config import health, metrics

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics.metrics),
    path("api/v1/", include(api)),
    path("accounts/", include("balie.accounts.urls")),
    path("desk/settings/", include("balie.administration.urls")),
    path("desk/", include("balie.desk.urls")),
    path("", include("balie.portal.urls")),
]
if settings.DEBUG:
    urlpatterns.insert(0, path("styleguide/", include("config.styleguide")))
