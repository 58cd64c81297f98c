"""The description of the API is a promise: it changes by decision, and what is answered is what it says."""

import json
import os
from pathlib import Path

import pytest
from django.test import Client

PROMISED = Path(__file__).with_name("openapi.json")
RENEW = "BALIE_RENEW_CONTRACT"


@pytest.mark.django_db
def test_the_description_is_the_one_that_was_promised() -> None:
    told = Client().get("/api/v1/openapi.json").json()
    if os.environ.get(RENEW):
        PROMISED.write_text(json.dumps(told, indent=2, sort_keys=True) + "\n")
    assert told == json.loads(PROMISED.read_text()), (
        f"The API is described differently now. What programs rely on must stay (what is new is added beside it). "
        f"If that is so: {RENEW}=1 pytest {Path(__file__).name}, and commit openapi.json with the change."
    )
