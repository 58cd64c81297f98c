"""The ASGI application of the live process."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from balie.live.app import make_app  # noqa: E402 -- settings first

app = make_app()
