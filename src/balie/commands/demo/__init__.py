"""A believable world to look around in: `balie serve --demo`."""


def fill() -> str | None:
    """Makes the demo's world once; returns how its people sign in, None when it is there already."""
    from django.db import transaction

    from balie.commands.demo import articles, world
    from balie.commands.demo.quiet import nothing_leaves
    from balie.commands.demo.stories import OLDEST
    from balie.core.clock import now, set_to
    from balie.events.actor import Actor

    if world.is_there():
        return None
    with transaction.atomic():
        with set_to(now() - 2 * OLDEST):
            cast = world.make_people(PASSWORD)
        world.make_tickets(cast, now())
        articles.make_articles(Actor.user(cast.agents["Orders"][0].pk))
        nothing_leaves()
    return SIGN_IN


# Known to everybody who reads this: the demo is for trying, and says so.
PASSWORD = "morgenrood at dawn"  # noqa: S105
SIGN_IN = (
    f'The demo\'s people sign in with the password "{PASSWORD}": anna@morgenrood.example (agent), '
    "chiara@morgenrood.example (supervisor), dieter@morgenrood.example (administrator)"
)
