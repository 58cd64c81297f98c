from django.apps import AppConfig


class Events(AppConfig):
    name = "balie.events"
    label = "events"
