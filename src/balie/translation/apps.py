from django.apps import AppConfig


class Translation(AppConfig):
    name = "balie.translation"
    label = "translation"
