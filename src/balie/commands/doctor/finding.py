from dataclasses import asdict, dataclass
from typing import Literal, Self


@dataclass(frozen=True)
class Finding:
    """What was found of one thing: `state` says whether it is well, `advice` what to do when it is not."""

    check: str
    state: Literal["ok", "warning", "failed"]
    found: str
    advice: str = ""

    @classmethod
    def good(cls, check: str, found: str) -> Self:
        return cls(check, "ok", found)

    @classmethod
    def warning(cls, check: str, found: str, advice: str) -> Self:
        return cls(check, "warning", found, advice)

    @classmethod
    def failed(cls, check: str, found: str, advice: str) -> Self:
        return cls(check, "failed", found, advice)

    def words(self) -> str:
        advice = f"\n{'':22}-> {self.advice}" if self.advice else ""
        return f"{self.state:8} {self.check:12} {self.found}{advice}\n"

    def as_object(self) -> dict[str, str]:
        return asdict(self)
