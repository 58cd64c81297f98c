"""How many requests a token may make in a minute, counted for all processes together."""

import hashlib
import time

from django.conf import settings

from balie.api.problems import Problem
from balie.core.prepared import rows

_SPEND = """
insert into api_spending as spent (token, minute, requests) values (%(token)s, %(minute)s, 1)
on conflict (token) do update set
    minute = excluded.minute,
    requests = case when spent.minute = excluded.minute then spent.requests + 1 else 1 end
returning requests
"""


def spend(token: str) -> None:
    """Raises a Problem when the token has nothing left in this minute."""
    moment = int(time.time())
    key = int.from_bytes(hashlib.sha256(token.encode()).digest()[:8], signed=True)
    requests = rows(_SPEND, {"token": str(key), "minute": moment // 60})[0][0]
    if requests > settings.BALIE_API_RATE_LIMIT:
        wait = 60 - moment % 60
        detail = f"This token has made its requests of this minute. Go on in {wait} seconds."
        raise Problem(429, detail, headers={"Retry-After": str(wait)})
