"""A reply that comes before we have written down which message it answers."""

from bot.usecases.delivering import Result, record, send
from bot.usecases.platform import TryLater
from bot.usecases.working import handle_waiting
from tests.usecases.world import LAMP, World

DESK = "telegram:-100"


async def on_the_wire(world: World) -> list[Result]:
    """The first letter of each chat is sent, and the sending is not yet written down."""
    async with world.service.store.reading() as tx:
        leaving = await tx.outbox.heads("telegram", world.now, 10, frozenset())
    return [await send(world.service, world.telegram, one) for one in leaving]


async def test_a_reply_quicker_than_our_own_note_finds_its_meaning(world: World) -> None:
    anna, ivan = world.resident(), await world.desk("tretyakovo", DESK)
    await anna.agrees()
    number = await anna.files(LAMP)
    await world.accept([ivan.update(ivan.press("Разъяснено", ivan.card(number)))])
    await handle_waiting(world.service)
    await record(world.service, await on_the_wire(world))  # the toast
    question = await on_the_wire(world)
    await world.accept([ivan.update(ivan.message("Заменим лампу завтра", to=ivan.last))])
    await handle_waiting(world.service)
    await record(world.service, question)
    await world.settle()
    assert "Отправить жителю" not in ivan.last.labels

    await world.later(seconds=1)
    assert "Заменим лампу завтра" in ivan.last.text
    assert "Отправить жителю" in ivan.last.labels


async def test_officials_who_reply_to_each_other_hold_nothing_up_for_long(world: World) -> None:
    anna, ivan = world.resident(), await world.desk("tretyakovo", DESK)
    await anna.agrees()
    world.telegram.troubles[DESK] = [TryLater("flood", 3600)]
    await anna.files(LAMP)
    await world.accept([ivan.update(ivan.message("и я так думаю", to=anna.last))])
    for _ in range(3):
        await world.later(seconds=2)
    assert await world.one("SELECT count(*) FROM updates WHERE state = 0") == 0
