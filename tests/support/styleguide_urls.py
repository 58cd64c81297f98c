"""The site's addresses with the living page of the design system, as while developing."""

from django.urls import include, path

from config.urls import urlpatterns as site

urlpatterns = [path("styleguide/", include("config.styleguide")), *site]
