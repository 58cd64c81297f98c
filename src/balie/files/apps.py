from django.apps import AppConfig


class Files(AppConfig):
    name = "balie.files"
    label = "files"
