"""Whose signature stands below an answer."""

import pytest

from balie.accounts.models import Signs
from balie.accounts.signatures import signature_of


@pytest.mark.parametrize(
    ("own", "team", "signs", "stands"),
    [
        ("Anna", "{agent}, IT", Signs.OWN, "Anna"),
        (" ", "{agent}, IT", Signs.OWN, "Anna de Vries, IT"),
        ("Anna", "IT of the house", Signs.BOTH, "Anna\n\nIT of the house"),
        ("", "IT", Signs.BOTH, "IT"),
        ("Anna", "{agent}, IT", Signs.TEAM, "Anna de Vries, IT"),
        ("Anna", "", Signs.TEAM, "Anna"),
        ("", "", Signs.OWN, ""),
    ],
)
def test_it_is_theirs_the_teams_or_both(own: str, team: str, signs: str, stands: str) -> None:
    assert signature_of(own=own, team=team, signs=signs, agent="Anna de Vries") == stands
