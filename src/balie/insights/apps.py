from django.apps import AppConfig


class Insights(AppConfig):
    name = "balie.insights"
    label = "insights"
