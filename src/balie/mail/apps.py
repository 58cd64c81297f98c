from django.apps import AppConfig


class Mail(AppConfig):
    name = "balie.mail"
    label = "mail"
