"""Every address of the house, by audience."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
