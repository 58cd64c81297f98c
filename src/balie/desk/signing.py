"""The signature that will stand below what somebody writes on a ticket."""

from balie.accounts.models import Signs, Team, User
from balie.accounts.signatures import signature_of


def signature_below(user: User, team: Team | None) -> str:
    words, signs = (team.signature, team.signs) if team else ("", Signs.OWN)
    return signature_of(own=user.signature, team=words, signs=signs, agent=user.name)
