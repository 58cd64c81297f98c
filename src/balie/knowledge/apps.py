from django.apps import AppConfig


class Knowledge(AppConfig):
    name = "balie.knowledge"
    label = "knowledge"
