"""The one router: operations that share an address stand in several files."""

from typing import Annotated

from ninja import Field, Path, Router
from pydantic import BeforeValidator

# A ticket's.
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


def _no_truth(given: object) -> object:
    if isinstance(given, bool):
        raise ValueError("a number is needed")
    return given


# In a body, where true would be 1.
GivenNumber = Annotated[int, Field(ge=1, le=2**63 - 1), BeforeValidator(_no_truth)]

router = Router()
