from django.apps import AppConfig


class Accounts(AppConfig):
    name = "balie.accounts"
    label = "accounts"
