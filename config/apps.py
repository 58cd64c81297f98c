"""Puts the parts together: the one place that knows all of them."""

from django.apps import AppConfig


class Composition(AppConfig):
    name = "config"
    label = "composition"

    def ready(self) -> None:
        from balie import reactions
        from balie.events import reactions as registry

        registry.register(reactions.TABLE, every=reactions.EVERY)
        from config import checks  # noqa: F401 -- registers the system checks
