"""A believable world to look around in: `balie serve --demo`."""


def fill() -> str:
    """Makes the demo's world once; returns how its people sign in, or why there are none."""
    from django.db import transaction

    from balie.commands.demo import articles, today, workplace, world
    from balie.commands.demo.quiet import nothing_leaves
    from balie.commands.demo.stories import OLDEST
    from balie.core.clock import now, set_to
    from balie.events.actor import Actor

    if world.is_there():
        return _sign_in(world.introductions())
    if world.is_in_use():
        return "The demo is for an empty desk: this one has tickets, and stays as it is."
    with transaction.atomic():
        with set_to(now() - 2 * OLDEST):
            cast = world.make_people(PASSWORD)
        world.make_tickets(cast, now())
        workplace.lay_out(cast, world.lead())
        articles.make_articles(Actor.user(cast.agents["Orders"][0].pk))
        nothing_leaves()
        today.go_on(cast)
        nothing_leaves()
    return _sign_in(world.introductions())


# Known to everybody who reads this: the demo is for trying, and says so.
PASSWORD = "morgenrood at dawn"  # noqa: S105


def _sign_in(people: str) -> str:
    return f"Or as one of the demo's people, all with the password  {PASSWORD}\n{people}"
