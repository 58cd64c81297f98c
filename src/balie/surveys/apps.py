from django.apps import AppConfig


class Surveys(AppConfig):
    name = "balie.surveys"
    label = "surveys"
