"""Words as officials may see them: own details and swearing hidden, the rest as it was written."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.triage.details import Details
from bot.triage.morphology import Morphology
from bot.triage.swearing import Swearing, starred_out


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
        obscene, details = self._swearing.spans(text), self._details.spans(text)
        hidden = [(one.start, one.end, one.shown) for one in details]
        for start, end in obscene:
            if all(end <= one.start or one.end <= start for one in details):
                hidden.append((start, end, starred_out(text[start:end])))
        return Masked(
            shown="".join(_replaced(text, sorted(hidden))),
            details=tuple(text[one.start : one.end] for one in details),
            swearing=bool(obscene),
            abuse=self._swearing.is_only_abuse(text),
        )


def _replaced(text: str, hidden: list[tuple[int, int, str]]) -> Iterator[str]:
    done = 0
    for start, end, shown in hidden:
        yield text[done:start]
        yield shown
        done = end
    yield text[done:]
