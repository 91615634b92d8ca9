"""Words are read beside the loop, before the transaction that needs them: whoever brings a message does not wait."""

from threading import current_thread, main_thread

from bot.appeals.district import Point
from bot.late_triage import LateTriage
from bot.triage.dispatcher import Dispatcher
from bot.triage.reading import Reading
from bot.triage.sameness import Sameness
from bot.triage.sameness_judge import Judge
from tests.usecases.world import LAMP, World, on_one_database


class Reader:
    """A triage that notes what it was made to read while everybody waited, and what beside."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self.held_up: list[str] = []
        self.beside: list[str] = []

    def __call__(self, text: str, point: Point | None = None) -> Reading:
        (self.held_up if current_thread() is main_thread() else self.beside).append(text)
        return self._dispatcher(text, point)


def reader_of(world: World, dispatcher: Dispatcher, sameness: Sameness) -> Reader:
    """Who reads in this world from now on, and remembers as the service does."""
    reader = Reader(dispatcher)
    world.change(triage=LateTriage(lambda: Judge(reader, sameness)))
    return reader


@on_one_database
async def test_a_resident_who_writes_and_sends_holds_nobody_up(
    world: World, dispatcher: Dispatcher, sameness: Sameness
) -> None:
    reader = reader_of(world, dispatcher, sameness)
    anna = world.resident()
    await anna.agrees()
    await anna.writes(LAMP)
    await world.later(seconds=2)
    await anna.writes("и у почты тоже")
    await world.later(seconds=2)
    await anna.presses("Отправить")
    assert await world.one("SELECT count(*) FROM appeals") == 1
    assert (reader.held_up, reader.beside) == ([], [LAMP, "и у почты тоже", f"{LAMP}\nи у почты тоже"])


@on_one_database
async def test_answers_edits_pins_and_additions_hold_nobody_up(
    world: World, dispatcher: Dispatcher, sameness: Sameness
) -> None:
    reader = reader_of(world, dispatcher, sameness)
    anna = world.resident()
    await anna.agrees()
    written = await anna.writes("Большая яма на дороге у магазина")
    await world.later(seconds=2)
    await anna.writes("Бабино, у почты")
    await anna.edits(written, "Большая яма на дороге у магазина, третий день")
    await world.later(seconds=2)
    village = next(one for one in world.service.district.localities() if one.point)
    await anna.writes(point=village.point)
    await world.later(seconds=2)
    await anna.presses("Отправить")
    assert await world.one("SELECT count(*) FROM appeals") == 1
    assert reader.beside
    assert reader.held_up == []
