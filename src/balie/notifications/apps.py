from django.apps import AppConfig


class Notifications(AppConfig):
    name = "balie.notifications"
    label = "notifications"
