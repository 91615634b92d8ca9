"""What must be gone is gone: looked for in every column of every table, and in every file of the photo folder."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.appeals.status import Action
from bot.usecases.forgetting import forget_handled, forget_silent, remove_photos, sweep_photos
from bot.usecases.platform import Refused
from storage.reception import SqlReception
from storage.transcripts import SqlTranscripts
from tests.usecases.people import Official, Resident
from tests.usecases.world import LAMP, POTHOLE, World, on_one_database

NAME, CHAT, PHONE = "Аделаида", "telegram:5017717", "912 345-67-89"
BROWSER = "web:adelaidas-browser"
DRAFT, SECRET = "Недописанное про забор у почты", "Спасибо, что засыпали, я живу рядом"


class Traces:
    """Whatever could still tell who it was, or shows what they sent."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.words = [NAME, CHAT, "912 345", "9123456789", "912 345-67-89", BROWSER, DRAFT, SECRET]
        self.pictures: set[str] = set()

    def remember(self, chat: Resident | Official) -> None:
        """The files that hold pictures now."""
        assert chat.sees
        self.pictures = {one.name for one in self.files()}

    def files(self) -> list[Path]:
        return sorted(self.world.media.rglob("*.*"))

    async def found(self) -> list[str]:
        tables = await self.world.everything()
        rows = [f"{name}: {row}" for name, all_ in tables.items() for row in all_]
        named = [row for row in rows if any(word in row for word in self.words)]
        return [*named, *(f"file: {one.name}" for one in self.files() if one.name in self.pictures)]


@pytest.fixture
async def lived(world: World) -> tuple[World, Traces, Resident, str]:
    """A resident who left something of themselves everywhere; all appeals are closed."""
    desk, anna = await world.desk("roads"), world.resident(NAME, CHAT)
    lost = await world.desk("roads", "telegram:-200", "Пётр")
    world.telegram.always[lost.chat] = Refused("kicked")
    traces = Traces(world)
    await anna.agrees()
    number = await anna.files(f"{POTHOLE}, мой номер +7 {PHONE}", world.photo(1))
    await desk.answers(number, "Уточнить у жителя", "По какому телефону вам позвонить?")
    await anna.writes(f"По этому: 8 {PHONE}")
    await world.later(seconds=2)
    await desk.answers(number, "Решено", "Засыпали.", world.photo(1, mended=True))
    await anna.presses("Доволен")
    neighbour = await world.neighbour(1, "Сосед")
    shared = await neighbour.has_filed(LAMP, "lighting.street")
    await joined(world, shared, anna)
    await anna.writes(SECRET)
    await anna.writes("ABCD-2345")
    await anna.writes(DRAFT, world.photo(7))
    await world.later(seconds=2)
    await seen_in_a_browser(world)
    electric = await world.desk("lighting", "telegram:-300", "Олег")
    await electric.has_done(shared, Action.EXPLAIN, "Фонарь горит.")
    await world.days_later(40)
    traces.remember(anna)
    return world, traces, anna, number


async def joined(world: World, number: str, anna: Resident) -> None:
    async with world.service.store.transaction() as tx:
        appeal = await tx.appeals.get(number)
        resident = await tx.residents.of_chat(anna.chat, NAME, world.now)
        assert appeal is not None
        await tx.followers.add(appeal.id, resident.id, anna.chat, world.now)
        await tx.appeals.change(appeal, {"repeated": 2})


async def seen_in_a_browser(world: World) -> None:
    """The same resident on the page: its chat, its private link, a code to move, and what stands there."""
    async with world.service.store.transaction() as tx:
        page = await tx.residents.of_chat(BROWSER, "", world.now)
        anna = await tx.residents.of_chat(CHAT, NAME, world.now)
        await tx.residents.merge(page.id, anna.id, NAME)
    await SqlTranscripts(world.engine).add(BROWSER, author="resident", text=SECRET, at=world.now)
    reception = SqlReception(world.engine)
    await reception.renew_link(BROWSER, "a" * 64, "web:other", world.now)
    await reception.enter("a" * 64, "web:other", world.now)
    await reception.offer_move(BROWSER, "b" * 64, world.now + timedelta(hours=1))


async def asks_to_be_forgotten(anna: Resident) -> None:
    await anna.writes("/удалить")
    await anna.presses("Да, удалить")


async def house_keeping(world: World) -> None:
    """What the timetable does by itself, an hour later."""
    world.now += timedelta(hours=1, minutes=1)
    await forget_silent(world.service)
    while await remove_photos(world.service):
        pass


async def test_whoever_asks_is_found_nowhere_and_neither_are_their_photos(
    lived: tuple[World, Traces, Resident, str],
) -> None:
    world, traces, anna, number = lived
    before = await traces.found()
    told = {one.partition(":")[0] for one in before}
    assert {"residents", "history", "letters", "talks", "web_lines", "web_links", "followers", "file"} <= told
    assert any(PHONE in one for one in before if one.startswith("history"))
    mended = {str(row["file"]) for row in await world.rows("SELECT file FROM appeal_photos WHERE side = 'after'")}
    traces.pictures -= mended

    await asks_to_be_forgotten(anna)
    await house_keeping(world)

    assert await traces.found() == []
    assert {one.name for one in traces.files()} == mended
    kept = str(await world.one("SELECT text FROM appeals WHERE number = :number", number=number))
    assert kept.startswith(POTHOLE)


async def test_whoever_was_silent_for_the_set_time_is_forgotten_and_every_figure_stays(
    lived: tuple[World, Traces, Resident, str],
) -> None:
    world, traces, _, number = lived
    traces.pictures -= {
        str(row["file"]) for row in await world.rows("SELECT file FROM appeal_photos WHERE side = 'after'")
    }
    figures = await world.rows("SELECT number, status, rating, result, repeated, closed_at FROM appeals ORDER BY id")
    async with world.service.store.reading() as tx:
        records = await tx.records.filed(world.now - timedelta(days=90), world.now)

    world.now += world.service.keep_contacts - timedelta(days=41)
    assert await forget_silent(world.service) == 0
    world.now += timedelta(days=42)
    assert await forget_silent(world.service) == 2
    await forget_handled(world.service)
    await house_keeping(world)

    assert await traces.found() == []
    assert await forget_silent(world.service) == 0
    assert figures == await world.rows(
        "SELECT number, status, rating, result, repeated, closed_at FROM appeals ORDER BY id"
    )
    async with world.service.store.reading() as tx:
        assert records == await tx.records.filed(world.now - timedelta(days=900), world.now)
    kept = str(await world.one("SELECT text FROM appeals WHERE number = :number", number=number))
    assert kept.startswith(POTHOLE)


async def test_whoever_still_waits_for_an_answer_is_not_forgotten(world: World) -> None:
    await world.desk("roads")
    author, follower = await world.neighbour(1, "Автор"), await world.neighbour(2, "Сосед")
    silent = await world.neighbour(3, "Молчун")
    number = await author.has_filed()
    await joined(world, number, follower)
    world.now += timedelta(days=800)
    assert await forget_silent(world.service) == 1
    assert await world.one("SELECT count(*) FROM resident_chats") == 2
    async with world.service.store.reading() as tx:
        assert await tx.residents.reachable((await tx.residents.of_chat(author.chat, "", world.now)).id)
    assert silent.chat not in str(await world.everything())


async def test_whoever_writes_now_and_then_is_not_forgotten(world: World) -> None:
    anna = await world.neighbour(1, "Анна")
    for _ in range(3):
        world.now += timedelta(days=300)
        await anna.writes("Здравствуйте")
        assert await forget_silent(world.service) == 0
    assert await world.one("SELECT name FROM residents") == "Анна"


async def test_an_appeal_of_someone_long_forgotten_can_still_be_opened_anew(world: World) -> None:
    desk, anna = await world.desk("roads"), await world.neighbour(1, NAME)
    number = await anna.has_filed()
    await desk.has_done(number, Action.SOLVE, "Засыпали.")
    await world.days_later(11)
    world.now += timedelta(days=400)
    await forget_silent(world.service)
    assert await world.one("SELECT chat FROM appeals") == "telegram:"
    seen = len(anna.sees)
    async with world.service.store.transaction() as tx:
        appeal = await tx.appeals.get(number)
        assert appeal is not None
        assert await tx.appeals.resident_chat(appeal) == ""
    await world.settle()
    assert len(anna.sees) == seen
    assert await world.one("SELECT count(*) FROM letters WHERE chat = 'telegram:'") == 0


@on_one_database
async def test_a_photo_that_a_neighbour_sent_too_stays_for_the_neighbour(world: World) -> None:
    await world.desk("roads")
    anna, boris = world.resident(NAME, CHAT), world.resident("Борис", "telegram:7")
    await anna.agrees()
    await boris.agrees()
    await anna.files(POTHOLE, world.photo(1))
    await boris.writes("У клуба в Бабино яма", world.photo(1))
    await asks_to_be_forgotten(anna)
    await house_keeping(world)
    assert len(list(world.media.rglob("*.jpg"))) == 1, "it stands in a draft"
    await world.later(seconds=2)
    await boris.presses("Отправить")
    await house_keeping(world)
    assert len(list(world.media.rglob("*.jpg"))) == 1
    await asks_to_be_forgotten(boris)
    await house_keeping(world)
    assert list(world.media.rglob("*.jpg")) == []


@on_one_database
async def test_photos_of_drafts_that_nobody_sent_are_swept_away(world: World) -> None:
    await world.desk("roads")
    anna = world.resident()
    await anna.agrees()
    filed = await anna.files(POTHOLE, world.photo(1))
    await anna.writes("Вот ещё", world.photo(2))
    await world.later(seconds=2)
    await anna.writes("/отмена")
    (kept,) = [str(row["file"]) for row in await world.rows("SELECT file FROM appeal_photos")]
    for one in world.media.rglob("*.jpg"):
        os.utime(one, (world.now.timestamp(), world.now.timestamp()))
    assert filed
    assert len(list(world.media.rglob("*.jpg"))) == 2
    for hours in (0, 24 * 40):
        world.now += timedelta(hours=hours)
        for _ in range(256):
            world.now += timedelta(hours=1)
            await sweep_photos(world.service)
        await remove_photos(world.service)
        assert len(list(world.media.rglob("*.jpg"))) == (1 if hours else 2)
    assert [one.name for one in world.media.rglob("*.jpg")] == [kept]


@on_one_database
async def test_a_file_that_is_written_again_at_this_moment_is_not_removed(world: World) -> None:
    name = await world.service.photos.keep(world.telegram.pictures[world.photo(1)])
    file = getattr(name, "file", "")
    async with world.service.store.transaction() as tx:
        await tx.forgetting.need_no_more([file], world.now)
    path = next(world.media.rglob("*.jpg"))
    os.utime(path, (world.now.timestamp(), world.now.timestamp()))
    assert await remove_photos(world.service) == 0
    assert path.exists()
    world.now += timedelta(hours=2)
    assert await remove_photos(world.service) == 1


async def test_what_failed_and_what_was_put_aside_is_not_kept_for_ever(world: World) -> None:
    desk, anna = await world.desk("roads"), await world.neighbour(1, NAME)
    world.telegram.always[desk.chat] = Refused("kicked")
    await anna.has_filed("Яма у дома Аделаиды")
    await world.execute('UPDATE updates SET state = 2, event = \'MessageSent {"text": "слова"}\'')
    assert await world.one("SELECT count(*) FROM letters WHERE state = 2") != 0
    await forget_handled(world.service)
    assert await world.one("SELECT count(*) FROM updates WHERE state = 2") != 0
    world.now += timedelta(days=31)
    await forget_handled(world.service)
    assert await world.one("SELECT count(*) FROM updates WHERE state = 2") == 0
    assert await world.one("SELECT count(*) FROM letters WHERE state = 2") == 0
