"""`balie user add`"""

import argparse
import json
import sys


def run(args: list[str]) -> int:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import IntegrityError

    from balie.accounts.models import Role
    from balie.accounts.users import add_user

    parser = argparse.ArgumentParser(prog="balie user add", description="Adds someone who can sign in.")
    parser.add_argument("email")
    parser.add_argument("--role", required=True, choices=list(Role.values))
    parser.add_argument("--name", default="")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    given = parser.parse_args(args)
    password = sys.stdin.readline().rstrip("\r\n") if given.password_stdin else None
    try:
        validate_email(given.email)
        if password is not None:
            validate_password(password)
        user = add_user(email=given.email, role=given.role, name=given.name, password=password)
    except ValidationError as problem:
        sys.stderr.write("\n".join(problem.messages) + "\n")
        return 1
    except IntegrityError:
        sys.stderr.write(f"{given.email} is a user already.\n")
        return 1
    sys.stdout.write(json.dumps({"id": user.pk, "email": user.email, "role": user.role, "name": user.name}) + "\n")
    return 0
