"""How the log looks: one line an event, an `action` on each; no words of anybody's messages and no tokens."""

import logging
import sys
from contextlib import suppress
from typing import Literal

import structlog

from bot.hiding import HidingFormatter, hidden


class SteadyLogger(structlog.PrintLogger):
    """A log that cannot be written (a full disk, a closed pipe) stops nobody's work."""

    def msg(self, message: str) -> None:
        with suppress(OSError, ValueError):
            super().msg(hidden(message))

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


def set_up(form: Literal["text", "json"]) -> None:
    """For the whole process, the libraries included: of those only warnings are shown."""
    # A record that cannot be written would be printed with its raw arguments.
    logging.raiseExceptions = False
    libraries = logging.StreamHandler(sys.stderr)
    libraries.setFormatter(HidingFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[libraries])
    # It reports every tick that came late and every one cut short by the end; the timetable tells of real failures.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    last = structlog.processors.JSONRenderer(ensure_ascii=False) if form == "json" else _console()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        logger_factory=lambda *_: SteadyLogger(sys.stderr),
    )


def _console() -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
