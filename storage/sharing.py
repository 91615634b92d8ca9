"""Processes on one PostgreSQL: advisory locks on a connection of their own, and a bell that all of them hear.

The server takes the locks away by itself: at once when the process dies, after SILENCE when it or its machine hangs.
No two clocks are compared, so that it does not matter how any of them is set.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from hashlib import blake2b
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import structlog
from sqlalchemy.engine import make_url

from bot.usecases.sharing import Alone, Sharing

log = structlog.get_logger()

HEARTBEAT = 1.0
# The server ends a connection that said nothing for so many seconds; and so long after the last word that was answered
# the locks are surely still ours. The difference is for what was begun in the last moment.
SILENCE = 8.0
SURE = 6.0
# A server that does not answer for so long is as good as gone.
ANSWERS_WITHIN = 3.0
CHANNEL = "otklik"
# The bell is not passed on more often: one ring tells of everything that has happened meanwhile.
BETWEEN_RINGS = 0.02
# The ring that says only «there is work».
WORK = ""
# PostgreSQL 14 brought it; before, a process that hangs keeps its locks until the system finds its connection dead.
_SILENCE = """
SELECT set_config('idle_session_timeout', $1, false) WHERE current_setting('server_version_num')::int >= 140000
"""
_TAKE = """
SELECT name FROM unnest($1::text[], $2::bigint[]) AS wanted (name, key) WHERE pg_try_advisory_lock(key) LIMIT $3
"""
_GIVE_BACK = "SELECT pg_advisory_unlock(key) FROM unnest($1::bigint[]) AS given (key)"
_TELL = "SELECT pg_notify($1, word) FROM unnest($2::text[]) AS said (word)"
# It goes on while the machine sleeps, where there is such a clock.
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class SharedPostgres:
    """`bot.usecases.sharing.Sharing`; `hear` gets every word that another process has told."""

    alone = False

    def __init__(self, url: str) -> None:
        where = make_url(url)
        _, self._where = where.get_dialect()().create_connect_args(where)
        self._connection: Any = None
        self._turn = asyncio.Lock()
        self._held: set[str] = set()
        self._answered = 0.0
        self._words: list[str] = []
        self._rung = asyncio.Event()
        self.hear: Callable[[str], None] = lambda word: None

    def holds(self, name: str) -> bool:
        return name in self._held and _now() - self._answered < SURE

    async def take(self, names: Sequence[str], most: int) -> frozenset[str]:
        free = [one for one in names if one not in self._held]
        if not free or most <= 0:
            return frozenset()
        # Half-asked, the locks would be ours without our knowing: whoever is cancelled lets it be asked to the end.
        return await asyncio.shield(asyncio.ensure_future(self._take(free, most)))

    async def _take(self, names: Sequence[str], most: int) -> frozenset[str]:
        async with self._turn:
            rows = await self._asked(_TAKE, names, [_key(one) for one in names], most)
            taken = frozenset(row["name"] for row in rows)
            self._held |= taken
        return taken

    async def give_back(self, names: Sequence[str]) -> None:
        if names:
            await asyncio.shield(asyncio.ensure_future(self._give_back(names)))

    async def _give_back(self, names: Sequence[str]) -> None:
        async with self._turn:
            ours = [one for one in names if one in self._held]
            self._held.difference_update(ours)
            if ours:
                await self._asked(_GIVE_BACK, [_key(one) for one in ours])

    def tell(self, word: str = WORK) -> None:
        """Every other process hears it soon; nobody does while the database is away."""
        if word not in self._words:
            self._words.append(word)
        self._rung.set()

    async def _asked(self, question: str, *values: object) -> Any:
        """The turn is ours. Whatever goes wrong, nothing is held any more."""
        moment = _now()
        try:
            connection = self._connection or await self._connected()
            rows = await connection.fetch(question, *values)
        except Exception:
            self._lose()
            raise
        self._answered = moment
        return rows

    async def _connected(self) -> Any:
        connection = await asyncpg.connect(**self._where, timeout=ANSWERS_WITHIN, command_timeout=ANSWERS_WITHIN)
        self._connection = connection
        connection.add_termination_listener(self._ended)
        await connection.execute("SET application_name = 'otklik sharing'")
        await connection.fetch(_SILENCE, f"{SILENCE:g}s")
        await connection.add_listener(CHANNEL, self._heard)
        return connection

    def _ended(self, connection: Any) -> None:
        if connection is self._connection:
            self._lose()

    def _lose(self) -> None:
        if self._held:
            log.warning("the database was lost, and with it what this process led", action="lose", held=len(self._held))
        self._held.clear()
        connection, self._connection = self._connection, None
        if connection is not None and not connection.is_closed():
            connection.terminate()

    def _heard(self, connection: Any, sender: int, _channel: str, word: object) -> None:
        if sender != connection.get_server_pid():
            self.hear(str(word))

    async def beat(self) -> None:
        """Until cancelled: keeps the connection, or opens it anew."""
        while True:
            try:
                async with self._turn:
                    await self._asked("SELECT 1")
            except Exception as failure:
                log.warning("the database does not answer", action="heartbeat", error=type(failure).__name__)
            await asyncio.sleep(HEARTBEAT)

    async def pass_on(self) -> None:
        """Until cancelled: tells the other processes what this one has to say."""
        while True:
            await self._rung.wait()
            self._rung.clear()
            words, self._words = self._words, []
            with suppress(Exception):  # they look by themselves every second
                async with self._turn:
                    await self._asked(_TELL, CHANNEL, words)
            await asyncio.sleep(BETWEEN_RINGS)

    async def close(self) -> None:
        async with self._turn:
            connection, self._connection = self._connection, None
            self._held.clear()
            if connection is not None:
                with suppress(Exception):
                    await connection.close(timeout=ANSWERS_WITHIN)


@asynccontextmanager
async def sharing_of(url: str) -> AsyncIterator[Sharing]:
    """On SQLite there is only one process (`storage.single`)."""
    if make_url(url).get_backend_name() == "sqlite":
        yield Alone()
        return
    shared = SharedPostgres(url)
    tasks = [asyncio.create_task(one()) for one in (shared.beat, shared.pass_on)]
    try:
        yield shared
    finally:
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await shared.close()


def _key(name: str) -> int:
    """The number that PostgreSQL locks for the name."""
    return int.from_bytes(blake2b(f"otklik {name}".encode(), digest_size=8).digest(), signed=True)


def _now() -> float:
    return time.clock_gettime(_STEADY)
