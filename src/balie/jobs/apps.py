from django.apps import AppConfig


class Jobs(AppConfig):
    name = "balie.jobs"
    label = "jobs"
