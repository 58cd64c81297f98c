"""Someone must be able to sign in to a desk that has just been set up."""

import os
import secrets

from django.conf import settings

from balie.accounts.models import Role, User
from balie.accounts.users import add_user

EMAIL = "admin@localhost"
_NOTE = "first-sign-in"
_AS_BEFORE = "Sign in as you did before. Forgotten? ./balie manage changepassword ADDRESS"


def welcome() -> str:
    """How to sign in, in words: with the password at the first start, later where it stands for as long as it fits."""
    path = settings.BALIE_HOME / _NOTE
    if not User.objects.filter(role=Role.ADMIN).exists():
        password = secrets.token_urlsafe(9)
        add_user(email=EMAIL, role=Role.ADMIN, name="Admin", password=password)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as note:
            note.write(f"{EMAIL}\n{password}\n")
        return (
            f"Sign in as  {EMAIL}  with password  {password}\n"
            f"(shown this once; until you change it, it also stands in {path})"
        )
    if not path.exists():
        return _AS_BEFORE
    email, password = path.read_text().split()
    user = User.objects.filter(email=email, is_active=True).first()
    if user and user.check_password(password):
        return f"Sign in as  {email};  the first password stands in {path}"
    path.unlink()
    return _AS_BEFORE
