from django.apps import AppConfig


class People(AppConfig):
    name = "balie.people"
    label = "people"
