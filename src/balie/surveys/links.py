"""Signed links by which somebody answers their survey without signing in."""

from datetime import timedelta

from django.core import signing

LIFETIME = timedelta(days=60)
_signer = signing.TimestampSigner(salt="survey.link")


def survey_link(survey_id: int) -> str:
    """The path below the site's address; with `?score=5` the page has that score chosen already."""
    return f"/s/{_signer.sign(str(survey_id))}/"


def read_survey_link(token: str) -> int | None:
    """None when it is too old or was never ours."""
    try:
        return int(_signer.unsign(token, max_age=LIFETIME))
    except (signing.BadSignature, ValueError):
        return None
