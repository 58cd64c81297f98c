from django.apps import AppConfig


class Tickets(AppConfig):
    name = "balie.tickets"
    label = "tickets"
