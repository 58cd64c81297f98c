"""The one router: operations that share an address stand in several files."""

from typing import Annotated

from ninja import Field, Path, Router

# A ticket's.
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
# In a body: true is none.
GivenNumber = Annotated[int, Field(strict=True, ge=1, le=2**63 - 1)]

router = Router()
