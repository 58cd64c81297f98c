from django.apps import AppConfig


class Live(AppConfig):
    name = "balie.live"
    label = "live"
