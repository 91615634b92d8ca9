"""An update that no database takes holds up nothing: it is put aside with its reason, and said to be lost."""

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.usecases.alerting import Watched, alert
from bot.usecases.platform import Cursor, Update
from bot.usecases.store import StoreAway, Transaction
from storage.link import QueryFailed
from tests.usecases.world import LAMP, World, on_one_database

# What a platform could send that the decoders do not know of: half a letter; what no column holds.
SPOILED: dict[str, dict[str, Any]] = {
    "event": {},
    "key": {"key": "telegram:\ud83d"},
    "chat": {"chat": None},
    "chat nobody could tell": {"chat": "telegram:\ud83d"},
}


def spoiled(world: World, what: str) -> Update:
    anna = world.resident()
    return replace(anna.update(anna.message("сосед \ud83d" if what == "event" else LAMP)), **SPOILED[what])


@pytest.mark.parametrize("what", SPOILED)
async def test_one_in_a_batch_is_put_aside_and_the_rest_is_taken(world: World, what: str) -> None:
    boris, vera = world.resident("Борис", "telegram:502"), world.resident("Вера", "telegram:503")
    batch = [boris.update(boris.message("/help")), spoiled(world, what), vera.update(vera.message("/help"))]
    for _ in range(2):  # killed before the platform heard of it, the same comes again
        await world.accept(batch, Cursor("telegram:1", "83"))
    await world.settle()

    assert await world.accept.read_cursor("telegram:1") == "83"
    assert (len(boris.sees), len(vera.sees)) == (1, 1)
    (aside,) = await world.rows("SELECT * FROM updates WHERE state = 2")
    assert "inbox.py" in str(aside["error"])
    assert aside["event"] is None
    assert "сосед" not in str(aside)


@pytest.mark.parametrize("what", ["event", "key"])
async def test_whoever_wrote_it_hears_honestly_and_is_heard_next_time(world: World, what: str) -> None:
    anna = world.resident()
    update = spoiled(world, what)
    with capture_logs() as logs:
        for _ in range(2):
            await world.accept([update])
        await anna.writes("/help")
    assert [("сломалось" in one.text) for one in anna.sees] == [True, False]
    assert "сосед" not in str(logs)


async def test_nobody_beside_it_hears_of_it(world: World) -> None:
    """Of a webhook's callers each is told that theirs is kept, and none is told to bring it again."""
    residents = [world.resident(f"Житель{one}", f"telegram:{7000 + one}") for one in range(3)]
    good = [one.update(one.message(LAMP)) for one in residents]
    await asyncio.gather(*(world.accept([one]) for one in (good[0], spoiled(world, "key"), *good[1:])))
    kept = await world.rows("SELECT chat FROM updates WHERE key LIKE 'telegram:%' ORDER BY id")
    assert [one["chat"] for one in kept] == [one.chat for one in residents]


@on_one_database
async def test_the_coordinator_hears_of_a_single_one(world: World) -> None:
    coordinator = await world.bound("coordinator", "", "telegram:900", "Куратор")
    await world.accept([spoiled(world, "event")])
    for _ in range(5):
        world.now += timedelta(minutes=1)
        await alert(world.service, Watched())
    await world.settle()
    assert "не смог разобрать" in coordinator.last.text


@on_one_database
async def test_where_nothing_can_be_kept_nothing_is_put_aside(world: World) -> None:
    """A database that is away or spoiled is not the update's fault: the platform is to bring it again."""
    anna = world.resident()
    await world.execute("ALTER TABLE updates RENAME TO elsewhere")
    with pytest.raises(QueryFailed):
        await world.accept([anna.update(anna.message(LAMP))], Cursor("telegram:1", "83"))
    await world.execute("ALTER TABLE elsewhere RENAME TO updates")
    assert await world.accept.read_cursor("telegram:1") is None
    assert await world.one("SELECT count(*) FROM updates") == 0


@on_one_database
async def test_a_database_that_goes_away_in_between_is_not_its_fault_either(world: World) -> None:
    transaction, open_once = world.service.store.transaction, iter([True])

    def going_away() -> AbstractAsyncContextManager[Transaction]:
        if next(open_once, False):
            return transaction()
        raise StoreAway("locked")

    world.service.store.transaction = going_away  # type: ignore[method-assign]
    with pytest.raises(StoreAway):
        await world.accept([spoiled(world, "event")], Cursor("telegram:1", "83"))
    assert await world.one("SELECT count(*) FROM updates") == 0
