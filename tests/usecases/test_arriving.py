"""A talk goes from the page to a messenger by a one-time code: asked once, never lost, and nobody led astray."""

from datetime import timedelta

import pytest

from bot.appeals.status import Action
from bot.dialogs.events import MessageSent
from bot.usecases.one_time import digest, new_code
from storage.reception import SqlReception
from tests.usecases.messenger import FakeMessenger
from tests.usecases.people import Resident
from tests.usecases.world import LAMP, POTHOLE, World, on_one_database

PAGE = "web:r-0123456789abcdef0123456789abcdef"


@pytest.fixture
async def world(world: World) -> World:
    world.messengers["web"] = FakeMessenger("web")
    return world


def on_page(world: World) -> Resident:
    return world.resident("Житель", PAGE)


async def code_of(world: World, minutes: int = 30) -> str:
    """What the page's button makes."""
    code = new_code()
    await SqlReception(world.engine).offer_move(PAGE, digest(code), world.now + timedelta(minutes=minutes))
    return code


async def test_answers_go_where_the_resident_went_and_the_list_shows_all(world: World) -> None:
    desk, page = await world.desk("roads"), on_page(world)
    await page.agrees()
    number = await page.files(POTHOLE)
    anna = world.resident("Анна")
    await anna.writes(f"/start {await code_of(world)}")
    assert "нажмите «Нет»" in anna.last.text
    await anna.presses("Да, это мой разговор")

    assert "Продолжим здесь" in anna.last.text
    assert "продолжается в Telegram" in page.last.text
    await anna.writes("/мои")
    assert any(number in label for label in anna.last.labels)
    before = len(page.sees)
    await desk.has_done(number, Action.SOLVE, "Яму засыпали.")
    assert "Яму засыпали." in anna.last.text
    assert len(page.sees) == before
    await anna.presses("Доволен")
    assert "Закрыто: житель доволен" in desk.card(number).text
    assert "Пишет: Анна" in desk.card(number).text


async def test_what_was_filed_in_both_places_is_one_residents(world: World) -> None:
    desk, page, anna = await world.desk("roads"), on_page(world), world.resident()
    await page.agrees()
    first = await page.files(POTHOLE)
    second = await anna.has_filed()
    await anna.writes(await code_of(world))
    await anna.presses("Да, это мой разговор")

    await page.writes("/мои")
    assert {one for one in (first, second) if any(one in label for label in page.last.labels)} == {first, second}
    assert await world.one("SELECT count(*) FROM residents") == 1
    await desk.has_done(second, Action.ANSWER, "Едем.")
    assert "Едем." in anna.last.text


@on_one_database
async def test_what_is_filed_on_the_page_afterwards_is_answered_on_the_page(world: World) -> None:
    desk, page, anna = await world.desk("roads"), on_page(world), world.resident()
    await page.agrees()
    await anna.writes(await code_of(world))
    await anna.presses("Да, это мой разговор")
    await world.later(hours=1)
    number = await page.files(POTHOLE)
    await desk.has_done(number, Action.ANSWER, "Едем.")

    assert "Едем." in page.last.text
    assert "Едем." not in anna.screen


@on_one_database
async def test_a_message_that_is_not_sent_yet_is_sent_from_there(world: World) -> None:
    desk, page, anna = await world.desk("roads"), on_page(world), world.resident("Анна", "vk:501")
    await page.agrees()
    await page.tells(POTHOLE, world.photo(1))
    await anna.writes(await code_of(world))
    await anna.presses("Да, это мой разговор")
    assert "Отправить" in anna.last.labels
    await anna.presses("Отправить")

    assert POTHOLE in desk.card(anna.number).text
    await page.presses("Отправить")
    assert await world.one("SELECT count(*) FROM appeals") == 1


@on_one_database
async def test_who_was_sent_the_link_by_somebody_else_says_no(world: World) -> None:
    page, victim = on_page(world), world.resident("Виктор")
    await page.agrees()
    number = await victim.has_filed()
    await victim.writes(f"/start {await code_of(world)}")
    await victim.presses("Нет")

    assert "ничего не переносим" in victim.screen
    await page.writes("/мои")
    assert not any(number in label for label in page.last.labels)


@on_one_database
async def test_a_code_works_once_and_not_for_long(world: World) -> None:
    anna, boris = world.resident(), world.resident("Борис", "telegram:502")
    code = await code_of(world)
    await anna.writes(code)
    await boris.writes(code)
    await anna.presses("Да, это мой разговор")
    await boris.presses("Да, это мой разговор")
    assert "уже" in boris.last.text
    late = await code_of(world, minutes=30)
    world.now += timedelta(minutes=31)
    await boris.writes(late)
    assert "Да, это мой разговор" not in boris.last.labels

    assert await world.one("SELECT count(*) FROM resident_chats WHERE chat = 'telegram:502'") == 1
    assert await world.one("SELECT count(*) FROM residents") == 2


@on_one_database
async def test_a_newer_code_of_the_same_chat_voids_the_older_one(world: World) -> None:
    anna, older = world.resident(), await code_of(world)
    await code_of(world)
    await anna.writes(older)

    assert "Да, это мой разговор" not in anna.last.labels


@on_one_database
async def test_an_official_chat_is_never_joined(world: World) -> None:
    desk = await world.desk("roads")
    await desk.writes(f"/start {await code_of(world)}")

    assert "Да, это мой разговор" not in desk.last.labels
    assert await world.one("SELECT count(*) FROM web_moved") == 0


@on_one_database
async def test_a_link_of_vk_brings_its_code_beside_the_first_words(world: World) -> None:
    anna = world.resident("Анна", "vk:501")
    await anna.agrees()
    code = await code_of(world)
    await anna.does(MessageSent(world.new_id(), anna.person, LAMP, ref=code))
    assert "Да, это мой разговор" in anna.last.labels
    await anna.does(MessageSent(world.new_id(), anna.person, "Начать", ref="spring-campaign"))
    await anna.does(MessageSent(world.new_id(), anna.person, "Начать", ref="7K3M-9QXP"))

    assert await world.one("SELECT count(*) FROM intrusions") == 0, "somebody else's mark is no attack"
    await anna.does(anna.press("Да, это мой разговор"))
    await world.later(seconds=2)
    assert LAMP in "".join(one.text for one in anna.sees)


async def test_who_followed_an_appeal_in_both_places_is_counted_once(village: World) -> None:
    village.messengers["web"] = FakeMessenger("web")
    desk, page, anna = await village.desk("roads"), on_page(village), await village.neighbour(1, "Анна")
    first = await village.neighbour(2, "Пётр")
    number = await first.files(POTHOLE)
    await page.agrees()
    await page.joins(POTHOLE)
    await anna.joins(POTHOLE)
    assert await village.one("SELECT repeated FROM appeals") == 3
    await anna.writes(await code_of(village))
    await anna.presses("Да, это мой разговор")

    assert await village.one("SELECT repeated FROM appeals") == 2
    page_before, anna_before = len(page.sees), len(anna.sees)
    await desk.has_done(number, Action.SOLVE, "Яму засыпали.")
    told = [one.text for one in [*page.sees[page_before:], *anna.sees[anna_before:]]]
    assert sum("Яму засыпали." in one for one in told) == 1
    assert "Яму засыпали." in anna.last.text


async def test_to_be_forgotten_in_one_place_is_to_be_forgotten_in_both(world: World) -> None:
    page, anna = on_page(world), world.resident()
    await page.agrees()
    await page.files(POTHOLE)
    doors = SqlReception(world.engine)
    await doors.renew_link(PAGE, "digest", PAGE, world.now)
    await doors.enter("digest", "web:r-another", world.now)
    await anna.writes(await code_of(world))
    await anna.presses("Да, это мой разговор")
    await anna.writes("/удалить")
    await anna.presses("Да, удалить")

    for table in ("web_links", "web_entries", "web_moved", "web_moves", "resident_chats"):
        assert await world.one(f"SELECT count(*) FROM {table}") == 0, table  # noqa: S608 - our own names
