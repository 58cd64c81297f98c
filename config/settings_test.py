"""Settings of the test suite: as in production, but for what would only cost time."""

import os
import tempfile

os.environ.setdefault("BALIE_HOME", tempfile.mkdtemp(prefix="balie-test-"))
os.environ.setdefault("BALIE_SECRET_KEY", "only-for-tests-" + "x" * 40)

from config.settings import *  # noqa: F403 -- a settings module is a list of names

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
BALIE_STRICT_TEMPLATES = True
# Names and counts are asked for anew on every page, so that a test sees what it has just done.
BALIE_REMEMBER = False
# pytest-django makes a database per worker; a pool would keep it from being dropped.
DATABASES = {"default": database(BALIE_DATABASE_URL or "postgresql:///balie", pool=False)}  # noqa: F405
