"""`balie token add`"""

import argparse
import sys


def run(args: list[str]) -> int:
    from balie.accounts.models import User
    from balie.accounts.tokens import make_token

    parser = argparse.ArgumentParser(prog="balie token add", description="Prints a key to the API, this once.")
    parser.add_argument("email", help="the user as whom the API will act")
    parser.add_argument("--name", default="command line", help="what it is for")
    given = parser.parse_args(args)
    user = User.objects.filter(email=given.email.strip().lower(), is_active=True).first()
    if user is None:
        sys.stderr.write(f"There is no user {given.email}. Add them first: balie user add {given.email} --role agent\n")
        return 1
    sys.stdout.write(make_token(user=user, name=given.name) + "\n")
    return 0
