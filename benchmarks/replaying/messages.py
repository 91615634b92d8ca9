"""Real messages from a CSV with a column of texts, plain or gzipped; spread evenly over the whole file."""

import csv
import gzip
import sys
from dataclasses import dataclass
from pathlib import Path

# What a draft takes; a longer message is refused politely, and there would be nothing to file.
LONGEST = 10_000
# How a resident sends it: the photos and whether the words come after them in a message of their own.
MANNERS = ((0, False), (1, False), (0, False), (3, False), (0, False), (1, True), (2, False), (4, False))


@dataclass(frozen=True, slots=True)
class Case:
    """One message to be replayed."""

    index: int
    text: str
    photos: int
    photos_first: bool


class NoMessages(Exception):
    """Why the file gives no messages."""


def read_cases(file: Path, limit: int, column: str) -> list[Case]:
    """Different texts only, or nobody could tell that one of them was filed twice. Raises NoMessages, OSError."""
    csv.field_size_limit(sys.maxsize)
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8-sig", newline="") as source:
        rows = csv.DictReader(source)
        if column not in (rows.fieldnames or ()):
            raise NoMessages(f"{file} has no column «{column}», only: {', '.join(rows.fieldnames or ())}")
        texts = {squeezed(text): text for row in rows if (text := (row[column] or "").strip())}
    usable = [text for text in texts.values() if len(text) <= LONGEST and not text.startswith("/")]
    if not usable:
        raise NoMessages(f"there are no messages in {file}")
    chosen = [usable[index * len(usable) // limit] for index in range(limit)] if limit < len(usable) else usable
    return [Case(index, text, *MANNERS[index // 2 % len(MANNERS)]) for index, text in enumerate(chosen)]


def squeezed(text: str) -> str:
    """The text without its spaces: a platform may cut a long one in two and trims the ends."""
    return "".join(text.split())
