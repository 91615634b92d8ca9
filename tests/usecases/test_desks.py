"""Officials' chats: bound by codes, kept in step, lost and found; strangers stay outside."""

import asyncio

import pytest

from bot.dialogs.events import BotAdded, BotRemoved, ButtonPressed
from bot.usecases.binding import VALID
from bot.usecases.platform import Refused
from bot.usecases.working import handle
from tests.usecases.people import Official
from tests.usecases.world import World, on_one_database

TELEGRAM, VK = "telegram:-100", "vk:2000000001"


async def two_chats(world: World) -> tuple[Official, Official]:
    """One desk, one chat on each platform."""
    return await world.desk("roads", TELEGRAM, "Иван"), await world.desk("roads", VK, "Ольга")


async def intrusions(world: World) -> list[object]:
    return [one["what"] for one in await world.rows("SELECT what FROM intrusions ORDER BY id")]


async def test_two_chats_of_a_desk_are_kept_in_step(world: World) -> None:
    ivan, olga = await two_chats(world)
    number = await world.resident().has_filed()
    await ivan.presses("Принять")
    assert ivan.toast == f"Сообщение № {number} взято в работу. Житель узнает об этом."
    assert ivan.card(number).text == olga.card(number).text
    assert "В работе у: Иван" in olga.card(number).text

    await olga.answers(number, "Решено", "Готово.")
    assert "ответ дан" in ivan.card(number).text
    assert ivan.card(number).labels == olga.card(number).labels


async def test_two_officials_accept_at_the_same_moment_in_different_chats(world: World) -> None:
    """One wins, the other is told who; nothing is written twice."""
    ivan, olga = await two_chats(world)
    number = await world.resident().has_filed()
    await world.accept([one.update(one.press("Принять")) for one in (ivan, olga)])
    async with world.service.store.reading() as tx:
        waiting = await tx.inbox.heads(world.now, 10, frozenset())
    await asyncio.gather(*(handle(world.service, one) for one in waiting))
    await world.settle()
    await world.later(seconds=2)

    accepted = await world.rows("SELECT actor_name FROM history WHERE action = 'accept'")
    assert len(accepted) == 1
    first, second = (ivan, olga) if accepted[0]["actor_name"] == "Иван" else (olga, ivan)
    assert "взято в работу" in first.toast
    assert second.toast == f"Уже в работе у: {first.person.name}"
    assert f"В работе у: {first.person.name}" in second.card(number).text


async def test_a_handed_over_appeal_changes_its_desk(world: World) -> None:
    roads = await world.desk("roads", TELEGRAM)
    village = await world.desk("tretyakovo", VK, "Ольга")
    anna = world.resident()
    number = await anna.has_filed()
    await roads.presses("Передать")
    await roads.presses(world.service.district.desk("tretyakovo").name)
    await roads.writes("Это внутри деревни", to=roads.last)
    await roads.presses("Отправить жителю")
    card = roads.card(number)
    await world.later(seconds=30)

    assert "Сообщение передали" in card.text
    assert card.labels == []
    assert "Это внутри деревни" in village.screen
    assert village.card(number).labels[0] == "Принять"
    await roads.does(ButtonPressed("press", roads.person, f"d:accept:{number}", card.id))
    assert "Сообщение передали" in roads.toast
    await village.presses("Принять")
    assert "В работе у: Ольга" in village.card(number).text


async def test_an_appeal_that_comes_back_is_live_again_where_it_was(world: World) -> None:
    """The chat is bound to the second desk too: the card that stood there without buttons has them."""
    roads = await world.desk("roads", TELEGRAM)
    number = await world.resident().has_filed()
    await roads.presses("Передать")
    await roads.presses(world.service.district.desk("tretyakovo").name)
    await roads.writes("Это внутри деревни", to=roads.last)
    await roads.presses("Отправить жителю")
    await world.later(seconds=30)
    assert roads.card(number).labels == []

    await roads.binds(await world.invite("desk", "tretyakovo"))
    assert roads.card(number).labels[0] == "Принять"
    assert [one.text for one in roads.sees].count(roads.card(number).text) == 1


async def test_a_new_chat_shows_what_is_open(world: World) -> None:
    anna, boris = world.resident(), world.resident("Борис", "telegram:502")
    first, second = await anna.has_filed(), await boris.has_filed()
    await anna.presses("Мои сообщения")
    await anna.presses(next(one for one in anna.last.labels if first in one))
    await anna.presses("Отозвать")
    await anna.presses("Да, отозвать")

    desk = world.official("Иван", TELEGRAM, "telegram:7")
    await desk.binds(await world.invite("desk", "roads"))
    assert first not in desk.screen
    assert "Пишет: Борис" in desk.card(second).text
    assert "чат подключён: Отдел дорог района" in desk.screen
    shown = len(desk.sees)
    await desk.binds(await world.invite("desk", "roads"))
    assert [one.text for one in desk.sees[shown:] if second in one.text] == []


async def test_a_code_works_once_within_a_day_and_only_where_it_may(world: World) -> None:
    ivan, olga = world.official("Иван", TELEGRAM, "telegram:7"), world.official("Ольга", VK, "vk:8")
    code = await world.invite("desk", "roads")
    private = world.resident("Пётр", "telegram:9")
    await private.writes(code)
    assert "для общего чата" in private.last.text
    await ivan.binds(code.lower())
    await olga.binds(code)
    assert "уже использован" in olga.last.text

    late = await world.invite("desk", "roads")
    world.now += VALID
    await olga.binds(late)
    assert "уже не действует" in olga.last.text
    await olga.binds("ABCD-2345")
    assert "такого кода нет" in olga.last.text
    assert await intrusions(world) == ["unknown_code"]
    assert [one["chat"] for one in await world.rows("SELECT chat FROM bindings")] == [TELEGRAM]


@on_one_database
async def test_a_head_may_be_told_in_private(world: World) -> None:
    pyotr = world.resident("Пётр", "telegram:9")
    await pyotr.writes(await world.invite("head", "tretyakovo"))
    assert "глава, Третьяковское сельское поселение" in pyotr.last.text


async def test_one_code_in_two_chats_at_the_same_moment_binds_one(world: World) -> None:
    ivan, olga = world.official("Иван", TELEGRAM, "telegram:7"), world.official("Ольга", VK, "vk:8")
    code = await world.invite("desk", "roads")
    await world.accept([one.update(one.message(code)) for one in (ivan, olga)])
    async with world.service.store.reading() as tx:
        waiting = await tx.inbox.heads(world.now, 10, frozenset())
    await asyncio.gather(*(handle(world.service, one) for one in waiting))
    await world.settle()
    await world.later(seconds=2)
    assert await world.one("SELECT count(*) FROM bindings") == 1
    assert sorted("использован" in one.last.text for one in (ivan, olga)) == [False, True]


@on_one_database
async def test_only_the_code_is_never_kept(world: World) -> None:
    code = await world.invite("desk", "roads")
    everything = str(await world.everything())
    assert code not in everything
    assert code.replace("-", "") not in everything


@on_one_database
async def test_foreign_presses_are_refused_and_noted(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed()
    stranger = world.official("Чужой", desk.chat, "telegram:666")
    world.telegram.strangers.add("telegram:666")
    await stranger.presses("Принять", desk.card(number))
    assert stranger.toast == "Здесь действуют только участники этого чата."
    await stranger.writes("Сделаем!", to=desk.card(number))
    assert "только участники" in desk.last.text

    elsewhere = world.official("Чужой", "telegram:-666", "telegram:667")
    await elsewhere.does(ButtonPressed("press", elsewhere.person, f"d:accept:{number}", "1"))
    await desk.does(ButtonPressed("press", desk.person, "d:accept:26-99999", "1"))
    await desk.does(ButtonPressed("press", desk.person, "'; DROP TABLE appeals", "1"))

    assert await intrusions(world) == ["not_a_member", "not_a_member", *["foreign_press"] * 3]
    assert "новое" in desk.card(number).text


@on_one_database
async def test_a_resident_cannot_press_for_another(world: World) -> None:
    desk, anna, boris = await world.desk("roads"), world.resident(), world.resident("Борис", "telegram:502")
    number = await anna.has_filed()
    await boris.has_filed()
    for data in (f"withdraw!:{number}", f"rate:{number}:good", f"mine!:{number}", f"d:accept:{number}"):
        await boris.does(ButtonPressed("press", boris.person, data, "1"))
        assert boris.toast == "Эта кнопка уже не действует."
    assert "новое" in desk.card(number).text


async def test_a_chat_that_put_the_bot_out_is_told_to_the_coordinator_and_catches_up_later(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    coordinator = await world.bound("coordinator", "", "telegram:-400", "Вера")
    first = await anna.has_filed()
    await desk.does(BotRemoved())
    world.telegram.always[desk.chat] = Refused("kicked")
    assert "Чат «Отдел дорог района» мне больше не доступен" in coordinator.last.text
    second = await anna.has_filed()
    await anna.presses("Мои сообщения")
    await anna.presses(next(one for one in anna.last.labels if first in one))
    await anna.presses("Добавить")
    await anna.writes("и вторая рядом")
    await world.later(seconds=2)

    del world.telegram.always[desk.chat]
    await desk.does(BotAdded(desk.person))
    assert desk.card(second).labels[0] == "Принять"
    await desk.presses("Принять", desk.card(second))
    assert "В работе у: Иван" in desk.card(second).text
    assert [one.text for one in coordinator.sees].count(coordinator.last.text) == 1


@pytest.mark.parametrize("reason", ["kicked", "no_rights"])
async def test_a_chat_that_refuses_a_card_is_told_to_the_coordinator_and_catches_up_later(
    world: World, reason: str
) -> None:
    """Nobody told that the bot was put out or silenced: the card itself finds it."""
    desk, anna = await world.desk("roads"), world.resident()
    coordinator = await world.bound("coordinator", "", "telegram:-400", "Вера")
    world.telegram.always[desk.chat] = Refused(reason)
    first, second = await anna.has_filed(), await anna.has_filed()
    assert "Чат «Отдел дорог района» мне больше не доступен" in coordinator.last.text
    told = len(coordinator.sees)

    del world.telegram.always[desk.chat]
    await world.later(minutes=11)
    await desk.writes("/help")
    assert {first, second} <= {number for number in (first, second) if number in desk.screen}
    await desk.presses("Принять", desk.card(first))
    assert "В работе у: Иван" in desk.card(first).text
    assert len(coordinator.sees) == told


async def test_a_forum_put_the_bot_out_of_all_its_topics(world: World) -> None:
    desk = await world.desk("roads", "telegram:-100/45")
    coordinator = await world.bound("coordinator", "", "telegram:-400", "Вера")
    forum = world.official("Иван", "telegram:-100", desk.person.address)
    await forum.does(BotRemoved())
    assert "Отдел дорог района" in coordinator.last.text
    number = await world.resident().has_filed()
    assert number not in desk.screen
    await forum.does(BotAdded(desk.person))
    assert desk.card(number).labels[0] == "Принять"
