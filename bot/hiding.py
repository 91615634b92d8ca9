"""Takes secrets out of everything that this process writes about itself: its log, the libraries' logs, tracebacks."""

import re
import sys
import threading
import traceback
from collections.abc import Iterable
from types import TracebackType

from sqlalchemy.engine import make_url

# What is hidden whatever the settings say: a token has a form of its own, and so has an address with a password.
_KNOWN = (
    (re.compile(r"\b(bot)?\d{5,}(:|%3A)[\w-]{20,}", re.IGNORECASE), r"\1<token>"),
    (re.compile(r"\bvk1\.a\.[\w-]{8,}"), "<token>"),
    (re.compile(r"\b(access_token|secret|key|token)=[^\s&'\"]+", re.IGNORECASE), r"\1=<hidden>"),
    (re.compile(r"(://[^\s:/@'\"]*):[^\s/@'\"]+@"), r"\1:<hidden>@"),
)
_SHORTEST = 4
_HIDDEN = "<hidden>"
_values: set[str] = set()


def never_write(values: Iterable[str]) -> None:
    """From now on these are hidden too, in whatever words they stand."""
    for one in values:
        # «42:TEST» is often seen without its number. Hardly a secret is shorter; hiding it would eat other words.
        _values.update(part for part in (one, one.partition(":")[2]) if len(part) >= _SHORTEST)


def password_of(database_url: str) -> str:
    return str(make_url(database_url).password or "")


def hidden(text: str) -> str:
    """The text without anything secret."""
    for value in sorted(_values, key=len, reverse=True):
        text = text.replace(value, _HIDDEN)
    for pattern, instead in _KNOWN:
        text = pattern.sub(instead, text)
    return text


def guard_tracebacks() -> None:
    """Also of what nobody catches, in any thread."""
    sys.excepthook = _written
    threading.excepthook = lambda told: _written(told.exc_type, told.exc_value, told.exc_traceback)


def _written(kind: type[BaseException], error: BaseException | None, where: TracebackType | None) -> None:
    if not issubclass(kind, SystemExit):
        sys.stderr.write(hidden("".join(traceback.format_exception(kind, error, where))))
