"""One table of the district file while it is read: gives checked values and notes, in Russian, what is wrong."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.appeals.toml_lines import Lines, Path


@dataclass(frozen=True, slots=True)
class Problem:
    """`words` say what is wrong and what to write instead; `line` is None when the whole file is meant."""

    line: int | None
    words: str


class DistrictFileError(ValueError):
    """The message lists every mistake, one a line, in words for the person who wrote the file."""

    def __init__(self, source: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line or 0))
        super().__init__("\n".join(_sentence(source, problem) for problem in self.problems))


def _sentence(source: str, problem: Problem) -> str:
    place = source if problem.line is None else f"{source}, строка {problem.line}"
    return f"{place}: {problem.words}"


@dataclass(slots=True)
class Report:
    """Collects the mistakes, so that all of them are told at once."""

    lines: Lines
    problems: list[Problem] = field(default_factory=list)

    def note(self, path: Path, words: str) -> None:
        self.problems.append(Problem(self.lines.at(path), words))


def header(path: Path, several: bool = False) -> str:
    """The path as it is written at the head of a section: `[topics."roads.pothole"]`, `[[settlement.locality]]`."""
    names = ".".join(f'"{part}"' if "." in part else part for part in path if isinstance(part, str))
    return f"[[{names}]]" if several else f"[{names}]"


def alike(word: str, known: Iterable[str]) -> str:
    """« Возможно, вы имели в виду «…».» for a word that resembles a known one, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Возможно, вы имели в виду «{close[0]}»." if close else ""


@dataclass(slots=True)
class Table:
    """`owner` names the table in a sentence («у поселения «Булгаковское»»); asking for a key makes it known.

    A getter returns an empty value after it has noted a mistake: whoever reads on may find more of them,
    and the result is thrown away in the end.
    """

    report: Report
    data: dict[str, Any]
    path: Path
    owner: str
    outer: "Table | None" = None
    known: set[str] = field(default_factory=set)

    def note(self, words: str, *place: str | int) -> None:
        self.report.note((*self.path, *place), f"{self.owner} {words}")

    def get(self, key: str) -> Any:
        self.known.add(key)
        return self.data.get(key)

    def text(self, key: str, *, absent: str = "", example: str, default: str | None = None) -> str:
        """A text that is not empty; without a default a missing key is a mistake, told as `absent`."""
        value = self.get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is None:
            self.note(f"{absent}. Напишите строку: {key} = {example}")
        elif isinstance(value, str):
            self.note(f"пустая строка «{key}». Напишите, например: {key} = {example}", key)
        else:
            self.note(f"значение «{key}» должно быть в кавычках. Напишите, например: {key} = {example}", key)
        return ""

    def texts(self, key: str, *, example: str) -> tuple[str, ...]:
        """A list of texts; a wrong item stays as an empty text, so that the others keep their places."""
        value = self.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.note(f"«{key}» должно быть списком. Напишите, например: {key} = {example}", key)
            return ()
        return tuple(self._item(key, index, item, example) for index, item in enumerate(value))

    def _item(self, key: str, index: int, item: object, example: str) -> str:
        if isinstance(item, str) and item.strip():
            return item.strip()
        self.note(f"в списке «{key}» каждое слово пишут в кавычках, например: {key} = {example}", key, index)
        return ""

    def whole(self, key: str, *, default: int, least: int, most: int) -> int:
        value = self.get(key)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.note(f"«{key}» должно быть целым числом от {least} до {most}, например: {key} = {default}", key)
        return default

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self.get(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.note(f"«{key}» бывает только true (да) или false (нет), без кавычек", key)
        return False

    def table(self, key: str) -> "Table":
        """The section `[key]`; an absent one reads as empty."""
        value, path = self.get(key), (*self.path, key)
        if value is not None and not isinstance(value, dict):
            self.report.note(path, f"раздел «{key}» пишут в одинарных скобках и один раз: {header(path)}")
            # What was meant is there all the same: nobody need be told that it is missing.
            several = isinstance(value, list) and value and isinstance(value[0], dict)
            value, path = (value[0], (*path, 0)) if several else (None, path)
        return Table(self.report, value or {}, path, f"в разделе {header(path)}", self)

    def tables(self, key: str) -> Iterator["Table"]:
        """The sections `[[key]]` in the order of the file; the reader gives each its owner."""
        value, path = self.get(key), (*self.path, key)
        if value is not None and not (isinstance(value, list) and all(isinstance(one, dict) for one in value)):
            self.report.note(path, f"раздел «{key}» пишут в двойных скобках: {header(path, several=True)}")
            return
        for index, data in enumerate(value or []):
            yield Table(self.report, data, (*path, index), f"в разделе {header(path, several=True)}", self)

    def refuse_unknown(self) -> None:
        """Call it when all keys have been asked for."""
        for key in self.data:
            if key not in self.known:
                self.note(self._unknown(key), key)

    def _unknown(self, key: str) -> str:
        if self.outer and key in self.outer.known:
            section = header(self.path, several=isinstance(self.path[-1], int))
            return f"строка «{key}» стоит не на месте: поднимите её выше раздела {section}"
        hint = alike(key, self.known) or f" Здесь бывают: {', '.join(sorted(self.known))}."
        return f"неизвестное слово «{key}».{hint}"
