"""Numbers of appeals: the district's own, without gaps and never twice, whatever happens at once."""

import asyncio
from datetime import UTC, datetime

from bot.usecases.working import handle
from tests.usecases.messenger import Crash
from tests.usecases.world import Stumbling, World


async def test_fifty_residents_file_at_the_same_moment(world: World) -> None:
    desk = await world.desk("roads")
    residents = [world.resident(f"Житель {number}", f"telegram:{1000 + number}") for number in range(50)]
    for one in residents:
        await one.is_about_to_send()
    await world.accept([one.update(one.sending()) for one in residents])
    async with world.service.store.reading() as tx:
        waiting = await tx.inbox.heads(world.now, 100, frozenset())

    await asyncio.gather(*(handle(world.service, one) for one in waiting))
    await world.settle()

    rows = await world.rows("SELECT number FROM appeals ORDER BY number")
    assert [one["number"] for one in rows] == [f"26-{number:05d}" for number in range(1, 51)]
    assert sorted(one.number for one in residents) == [one["number"] for one in rows]
    assert len(desk.sees) == 50


async def test_a_filing_that_fails_leaves_no_gap(world: World) -> None:
    anna, boris = world.resident(), world.resident("Борис", "telegram:502")
    await anna.is_about_to_send(topic="roads.pothole")
    await world.execute("INSERT INTO bindings VALUES ('telegram:-1', 'desk', 'roads', :now, '', NULL)", now=world.now)
    words, broken = world.service.words, Stumbling(world, "card-title", RuntimeError())
    world.change(words=broken)
    await anna.does(anna.sending())
    assert broken.stumbled
    assert await world.one("SELECT count(*) FROM appeals") == 0

    world.change(words=words)
    assert await boris.has_filed() == "26-00001"
    await world.later(seconds=2)
    assert anna.number == "26-00002"


async def test_the_year_of_a_number_is_the_districts_own(world: World) -> None:
    """Half past one in the night of the first of January in Moscow is still December in UTC."""
    anna = world.resident()
    world.now = datetime(2026, 12, 31, 20, 30, tzinfo=UTC)
    assert await anna.has_filed() == "26-00001"
    world.now = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
    assert await anna.has_filed() == "27-00001"


async def test_two_presses_on_send_file_once(world: World) -> None:
    anna = world.resident()
    await anna.is_about_to_send()
    await world.accept([anna.update(anna.sending()), anna.update(anna.sending())])
    await world.settle()
    assert await world.one("SELECT count(*) FROM appeals") == 1
    assert anna.toast == "Уже отправлено, второй раз нажимать не нужно."


async def test_a_process_that_dies_in_the_middle_of_filing_files_once(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    await anna.is_about_to_send()
    words = world.service.words
    world.change(words=Stumbling(world, "card-title", Crash()))
    update = anna.update(anna.sending())
    await world.accept([update])
    try:
        await world.settle()
    except Crash:
        world.change(words=words)
    await world.accept([update])
    await world.settle()
    assert await world.one("SELECT count(*) FROM appeals") == 1
    assert [one["number"] for one in await world.rows("SELECT number FROM letters WHERE post = 'card'")] == ["26-00001"]
    assert "26-00001" in desk.last.text
