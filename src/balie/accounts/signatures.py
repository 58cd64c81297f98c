"""What stands below an answer: somebody's own signature, their team's, or both. Pure: texts in, a text out."""

from balie.accounts.models import Signs

PLACEHOLDER = "{agent}"


def signature_of(*, own: str, team: str, signs: str, agent: str) -> str:
    """`team`: its signature, in which `{agent}` stands for the name of whoever answers."""
    own, team = own.strip(), team.replace(PLACEHOLDER, agent).strip()
    if signs == Signs.TEAM:
        return team or own
    if signs == Signs.BOTH:
        return "\n\n".join(filter(None, (own, team)))
    return own or team
