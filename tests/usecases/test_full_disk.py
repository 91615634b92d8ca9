"""A disk that takes nothing more, a database that cannot now: what was written waits, its author hears of it once."""

from pathlib import Path

import pytest

from bot.usecases.store import StoreAway
from bot.usecases.working import handle_waiting
from tests.usecases.world import POTHOLE, Stumbling, World, on_one_database

HOLD_ON = "на сервере кончилось место"


class Full:
    """The folder of photos as a file of the same name: no photo can be put there, also not by root."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._aside = folder, folder.with_name("aside")

    def __enter__(self) -> None:
        self._folder.mkdir(exist_ok=True)
        self._folder.rename(self._aside)
        self._folder.write_text("")

    def __exit__(self, *_: object) -> None:
        self._folder.unlink()
        self._aside.rename(self._folder)


async def test_a_photo_waits_for_room_and_its_author_is_told_once(world: World) -> None:
    anna = world.resident()
    await anna.agrees()
    with Full(world.media):
        await anna.writes(POTHOLE, world.photo(1))
        await anna.writes("и вторая рядом")
        for _ in range(8):
            await world.later(seconds=10)
        assert anna.screen.count(HOLD_ON) == 1
        assert HOLD_ON in anna.last.text
    await world.later(seconds=10)
    await world.later(seconds=2)
    card = anna.seen("Проверьте").text
    assert POTHOLE in card
    assert "и вторая рядом" in card
    assert "1 фотография" in card
    assert anna.screen.count(HOLD_ON) == 1
    assert await world.one("SELECT count(*) FROM updates WHERE state = 2") == 0


@on_one_database
async def test_the_picture_of_an_answer_waits_for_room_too(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE, world.photo(1))
    await desk.presses("Решено", desk.card(number))
    with Full(world.media):
        await desk.writes("Засыпали", world.photo(2), to=desk.last)
        await world.later(seconds=10)
        assert desk.screen.count(HOLD_ON) == 1
    await world.later(seconds=10)
    await desk.presses("Отправить жителю")
    await world.later(seconds=30)
    assert "Засыпали" in anna.last.text


@on_one_database
async def test_a_database_that_cannot_now_is_no_try_of_the_update(world: World) -> None:
    anna = world.resident()
    stumbling = Stumbling(world, "greeting", StoreAway("DiskFullError"))
    words = world.service.words
    await world.accept([anna.update(anna.message("/start"))])
    for _ in range(10):
        world.change(words=stumbling)
        with pytest.raises(StoreAway):
            await handle_waiting(world.service)
    assert await world.rows("SELECT state, attempts FROM updates") == [{"state": 0, "attempts": 0}]
    world.change(words=words)
    await world.settle()
    assert anna.sees
