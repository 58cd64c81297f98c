from django.apps import AppConfig


class Desk(AppConfig):
    name = "balie.desk"
    label = "desk"
