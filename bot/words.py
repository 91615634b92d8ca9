"""Words for people: a phrase's id and arguments become a sentence of the district's language (Fluent)."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentType
from fluent.syntax.ast import Junk, Resource
from fluent.syntax.ast import Message as Entry

from bot.dialogs.message import Phrase

Argument = str | int | date | datetime | Phrase

# Fluent puts nothing longer into a sentence, and a resident may write ten thousand letters.
LONGEST_PART = 2500
# Such words go round it: one of these letters, which nobody can type, keeps their place.
FIRST_STAND_IN = 0xF0000


class MissingWords(KeyError):
    """No such id in the locale, or a sentence wants an argument that it was not given."""


class BrokenWords(ValueError):
    """A file of the locale has a mistake, or the same id twice."""


class Words:
    """The words of one locale; times are shown as the clock in `time_zone` shows them."""

    def __init__(self, locale: str, time_zone: ZoneInfo) -> None:
        self._entries, self._bundle = _load(locale)
        self._time_zone = time_zone
        self._moment = self.text("pattern-moment"), self.text("pattern-moment-dated")
        self._day = self.text("pattern-day"), self.text("pattern-day-dated")

    def __call__(self, phrase: Phrase) -> str:
        """The sentence. Raises MissingWords."""
        return self._sentence(phrase.id, dict(phrase.args))

    def text(self, message_id: str, **args: Argument) -> str:
        """The same without a phrase, for pages. Raises MissingWords."""
        return self._sentence(message_id, args)

    def ids(self) -> frozenset[str]:
        """Every id that has words."""
        return frozenset(self._entries)

    def _sentence(self, message_id: str, args: Mapping[str, Argument]) -> str:
        if message_id not in self._entries:
            raise MissingWords(message_id)
        long: dict[int, str] = {}
        ready = {name: self._ready(value, long) for name, value in args.items()}
        pattern = self._bundle.get_message(message_id).value
        said, errors = self._bundle.format_pattern(pattern, ready) if pattern else ("", [])
        if errors:
            raise MissingWords(f"{message_id}: {errors[0]}")
        return str(said).translate(long) if long else str(said)

    def _ready(self, value: Argument, long: dict[int, str]) -> "str | int | _When":
        match value:
            case Phrase():
                value = self(value)
            case datetime():
                return _When(value.astimezone(self._time_zone), *self._moment)
            case date():
                return _When(value, *self._day)
        if isinstance(value, int) or len(value) <= LONGEST_PART:
            return value
        stand_in = FIRST_STAND_IN + len(long)
        long[stand_in] = value
        return chr(stand_in)


class _When(FluentType):
    """A day or a moment in a sentence: with its weekday, or by DATED() with its year."""

    def __init__(self, value: date | datetime, pattern: str, dated: str) -> None:
        self._value, self._pattern, self._dated = value, pattern, dated

    def format(self, locale: Locale) -> str:
        if isinstance(self._value, datetime):
            return format_datetime(self._value, self._pattern, locale=locale)
        return format_date(self._value, self._pattern, locale=locale)

    def dated(self) -> "_When":
        return _When(self._value, self._dated, self._dated)


def _dated(value: Any) -> Any:
    """DATED() in the files; words in place of a date stay as they are."""
    return value.dated() if isinstance(value, _When) else value


@cache
def _load(locale: str) -> tuple[frozenset[str], FluentBundle]:
    return read_locale(resources.files("locales").joinpath(locale), locale)


def read_locale(folder: Traversable, locale: str) -> tuple[frozenset[str], FluentBundle]:
    """The ids of all the folder's files, and the files as one bundle. Raises BrokenWords."""
    # No isolating marks: they are for mixing writing directions, and old phones show them as boxes.
    bundle = FluentBundle([locale], functions={"DATED": _dated}, use_isolating=False)
    ids: set[str] = set()
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".ftl"):
            resource = FluentResource(file.read_text(encoding="utf-8"))
            for message_id in _ids(resource, file.name):
                if message_id in ids:
                    raise BrokenWords(f"{file.name}: {message_id} stands twice")
                ids.add(message_id)
            bundle.add_resource(resource)
    return frozenset(ids), bundle


def _ids(resource: Resource, file: str) -> list[str]:
    for entry in resource.body:
        if isinstance(entry, Junk):
            raise BrokenWords(f"{file}: this is not Fluent: {(entry.content or '').strip()[:80]}")
    return [entry.id.name for entry in resource.body if isinstance(entry, Entry)]
