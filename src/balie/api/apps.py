from django.apps import AppConfig


class Api(AppConfig):
    name = "balie.api"
    label = "api"
