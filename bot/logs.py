"""How the log looks: one line an event, an `action` on each; no words of anybody's messages and no tokens.

An exception is written as its kind and the places in the code that it came through: its words may be people's.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import structlog
from structlog.typing import EventDict

from bot.hiding import hidden
from storage.link import QueryFailed

Form = Literal["text", "json"]
ROOT = Path(__file__).parents[1]
# So many of the innermost places tell enough.
PLACES = 25
# Of what a library says, its template alone, and no more of it.
LONGEST = 200


class SteadyLogger(structlog.PrintLogger):
    """A log that cannot be written (a full disk, a closed pipe) stops nobody's work."""

    def msg(self, message: str) -> None:
        with suppress(OSError, ValueError):
            super().msg(hidden(message))

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


class Libraries(logging.Formatter):
    """Their lines in the same form: the template without what was put into it, which may be anybody's words."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        said = str(record.msg).strip().partition("\n")[0][:LONGEST]
        place = f"{record.module}:{record.lineno}"
        line: EventDict = {"event": said, "action": "library", "logger": record.name, "place": place}
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = told(record.exc_info[1])
        line["level"] = record.levelname.lower()
        return hidden(str(_last(self._form)(None, "", structlog.processors.TimeStamper(fmt="iso")(None, "", line))))


def set_up(form: Form) -> None:
    """For the whole process, the libraries included: of those only warnings are shown."""
    # A record that cannot be written would be printed with its raw arguments.
    logging.raiseExceptions = False
    libraries = logging.StreamHandler(sys.stderr)
    libraries.setFormatter(Libraries(form))
    logging.basicConfig(level=logging.WARNING, handlers=[libraries])
    # It reports every tick that came late and every one cut short by the end; the timetable tells of real failures.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _tidy,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _last(form),
        ],
        logger_factory=lambda *_: SteadyLogger(sys.stderr),
    )


def told(error: BaseException) -> str:
    """The kinds of the error and of those that caused it, each with the way it took through the code."""
    return " | caused by ".join(_chain(error))


def _chain(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        way = [f"{_short(one.filename)}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__)]
        yield " < ".join([_kind(error), *way[-PLACES:][::-1]])
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _kind(error: BaseException) -> str:
    """Its name; of those whose words are the system's and not people's, what they say too."""
    name = type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        return f"{name} ({error.strerror})"
    return f"{name} ({error.args[0]})" if isinstance(error, QueryFailed) and error.args else name


def _short(file: str) -> str:
    for root in (str(ROOT), *sorted(sys.path, key=len, reverse=True)):
        if root and file.startswith(f"{root}/"):
            return file[len(root) + 1 :]
    return file


def _tidy(_logger: object, _method: str, line: EventDict) -> EventDict:
    """What is not known is left out, and an exception becomes its kind and place."""
    info: Any = line.pop("exc_info", None)
    error = info if isinstance(info, BaseException) else (info[1] if isinstance(info, tuple) else None)
    if info is True:
        error = sys.exc_info()[1]
    if error is not None:
        line["exception"] = told(error)
    return {name: value for name, value in line.items() if not (name == "number" and not value)}


def _last(form: Form) -> Any:
    if form == "json":
        return structlog.processors.JSONRenderer(serializer=json.dumps, ensure_ascii=False, default=_kind_of)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())


def _kind_of(value: object) -> str:
    """Of what is no plain value only what it is: its own words may be anybody's."""
    return type(value).__name__
