"""Reads the table of messages to learn from: CSV with the columns `text` and `topic`, others if there are any."""

import csv
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# A share of the messages is never learned from, only measured with.
HELD_OUT = 0.15
# A million messages take less; a small archive may unpack to any size.
MOST_BYTES = 1 << 29
_LETTERS = re.compile(r"[^а-яa-z]+")


class TableError(ValueError):
    """What is wrong with the table, as a sentence for the person who made it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A message and its topic code; an empty code means that the words name no topic."""

    text: str
    topic: str
    source: str = ""
    created: str = ""
    weight: float = 1.0

    @property
    def likeness(self) -> str:
        """The same for messages that differ only in marks, numbers and capitals."""
        return _LETTERS.sub(" ", self.text.lower().replace("ё", "е")).strip()


def read_examples(path: Path, topics: Collection[str]) -> list[Example]:
    """Reads plain or gzipped CSV in UTF-8. Raises TableError."""
    rows = csv.DictReader(io.StringIO(_text(path), newline=""))
    try:
        missing = [name for name in ("text", "topic") if name not in (rows.fieldnames or ())]
        if missing:
            raise TableError(f"{path.name}: в первой строке нет столбца «{missing[0]}». Нужны text и topic.")
        examples = [_example(row, path, rows.line_num, topics) for row in rows]
    except csv.Error:  # a cell without end
        raise TableError(
            f"{path.name}, строка {rows.line_num + 1}: слишком длинный текст, закройте кавычку выше."
        ) from None
    if not examples:
        raise TableError(f"{path.name}: в таблице нет ни одного сообщения.")
    return examples


def _text(path: Path) -> str:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise TableError(f"{path.name}: таблица больше {MOST_BYTES >> 20} МБ, разделите её.")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableError(f"{path.name}: сохраните таблицу в кодировке UTF-8.") from None
    except (gzip.BadGzipFile, zlib.error, EOFError):
        raise TableError(f"{path.name}: архив повреждён, упакуйте таблицу ещё раз.") from None


def _example(row: dict[str, str | None], path: Path, line: int, topics: Collection[str]) -> Example:
    text, topic = (row.get("text") or "").strip(), (row.get("topic") or "").strip()
    if topic and topic not in topics:
        raise TableError(f"{path.name}, строка {line}: нет темы «{topic}». Коды тем показывает otklik model.")
    try:
        weight = float(row.get("weight") or 1)
    except ValueError:
        raise TableError(f"{path.name}, строка {line}: вес «{row['weight']}» должен быть числом.") from None
    return Example(text, topic, row.get("source") or "", row.get("created") or "", weight)


def corrected(labels: Iterable[tuple[str, str]], topics: Collection[str]) -> list[Example]:
    """What officials corrected; topics that are no more are passed over."""
    return [Example(text, topic, source="corrections") for text, topic in labels if topic in topics and text.strip()]


def split(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """To learn from and to measure with. A hash of the words decides: the same words never stand on both sides."""
    known: list[Example] = []
    held: list[Example] = []
    for one in examples:
        number = int.from_bytes(hashlib.sha256(one.likeness.encode()).digest()[:4], "big")
        (held if number < HELD_OUT * 2**32 else known).append(one)
    return known, held
