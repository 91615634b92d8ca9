"""An appeal as another system's row wants it: the record, and what officials said and did, in words."""

from dataclasses import dataclass
from datetime import datetime

from bot.appeals.record import Record


@dataclass(frozen=True, slots=True)
class Answer:
    """What officials said to the resident: an answer, a question or a refusal, and when."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """`accepted_by` is the official who took it last; the photos are counted on both sides."""

    record: Record
    answers: tuple[Answer, ...] = ()
    accepted_by: str = ""
    accepted_at: datetime | None = None
    photos_before: int = 0
    photos_after: int = 0
