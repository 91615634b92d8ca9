"""What the bot asked of VK and what it was told, in order."""

from dataclasses import dataclass
from typing import Any

from tests.servers.vk.state import Signal


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API; `error` is VK's code, `fault` the trouble that was ordered for it."""

    number: int
    method: str
    params: dict[str, str]
    response: Any = None
    error: int | None = None
    fault: str | None = None
    ignored: tuple[str, ...] = ()  # attachments VK dropped without a word

    def shown(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


class Journal(list[Call]):
    """A list of calls that can be switched off (`kept = False`) and still counts."""

    def __init__(self, kept: bool = True) -> None:
        super().__init__()
        self.kept = kept
        self.counts: dict[str, int] = {}
        self.errors: dict[int, int] = {}
        self.grew = Signal()
        self.ignored: list[str] = []

    def note(self, method: str, params: dict[str, str], response: Any, error: int | None, fault: str | None) -> None:
        self.counts[method] = self.counts.get(method, 0) + 1
        if error is not None:
            self.errors[error] = self.errors.get(error, 0) + 1
        ignored, self.ignored = tuple(self.ignored), []
        if self.kept:
            clean = {key: value for key, value in params.items() if key != "access_token"}
            self.append(Call(len(self) + 1, method, clean, response, error, fault, ignored))
        self.grew.fire()

    def of(self, method: str) -> list[Call]:
        return [call for call in self if call.method == method]
