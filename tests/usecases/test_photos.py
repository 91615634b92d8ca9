"""Photos: fetched and drawn between transactions, asked for again, and honestly given up."""

import asyncio
import shutil
from io import BytesIO

import pytest
from PIL import Image

from bot.usecases.platform import PhotoUnavailable, TryLater
from bot.usecases.service import CollageWords
from tests.usecases.messenger import Crash
from tests.usecases.world import POTHOLE, World, on_one_database


async def somebody_else_writes(world: World) -> None:
    """Another chat's message is committed now, not after whatever is going on: no transaction is open."""
    stranger = world.resident("Зоя", "telegram:999")
    await asyncio.wait_for(world.accept([stranger.update(stranger.message("/help"))]), 60)


class Photographer:
    """The real room of photos, at whose door something else happens."""

    def __init__(self, world: World, failure: BaseException | None = None) -> None:
        self._world, self._room, self._failure = world, world.service.photos, failure
        self.keep, self.open, self.looks_same = self._room.keep, self._room.open, self._room.looks_same
        self.drawn: list[str] = []

    async def collage(self, before: tuple[bytes, ...], after: tuple[bytes, ...], words: CollageWords) -> str:
        await somebody_else_writes(self._world)
        self.drawn.append(await self._room.collage(before, after, words))
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        return self.drawn[-1]


async def test_a_photo_comes_to_the_desk_as_our_own_file(world: World) -> None:
    desk, anna = await world.desk("roads", "vk:2000000001"), world.resident()
    await anna.agrees()

    async def meanwhile(what: str) -> None:
        if what == "photo-1":
            await somebody_else_writes(world)

    world.telegram.meanwhile = meanwhile
    number = await anna.files(POTHOLE, world.photo(1))

    album, card = desk.sees[-2:]
    assert album.text == f"Фото к сообщению № {number}"
    assert "1 фотография" in card.text
    assert Image.open(BytesIO(album.photos[0])).size == (320, 240)
    assert album.photos[0] != world.telegram.pictures["photo-1"]
    assert [one.read_bytes() for one in world.media.rglob("*.jpg")] == [album.photos[0]]


@on_one_database
async def test_an_album_keeps_its_order(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    await anna.files(POTHOLE, *(world.photo(seed) for seed in range(10)))
    kept = [await world.service.photos.keep(world.telegram.pictures[f"photo-{seed}"]) for seed in range(10)]
    album = desk.sees[-3]
    assert list(album.photos) == [await world.service.photos.open(one.file) for one in kept]  # type: ignore[union-attr]


@on_one_database
async def test_a_photo_that_does_not_come_is_asked_for_again(world: World) -> None:
    anna = world.resident()
    await anna.agrees()
    world.telegram.troubles[world.photo(1)] = [TryLater("flood", 3), TryLater("network")]
    await anna.writes(POTHOLE, "photo-1")
    await world.later(seconds=1)
    await world.later(seconds=2)
    assert world.telegram.count("fetch", "photo-1") == 3
    await world.later(seconds=2)
    assert "1 фотография" in anna.seen("Проверьте").text


@on_one_database
async def test_a_photo_that_never_comes_is_given_up_with_a_line(world: World) -> None:
    anna = world.resident()
    await anna.agrees()
    world.telegram.always[world.photo(1)] = TryLater("network")
    await anna.writes(POTHOLE, "photo-1")
    for pause in (1, 2, 4, 8):
        await world.later(seconds=pause)
    assert "Фото не дошло" not in anna.last.text
    await world.later(seconds=16)
    assert "Фото не дошло" in anna.last.text
    await world.later(seconds=2)
    assert POTHOLE in anna.last.text


@on_one_database
@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (PhotoUnavailable("file is gone"), "Фото не дошло"),
        (PhotoUnavailable("21 MB", too_large=True), "Фото слишком большое"),
    ],
)
async def test_a_photo_that_cannot_be_taken_is_told_at_once(world: World, failure: PhotoUnavailable, told: str) -> None:
    anna = world.resident()
    await anna.agrees()
    world.telegram.always["photo-1"] = failure
    await anna.writes(POTHOLE, "photo-1")
    assert told in anna.last.text
    await world.later(seconds=2)
    assert POTHOLE in anna.last.text


@on_one_database
async def test_a_file_that_is_no_photo_is_told_after_a_second_look(world: World) -> None:
    anna = world.resident()
    await anna.agrees()
    world.telegram.pictures["photo-1"] = b"MZ this is a program"
    await anna.writes(POTHOLE, "photo-1")
    await world.later(seconds=1)
    await world.later(seconds=2)
    assert "не получилось открыть как фото" in anna.last.text
    await world.later(seconds=2)
    assert POTHOLE in anna.last.text


@on_one_database
async def test_garbage_in_place_of_a_photo_is_asked_for_again(world: World) -> None:
    """A platform that stumbles answers with a page of its own."""
    anna = world.resident()
    await anna.agrees()
    picture = world.photo(1)
    whole, world.telegram.pictures[picture] = world.telegram.pictures[picture], b"<html>502 Bad Gateway</html>"
    await anna.writes(POTHOLE, picture)
    world.telegram.pictures[picture] = whole
    await world.later(seconds=1)
    await world.later(seconds=2)
    assert "1 фотография" in anna.seen("Проверьте").text


@on_one_database
async def test_before_and_after_are_drawn_between_transactions(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE, world.photo(1))
    photographer = Photographer(world)
    world.change(photos=photographer)

    await desk.presses("Решено", desk.card(number))
    await desk.writes("Засыпали", world.photo(1, mended=True), to=desk.last)
    await desk.presses("Отправить жителю")
    await world.later(seconds=30)

    picture = (await world.service.photos.open(photographer.drawn[0]),)
    assert desk.seen("Отправлено жителю").photos == picture
    assert anna.last.photos == picture
    assert "Засыпали" in anna.last.text
    assert anna.last.labels == ["Доволен", "Нейтрально", "Не решено"]


@on_one_database
async def test_a_picture_whose_drawing_was_cut_short_is_drawn_again(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE, world.photo(1))
    photographer = Photographer(world, Crash())
    world.change(photos=photographer)

    await desk.presses("Решено", desk.card(number))
    with pytest.raises(Crash):
        await desk.writes("Засыпали", world.photo(1, mended=True), to=desk.last)
    await world.settle()

    assert len(photographer.drawn) == 2
    assert len(set(photographer.drawn)) == 1
    assert desk.last.labels[0] == "Отправить жителю"
    assert [one.text for one in desk.sees].count(desk.last.text) == 1


@on_one_database
async def test_without_its_before_the_after_goes_alone(world: World) -> None:
    """Somebody tidied up the folder of photos."""
    desk, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE, world.photo(1))
    shutil.rmtree(world.media)
    await desk.answers(number, "Решено", "Засыпали", world.photo(1, mended=True))
    assert len(anna.last.photos) == 1
    assert "Засыпали" in anna.last.text


@on_one_database
async def test_a_letter_whose_photo_is_gone_does_not_hold_up_the_others(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    world.telegram.troubles[desk.chat] = [TryLater("flood", 60)]
    number = await anna.files(POTHOLE, world.photo(1))
    shutil.rmtree(world.media)
    await world.later(seconds=60)
    assert POTHOLE in desk.card(number).text
