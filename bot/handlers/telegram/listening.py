"""Listens to Telegram by long polling; Telegram is told that updates were received only after they are kept."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import structlog
from aiogram import Bot
from aiogram.methods import DeleteWebhook, GetMe, GetUpdates

from bot.handlers.telegram.asking import ask, ask_object
from bot.handlers.telegram.incoming import KINDS
from bot.handlers.telegram.reading import Reading, number
from bot.handlers.telegram.text import Me
from bot.usecases.hearing import Deaf, Ear
from bot.usecases.platform import Accept, Cursor, ReadCursor, SendingError, TryLater

log = structlog.get_logger()

WAIT = 25  # seconds that Telegram holds an empty answer
LONGEST_PAUSE = 30.0  # seconds


class GarbageReceived(Exception):
    """Telegram's answer cannot move the stream on."""


@dataclass(frozen=True, slots=True)
class _Stream:
    me: Me
    offset: int | None


class TelegramPolling:
    """One reader of one bot; `name` is its cursor's, `anonymous` what an administrator who hides is called."""

    def __init__(
        self,
        bot: Bot,
        accept: Accept,
        read_cursor: ReadCursor,
        name: str,
        *,
        anonymous: str,
        ear: Ear | None = None,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._accept = accept
        self._read_cursor = read_cursor
        self._name = name
        self._anonymous = anonymous
        self._ear = ear or Deaf()
        self._pause = pause
        self._reading = Reading()

    @property
    def skipped(self) -> int:
        """How many updates could not be read since the start."""
        return self._reading.skipped

    async def run(self) -> None:
        """Listens until cancelled. After any failure everything is asked anew: the name, the webhook, the cursor."""
        stream: _Stream | None = None
        failures = 0
        while True:
            try:
                stream = await self._round(stream or await self._start())
                failures = 0
                self._ear.heard()
            except Exception as error:  # nothing but cancelling stops the stream
                stream = None
                _tell(error)
                self._notice(error)
                await self._pause(_patience(error, failures))
                failures += 1

    def _notice(self, error: Exception) -> None:
        if isinstance(error, TryLater) and error.refuses_token:
            self._ear.troubled("token")
        elif isinstance(error, TryLater) and error.why.startswith("conflict"):
            self._ear.troubled("conflict")

    async def _start(self) -> _Stream:
        user = await ask_object(self._bot, GetMe())
        me = Me(user["id"], user.get("username", ""), self._anonymous)
        await ask(self._bot, DeleteWebhook())
        saved = await self._read_cursor(self._name)
        log.info("listening", action="telegram.polling.started", bot=me.username)
        offset = int(saved) if saved and saved.isdecimal() else None
        return _Stream(me, offset)

    async def _round(self, stream: _Stream) -> _Stream:
        method = GetUpdates(offset=stream.offset, timeout=WAIT, allowed_updates=list(KINDS))
        batch = await ask(self._bot, method, timeout=WAIT + int(self._bot.session.timeout))
        if batch == []:
            return stream
        after = _after(batch)
        if after is None:
            raise GarbageReceived
        updates = [update for raw in batch if (update := self._reading.read(raw, stream.me)) is not None]
        await self._accept(updates, Cursor(self._name, str(after)))
        return replace(stream, offset=after)


def _after(batch: object) -> int | None:
    """The next offset: of this batch alone, because after a quiet week Telegram starts from a random number."""
    numbers = [found for raw in batch if (found := number(raw)) is not None] if isinstance(batch, list) else []
    return max(numbers) + 1 if numbers else None


def _patience(error: Exception, failures: int) -> float:
    growing = min(2.0 ** min(failures, 10), LONGEST_PAUSE)
    asked = error.after if isinstance(error, TryLater) else None
    return max(growing, asked or 0.0)


def _tell(error: Exception) -> None:
    """Logs why, never with the words of a foreign error: a database's holds people's messages."""
    why = str(getattr(error, "why", "")) if isinstance(error, SendingError) else type(error).__name__
    if why.startswith("conflict"):
        log.error("somebody else reads this bot's updates", action="telegram.polling.conflict", why=why)
    else:
        log.warning("listening failed, will try again", action="telegram.polling.failed", why=why)
