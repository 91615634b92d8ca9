"""A number under the digest opens its case in the head's own chat: the whole story, and only for whom it concerns."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.appeals.status import Action
from bot.appeals.working_time import StateCalendar
from bot.dialogs.events import ButtonPressed
from bot.usecases.binding import serve
from bot.usecases.sending_digests import send_digests
from tests.usecases.people import Official, Someone
from tests.usecases.world import POTHOLE, World, on_one_database

NUMBER = "26-00001"
# The Monday after the one when the pothole was to be filled.
MONDAY = datetime(2026, 12, 7, 6, tzinfo=UTC)


@pytest.fixture
async def head(world: World) -> Official:
    """On Monday morning there is a digest about a pothole with two photos: Ivan has promised, and no more."""
    ivan = await world.desk("roads")
    head = await world.bound("head", "tretyakovo", "telegram:-500", "Глава")
    anna = await world.neighbour(1, "Анна")
    await anna.files(POTHOLE, world.photo(1), world.photo(2))
    await ivan.has_done(NUMBER, Action.ACCEPT)
    await ivan.has_done(NUMBER, Action.ANSWER, "Заказали щебень, ждём машину")
    world.now = MONDAY
    await send_digests(world.service, StateCalendar())
    await world.settle()
    return head


def case_press(one: Someone, data: str = f"h:case:{NUMBER}") -> ButtonPressed:
    """What a button says that somebody has made up."""
    return ButtonPressed(f"press-{one.world.new_id()}", one.person, data, one.world.new_id())


async def intrusions(world: World) -> list[object]:
    return [row["what"] for row in await world.rows("SELECT what FROM intrusions ORDER BY id")]


async def test_the_head_reads_the_whole_story_and_sees_the_photos(world: World, head: Official) -> None:
    await head.presses(f"№ {NUMBER}")
    *_, story, album, photos = head.sees
    for words in (f"№ {NUMBER} · в работе", "Бабино", "«В Бабино у магазина большая яма на дороге»", "Отвечают: "):
        assert words in story.text
    assert "«Заказали щебень, ждём машину»" in story.text
    assert (story.labels, story.text.count("История сообщения")) == ([], 1)
    assert (photos.text, len(album.photos)) == (f"Фото жителя к сообщению № {NUMBER}", 2)


async def test_nothing_changes_by_reading(world: World, head: Official) -> None:
    before = await world.rows("SELECT * FROM appeals"), await world.rows("SELECT * FROM history")
    for _ in range(2):
        await head.presses(f"№ {NUMBER}")
    assert (await world.rows("SELECT * FROM appeals"), await world.rows("SELECT * FROM history")) == before


async def test_what_officials_showed_afterwards_comes_too(world: World, head: Official) -> None:
    ivan = world.official("Иван", "telegram:-100", "telegram:45")
    await ivan.answers(NUMBER, "Решено", "Засыпали", world.photo(1, mended=True))
    await head.does(case_press(head))
    assert "Засыпали" in head.screen
    assert any(one.text == f"Фото после работ, № {NUMBER}" and one.photos for one in head.sees)


async def test_the_coordinator_reads_it_as_well_and_a_head_may_sit_in_a_private_chat(
    world: World, head: Official
) -> None:
    coordinator = await world.bound("coordinator", "", "vk:2000000077", "Куратор")
    deputy = replace(world.official("Зам", "vk:78", "vk:78"), group=False)
    async with world.service.store.transaction() as tx:
        await serve(tx, world.actor(tx), deputy.chat, "head", "tretyakovo", deputy.person, world.now)
    for one in (coordinator, deputy):
        await one.does(case_press(one))
        assert f"№ {NUMBER} · в работе" in one.screen
    assert await intrusions(world) == []


@pytest.mark.parametrize("role", ["head", "desk"])
@on_one_database
async def test_another_settlement_reads_nothing(world: World, head: Official, role: str) -> None:
    other = await world.bound(role, "bulgakovo", "telegram:-600", "Сосед")  # type: ignore[arg-type]
    seen = len(other.sees)
    await other.does(case_press(other))
    assert other.toast == "Это сообщение открывается только главе своего поселения и куратору района."
    assert (len(other.sees), await intrusions(world)) == (seen, ["foreign_press"])


@on_one_database
async def test_a_stranger_in_the_head_s_chat_and_a_resident_read_nothing(world: World, head: Official) -> None:
    stranger = world.official("Чужой", head.chat, "telegram:666")
    world.telegram.strangers.add("telegram:666")
    anna = await world.neighbour(1, "Анна")
    for one in (stranger, anna):
        seen = len(one.sees)
        await one.does(case_press(one))
        assert "только главе" in one.toast
        assert len(one.sees) == seen
    assert await intrusions(world) == ["not_a_member", "foreign_press"]


@pytest.mark.parametrize("data", ["h:case:", "h:case:26-99999", "h:case:' OR 1=1", "h:case:26-00001:more"])
@on_one_database
async def test_a_made_up_number_opens_nothing(world: World, head: Official, data: str) -> None:
    seen = len(head.sees)
    await head.does(case_press(head, data))
    assert ("только главе" in head.toast, len(head.sees)) == (True, seen)


@on_one_database
async def test_a_chat_that_is_lost_reads_nothing(world: World, head: Official) -> None:
    """Even an old button, pressed after the head's chat has been taken from the bot."""
    await world.execute("UPDATE bindings SET target = 'bulgakovo' WHERE role = 'head'")
    seen = len(head.sees)
    await head.presses(f"№ {NUMBER}")
    assert len(head.sees) == seen
