from django.apps import AppConfig


class Email(AppConfig):
    name = "balie.channels.email"
    label = "email"
