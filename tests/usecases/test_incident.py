"""Many similar messages in a short time become one incident by themselves: one card, one answer for all."""

import asyncio

import pytest

from bot.appeals.status import Action
from bot.usecases.working import handle_waiting
from tests.usecases.outage import strikes
from tests.usecases.people import Resident
from tests.usecases.world import World, on_one_database

NO_WATER = (
    "В Бабино нет воды",
    "Бабино, воды нет с утра",
    "В Бабино отключили воду",
    "Из крана не течёт вода, Бабино",
    "В Бабино пропала вода",
    "Бабино опять без воды",
)


async def has_filed(village: World, serial: int, words: str) -> Resident:
    """Wrote before anybody could be shown to them, as when many have the card before their eyes at once."""
    someone = await village.neighbour(serial)
    village.change(sameness=None)
    await someone.tells(words)
    return someone


async def test_five_separate_messages_become_one(village: World) -> None:
    sameness = village.service.sameness
    desk = await village.desk("utilities")
    head = await village.bound("head", "tretyakovo", "telegram:-300", "Пётр")
    people = [await has_filed(village, serial, words) for serial, words in enumerate(NO_WATER[:5], 1)]
    village.change(sameness=sameness)
    for one in people:
        await one.presses("Отправить")
        await village.later(minutes=8)

    first = "26-00001"
    assert "⚡ Похоже на аварию: пишут сразу многие" in desk.card(first).text
    assert "написали уже 5 человек" in desk.card(first).text
    for number in ("26-00002", "26-00003", "26-00004"):
        assert f"Объединено с № {first}" in desk.card(number).text
        assert desk.card(number).labels == []
    assert "26-00005" not in desk.screen, "nobody needs the fifth card"
    assert "Похоже на аварию: за 32 минуты написали 5 человек.\n" in desk.last.text
    assert f"Всё собрано в № {first}" in desk.last.text
    assert "Похоже на аварию" in head.last.text
    assert sum("Похоже на аварию: за" in one.text for one in desk.sees) == 1
    for one, number in zip(people[1:4], ("26-00002", "26-00003", "26-00004"), strict=True):
        assert f"Ваше сообщение № {number} объединено с № {first}" in one.last.text
    assert f"ваше сообщение объединено с № {first}" in people[4].last.text
    assert "26-00005" in people[4].last.text
    assert sum("объединено" in one.text for one in people[4].sees) == 1

    await desk.answers(first, "Ответить", "Авария на насосе, к вечеру починим.")
    for one in people:
        assert sum("к вечеру починим" in shown.text for shown in one.sees) == 1


async def test_what_was_merged_goes_on_under_the_other_number(village: World) -> None:
    sameness = village.service.sameness
    desk = await village.desk("utilities")
    people = [await has_filed(village, serial, words) for serial, words in enumerate(NO_WATER[:5], 1)]
    village.change(sameness=sameness)
    for one in people:
        await one.presses("Отправить")
    boris = people[1]
    await boris.presses("Мои сообщения")
    assert [one for one in boris.last.labels if "26-" in one] == [
        one for one in boris.last.labels if one.startswith("26-00001")
    ]
    await boris.writes("И на улице Школьной тоже", to=boris.seen("объединено"))
    await village.later(seconds=2)
    assert "И на улице Школьной тоже" in desk.screen
    await desk.has_done("26-00001", Action.SOLVE, "Вода есть.")
    await boris.presses("Не решено")
    await boris.presses("Вернуть без пояснений")
    assert desk.card("26-00001").labels[0] == "Принять"


async def test_new_writers_are_told_at_once_and_join_by_one_press(village: World) -> None:
    desk = await village.desk("utilities")
    await strikes(village, 5)
    late = await village.neighbour(50)
    shown = await late.tells("А в Бабино воду когда дадут, кто-нибудь знает?")
    assert "Об этом уже знают: пишут сразу многие" in shown.text
    assert "написали уже 5 человек" in shown.text
    assert shown.labels == ["Я тоже", "Другая проблема"]
    await late.presses("Я тоже")
    assert "Вас уже 6" in late.last.text
    assert "написали уже 6 человек" in desk.card("26-00001").text


@on_one_database
async def test_the_same_number_over_days_is_no_incident(village: World) -> None:
    desk = await village.desk("utilities")
    for serial, words in enumerate(NO_WATER, 1):
        someone = await village.neighbour(serial)
        await someone.tells(words)
        await someone.presses("Я тоже" if "Я тоже" in someone.last.labels else "Отправить")
        await village.later(minutes=61)
    assert "аварию" not in desk.screen


@on_one_database
async def test_one_who_writes_ten_times_is_not_a_crowd(village: World) -> None:
    desk, anna = await village.desk("utilities"), await village.neighbour(1)
    for words in NO_WATER:
        await anna.tells(words)
        await anna.presses("Другая проблема" if "Другая проблема" in anna.last.labels else "Отправить")
        if "Отправить" in anna.last.labels:
            await anna.presses("Отправить")
    assert "аварию" not in desk.screen


@on_one_database
async def test_who_says_that_it_is_another_problem_is_not_merged(village: World) -> None:
    desk = await village.desk("utilities")
    crowd, told = await strikes(village, 8, stubborn=frozenset({3}))
    stubborn = crowd[2]
    assert told.filed == 2
    assert "объединено" not in stubborn.screen
    assert "новое" in desk.card(stubborn.number).text


@pytest.mark.parametrize("together", [2, 4])
async def test_at_the_threshold_many_at_once_make_one_incident(village: World, together: int) -> None:
    """On PostgreSQL they are really at once: nobody waits for ever, and it is done once."""
    desk = await village.desk("utilities")
    await strikes(village, 3)
    late = [await village.neighbour(serial) for serial in range(20, 20 + together)]
    for one in late:
        await one.tells("В Бабино нет воды")
    await village.accept([one.update(one.press("Я тоже")) for one in late])
    await asyncio.gather(*(handle_waiting(village.service) for _ in range(together)))
    await village.settle()
    await village.later(seconds=5)

    count = 3 + together
    assert await village.one("SELECT repeated FROM appeals") == count
    assert await village.one("SELECT count(*) FROM followers") == count - 1
    assert f"написали уже {count} человек" in desk.card("26-00001").text
    assert sum("Похоже на аварию: за" in one.text for one in desk.sees) == 1
    assert await village.one("SELECT count(*) FROM updates WHERE state = 2") == 0


async def test_separate_messages_at_once_make_one_incident(village: World) -> None:
    sameness = village.service.sameness
    desk = await village.desk("utilities")
    people = [await has_filed(village, serial, words) for serial, words in enumerate(NO_WATER, 1)]
    village.change(sameness=sameness)
    await village.accept([one.update(one.press("Отправить")) for one in people])
    await asyncio.gather(*(handle_waiting(village.service) for _ in people))
    await village.settle()
    await village.later(seconds=5)
    assert await village.one("SELECT count(*) FROM appeals WHERE incident_at IS NOT NULL") == 1
    assert await village.one("SELECT count(*) FROM appeals WHERE merged = '26-00001'") == 5
    assert await village.one("SELECT repeated FROM appeals WHERE number = '26-00001'") == 6
    assert sum("Похоже на аварию: за" in one.text for one in desk.sees) == 1


async def test_an_outage_of_thirty_messages_is_one_card_and_one_answer(village: World) -> None:
    desk = await village.desk("utilities")
    crowd, told = await strikes(village, 30, asking=True)
    limit = village.service.district.repeats.incident_count
    cards = await village.one("SELECT count(*) FROM letters WHERE post = 'card' AND kind = 'message'")
    assert isinstance(cards, int)
    assert cards <= limit
    assert told.joined + told.filed == 30
    assert told.filed <= limit
    assert told.told_of_incident >= 30 - 2 * limit
    assert "написали уже 30 человек" in desk.card("26-00001").text
    assert await village.one("SELECT count(*) FROM letters WHERE state = 0") == 0

    await desk.answers("26-00001", "Решено", "Насос починили, вода есть.")
    for one in crowd:
        assert sum("Насос починили" in shown.text for shown in one.sees) == 1, one.screen


@on_one_database
async def test_while_the_messenger_is_slow_one_edit_of_the_card_waits(village: World) -> None:
    """Three hundred messages must not make three hundred edits."""
    desk = await village.desk("utilities")
    await strikes(village, 5)
    people = [await village.neighbour(serial) for serial in range(20, 30)]
    for one in people:
        await one.tells("В Бабино нет воды")
    await village.accept([one.update(one.press("Я тоже")) for one in people])
    await handle_waiting(village.service)
    waiting = "SELECT count(*) FROM letters WHERE state = 0 AND kind = 'edit' AND chat = :chat"
    assert await village.one(waiting, chat=desk.chat) == 1
    await village.settle()
    assert "написали уже 15 человек" in desk.card("26-00001").text
