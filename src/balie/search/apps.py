from django.apps import AppConfig


class Search(AppConfig):
    name = "balie.search"
    label = "search"
