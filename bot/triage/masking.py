"""Words as officials may see them: own details and swearing hidden, the rest as it was written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.triage.details import Detail, Details
from bot.triage.morphology import Morphology
from bot.triage.swearing import Swearing, masked


@dataclass(frozen=True, slots=True)
class Masked:
    """`shown` is never longer than the text and 20 signs for each detail; `details` are as they were written."""

    shown: str
    details: tuple[str, ...]
    swearing: bool
    abuse: bool


class Masking:
    """Built once; a second masking changes nothing more."""

    def __init__(self, morphology: Morphology) -> None:
        self._swearing, self._details = Swearing(), Details(morphology)

    def __call__(self, text: str) -> Masked:
        details = self._details.spans(text)
        # Swearing second: what a detail stood beside must read the same when it is masked again.
        calm = "".join(_replaced(text, details))
        obscene = self._swearing.spans(calm)
        return Masked(
            shown=masked(calm, obscene),
            details=tuple(text[one.start : one.end] for one in details),
            swearing=bool(obscene),
            abuse=self._swearing.is_only_abuse(text),
        )


def _replaced(text: str, details: Sequence[Detail]) -> Iterator[str]:
    done = 0
    for one in details:
        yield text[done : one.start]
        yield one.shown
        done = one.end
    yield text[done:]
