"""That something was filed: what about, where and when, and nothing of what came of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.appeals.appeal import Place


@dataclass(frozen=True, slots=True)
class Filing:
    """As much of an appeal as tells whether a place comes up again; `merged` goes on under that number."""

    number: str
    topic: str
    place: Place
    filed_at: datetime
    merged: str = ""
