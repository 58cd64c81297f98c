"""The one router: operations that share an address stand in several files."""

from ninja import Router

router = Router()
