"""Reads Telegram's raw JSON so that one odd update never stops the stream, and is never passed over in silence."""

import structlog

from bot.handlers.telegram.incoming import decode
from bot.handlers.telegram.parsing import parse
from bot.handlers.telegram.text import Me
from bot.usecases import platform

log = structlog.get_logger()


class Reading:
    """Decodes updates; `skipped` counts those that could not be read, each logged by its number without its text."""

    def __init__(self) -> None:
        self.skipped = 0

    def read(self, raw: object, me: Me) -> platform.Update | None:
        try:
            return decode(parse(raw), me)
        except Exception as error:  # the text of a validation error holds the message itself
            self.skipped += 1
            log.error(
                "an update could not be read and is skipped",
                action="telegram.update.skipped",
                update_id=number(raw),
                error=type(error).__name__,
            )
            return None


def number(raw: object) -> int | None:
    """The update's number, None if this is no update at all."""
    found = raw.get("update_id") if isinstance(raw, dict) else None
    if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 2**62:
        return found
    return None
