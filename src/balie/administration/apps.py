from django.apps import AppConfig


class Administration(AppConfig):
    name = "balie.administration"
    label = "administration"
