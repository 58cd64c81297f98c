"""Puts the parts together: the one place that knows all of them."""

from django.apps import AppConfig


class Composition(AppConfig):
    name = "config"
    label = "composition"

    def ready(self) -> None:
        from balie import reactions
        from balie.events import reactions as registry

        registry.register(reactions.TABLE, every=reactions.EVERY)
        from balie.jobs import queues
        from balie.mail import outcomes
        from balie.tickets import deliveries

        queues.register("events", "balie.events.dispatch.run_batch")
        queues.register("intake", "balie.channels.email.intake.run_batch")
        queues.register("mail", "balie.mail.sending.run_batch", due="balie.mail.claiming.seconds_until_due")
        queues.register(
            "planned", "balie.tickets.planning.run_batch", sweep=60.0, due="balie.tickets.planning.seconds_until_due"
        )
        queues.register(
            "reminders",
            "balie.tickets.work.reminding.run_batch",
            sweep=60.0,
            due="balie.tickets.work.reminding.seconds_until_due",
        )
        queues.register("files", "config.catching_up.run_batch")
        queues.register(
            "notifications", "balie.notifications.mailing.run_batch", sweep=30.0,
            due="balie.notifications.mailing.seconds_until_due",
        )  # fmt: skip
        queues.register(
            "snoozes",
            "balie.tickets.snoozing.sleeping.run_batch",
            sweep=60.0,
            due="balie.tickets.snoozing.sleeping.seconds_until_due",
        )
        queues.register(
            "recurring",
            "balie.tickets.recurring.making.run_batch",
            sweep=60.0,
            due="balie.tickets.recurring.making.seconds_until_due",
        )
        queues.register(
            "push",
            "balie.notifications.push.sending.run_batch",
            sweep=30.0,
            due="balie.notifications.push.sending.seconds_until_due",
        )
        outcomes.register(deliveries.follow)
        from balie.channels.email import acknowledge
        from balie.notifications import mails as notifications
        from balie.surveys import asking
        from balie.tickets.redacting import mails

        for one in (acknowledge, asking, notifications):
            mails.register(one.telling)
        from config import checks  # noqa: F401 -- registers the system checks
