from django.apps import AppConfig


class Portal(AppConfig):
    name = "balie.portal"
    label = "portal"
