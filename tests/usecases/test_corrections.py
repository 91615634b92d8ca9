"""Officials put right what the classifier took for granted; their corrections are kept to learn from."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.appeals.appeal import Appeal
from bot.appeals.deadlines import Case, Deadlines
from bot.appeals.status import Action
from bot.dialogs.effects import Act
from bot.usecases.correcting import told_by_handover
from bot.usecases.platform import Refused
from bot.usecases.working import handle
from tests.usecases.people import Official, Resident
from tests.usecases.world import POTHOLE, World

TELEGRAM, VK = "telegram:-100", "vk:2000000001"


async def labels(world: World) -> list[tuple[str, str]]:
    async with world.service.store.reading() as tx:
        return await tx.corrections.labels()


async def transfers(world: World) -> list[tuple[str, str, str]]:
    async with world.service.store.reading() as tx:
        return await tx.corrections.transfers()


async def appeal_of(world: World, number: str) -> Appeal:
    async with world.service.store.transaction() as tx:
        found = await tx.appeals.get(number)
    assert found is not None
    return found


async def retopics(world: World, official: Official, number: str, topic: str) -> None:
    """By whatever list the topic is found in."""
    await official.presses("Изменить тему", official.card(number))
    choice = official.last
    category, name = world.service.district.topics[topic].category_name, world.service.district.topics[topic].name
    if name not in choice.labels:
        await official.presses("Все темы", choice)
        while category not in choice.labels:
            await official.presses("Дальше →", choice)
        await official.presses(category, choice)
    await official.presses(name, choice)


async def does(world: World, official: Official, number: str, action: Action, arg: str) -> None:
    """Something done, for stories that begin later."""
    async with world.service.store.transaction() as tx:
        await world.actor(tx).act(Act(number, action, official.person, arg=arg), official.chat)
    world.now += timedelta(minutes=1)


async def test_a_topic_put_right_is_a_label_and_the_resident_is_not_bothered(world: World) -> None:
    ivan, anna = await world.desk("roads"), world.resident()
    await anna.agrees()
    number = await anna.files(POTHOLE)
    seen = len(anna.sees)
    await retopics(world, ivan, number, "roads.sidewalk")

    assert await labels(world) == [(POTHOLE, "roads.sidewalk")]
    assert await transfers(world) == []
    assert (await appeal_of(world, number)).topic == "roads.sidewalk"
    assert world.service.district.topics["roads.sidewalk"].name in ivan.card(number).text
    assert len(anna.sees) == seen
    await ivan.presses("История", ivan.card(number))
    assert "тема изменена · Иван" in ivan.last.text


async def test_the_likely_topics_come_from_the_words(world: World) -> None:
    ivan, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed("Во дворе не горит фонарь и мусор не вывозят", "roads.pothole")
    await ivan.presses("Изменить тему", ivan.card(number))
    read = world.service.triage("Во дворе не горит фонарь и мусор не вывозят").topics
    names = [world.service.district.topics[one].name for one in read if one != "roads.pothole"]
    assert names
    assert ivan.last.labels[: len(names)] == names


async def test_two_officials_change_it_at_the_same_moment(world: World) -> None:
    """One wins, the other is told; nothing is written twice."""
    ivan, olga = await world.desk("roads", TELEGRAM, "Иван"), await world.desk("roads", VK, "Ольга")
    number = await world.resident().has_filed(POTHOLE)
    for one in (ivan, olga):
        await one.presses("Изменить тему", one.card(number))
    his, hers, *_ = ivan.last.labels
    await world.accept([ivan.update(ivan.press(his)), olga.update(olga.press(hers))])
    async with world.service.store.reading() as tx:
        waiting = await tx.inbox.heads(world.now, 10, frozenset())
    await asyncio.gather(*(handle(world.service, one) for one in waiting))
    await world.settle()
    await world.later(seconds=2)

    assert len(await labels(world)) == 1
    assert len(await world.rows("SELECT 1 FROM history WHERE action = 'retopic'")) == 1
    topic = world.service.district.topics[(await appeal_of(world, number)).topic].name
    first, second = (ivan, olga) if topic == his else (olga, ivan)
    assert first.toast == f"Тема изменена: {topic}"
    assert second.toast.startswith(f"Тему уже изменили, теперь она такая: {topic}")
    assert f"Тема: {topic}" in second.card(number).text


async def test_the_department_of_the_new_topic_gets_it_by_one_press(world: World) -> None:
    village, roads = await world.desk("tretyakovo", VK, "Ольга"), await world.desk("roads", TELEGRAM)
    anna = world.resident()
    number = await anna.has_filed("Яма у магазина", "other.other")
    await retopics(world, village, number, "roads.pothole")
    assert world.service.district.desk("roads").name in village.last.text
    seen = len(anna.sees)
    await village.presses("Передать туда")
    assert len(anna.sees) == seen
    await world.later(seconds=30)

    assert "Принять" in roads.card(number).labels
    assert "другая тема" in roads.screen
    assert world.service.district.desk("roads").name in anna.last.text
    assert await labels(world) == [("Яма у магазина", "roads.pothole")]
    assert await transfers(world) == [("Яма у магазина", "roads.pothole", "roads")]


# What is learnt from what


async def test_a_resident_who_knows_better_gives_a_label(world: World) -> None:
    assert world.service.triage(POTHOLE).sure
    ivan, anna = await world.desk("roads"), world.resident()
    await anna.has_filed(POTHOLE, "roads.pothole")
    assert await labels(world) == []
    number = await anna.has_filed(POTHOLE, "roads.signs")
    assert await labels(world) == [(POTHOLE, "roads.signs")]
    await does(world, ivan, number, Action.RETOPIC, "roads.sidewalk")
    assert await labels(world) == [(POTHOLE, "roads.sidewalk")]


async def test_another_matter_says_only_that_it_was_wrong(world: World) -> None:
    await world.resident().has_filed(POTHOLE, "other.other")
    assert await labels(world) == []


async def test_the_last_word_about_an_appeal_counts(world: World) -> None:
    ivan, anna = await world.desk("roads"), world.resident()
    one, two = await anna.has_filed("Яма"), await anna.has_filed("Снег")
    for number, topic in ((one, "roads.snow"), (two, "roads.snow"), (one, "roads.signs"), (one, "roads.sidewalk")):
        await does(world, ivan, number, Action.RETOPIC, topic)
    assert sorted(await labels(world)) == [("Снег", "roads.snow"), ("Яма", "roads.sidewalk")]


async def test_a_chosen_topic_outweighs_what_a_handover_lets_guess(world: World) -> None:
    ivan = await world.desk("roads")
    number = await world.resident().has_filed("Яма")
    appeal = await appeal_of(world, number)
    async with world.service.store.transaction() as tx:
        await tx.corrections.keep(appeal, was="roads.pothole", topic="roads.snow", now=world.now)
        await tx.corrections.keep(appeal, was="roads.snow", topic="garbage.litter", desk="cleaners", now=world.now)
    assert await labels(world) == [("Яма", "roads.snow")]
    await does(world, ivan, number, Action.RETOPIC, "roads.signs")
    assert await labels(world) == [("Яма", "roads.signs")]


async def test_a_handover_that_was_taken_back_teaches_nothing(world: World) -> None:
    await world.desk("roads")
    appeal = await appeal_of(world, await world.resident().has_filed("Яма"))
    async with world.service.store.transaction() as tx:
        await tx.corrections.keep(appeal, was="roads.pothole", topic="garbage.litter", desk="cleaners", now=world.now)
        await tx.corrections.keep(appeal, was="roads.pothole", desk="tretyakovo", now=world.now)
    assert await labels(world) == []
    assert await transfers(world) == [("Яма", "roads.pothole", "tretyakovo")]


@pytest.mark.parametrize(
    ("takes", "topic", "told"),
    [
        ({"garbage.litter"}, "roads.pothole", "garbage.litter"),
        ({"garbage.litter", "garbage.containers"}, "roads.pothole", ""),
        ({"garbage"}, "roads.pothole", ""),
        ({"roads"}, "roads.pothole", ""),
        ({"roads.pothole"}, "roads.pothole", ""),
        ({"dropped.topic"}, "roads.pothole", ""),
        (set(), "roads.pothole", ""),
    ],
)
def test_only_a_department_of_one_topic_tells_which_was_meant(
    world: World, takes: set[str], topic: str, told: str
) -> None:
    district = world.service.district
    desks = tuple(
        replace(one, topics=frozenset(takes), settlement=None) if one.code == "roads" else one for one in district.desks
    )
    assert told_by_handover(replace(district, desks=desks), "roads", topic) == told


async def test_whoever_asks_to_be_forgotten_is_learnt_from_no_more(world: World) -> None:
    ivan, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed("Яма у дома Аделаиды")
    await does(world, ivan, number, Action.RETOPIC, "roads.snow")
    await anna.writes("/удалить")
    await anna.presses("Да, удалить")
    assert await labels(world) == []
    assert await world.one("SELECT DISTINCT text FROM corrections") == ""
    kept = await world.one("SELECT count(*) FROM corrections")
    await does(world, ivan, number, Action.RETOPIC, "roads.signs")
    assert await world.one("SELECT count(*) FROM corrections") == kept
    assert (await appeal_of(world, number)).topic == "roads.signs"


# The deadline


SLOW, QUICK = "commerce.trade", "roads.pothole"


async def filed_as(world: World, anna: Resident, topic: str) -> Appeal:
    return await appeal_of(world, await anna.has_filed("Яма у магазина", topic))


def due(world: World, topic: str, filed_at: datetime) -> Deadlines:
    return world.service.deadlines(Case(topic, "roads"), filed_at)


async def both(world: World, number: str) -> Deadlines:
    appeal = await appeal_of(world, number)
    assert appeal.due_at == appeal.answer_due_at
    return Deadlines(appeal.answer_due_at, appeal.solve_due_at)


async def test_the_deadlines_are_what_the_right_topic_would_have_given(world: World) -> None:
    ivan = await world.desk("roads")
    appeal = await filed_as(world, world.resident(), QUICK)
    slow, quick = (due(world, topic, appeal.filed_at) for topic in (SLOW, QUICK))
    assert slow.answer > quick.answer
    assert slow.solution > quick.solution
    await does(world, ivan, appeal.number, Action.RETOPIC, SLOW)
    assert await both(world, appeal.number) == slow
    await does(world, ivan, appeal.number, Action.RETOPIC, QUICK)
    assert await both(world, appeal.number) == quick


async def test_an_extended_deadline_stays(world: World) -> None:
    ivan = await world.desk("roads")
    appeal = await filed_as(world, world.resident(), QUICK)
    until = appeal.solve_due_at + timedelta(days=30)
    async with world.service.store.transaction() as tx:
        await world.actor(tx).act(Act(appeal.number, Action.EXTEND, ivan.person, until=until), ivan.chat)
    await does(world, ivan, appeal.number, Action.RETOPIC, SLOW)
    assert (await appeal_of(world, appeal.number)).due_at == until


async def test_a_deadline_that_would_have_passed_is_not_set(world: World) -> None:
    ivan = await world.desk("roads")
    appeal = await filed_as(world, world.resident(), SLOW)
    quick = due(world, QUICK, appeal.filed_at)
    world.now = quick.answer + timedelta(minutes=1)
    assert world.now < appeal.due_at
    await does(world, ivan, appeal.number, Action.RETOPIC, QUICK)
    # The deadline of the solution can still be kept.
    assert await both(world, appeal.number) == Deadlines(appeal.answer_due_at, quick.solution)


# What was weak before


async def test_the_first_answer_is_written_down_once(world: World) -> None:
    ivan = await world.desk("roads")
    number = await world.resident().has_filed()
    await ivan.has_done(number, Action.ACCEPT)
    assert (await appeal_of(world, number)).first_answer_at is None
    world.now += timedelta(hours=2)
    first = world.now
    await ivan.has_done(number, Action.ASK, "Где именно?")
    world.now += timedelta(hours=2)
    await ivan.has_done(number, Action.SOLVE, "Засыпали.")
    assert (await appeal_of(world, number)).first_answer_at == first


async def test_an_answer_that_arrives_takes_the_warning_off_the_card(world: World) -> None:
    ivan, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed()
    world.telegram.troubles[anna.chat] = [Refused("bad_letter")]
    await ivan.has_done(number, Action.ANSWER, "Я" * 100)
    assert "мессенджер не принял" in ivan.card(number).text
    async with world.service.store.transaction() as tx:
        until = world.now + timedelta(days=30)
        await world.actor(tx).act(Act(number, Action.EXTEND, ivan.person, until=until), ivan.chat)
    await world.settle()
    assert "мессенджер не принял" in ivan.card(number).text
    await ivan.has_done(number, Action.ANSWER, "Сделаем.")
    assert "мессенджер не принял" not in ivan.card(number).text
    assert "Сделаем." in anna.last.text


async def test_a_second_failure_is_told_once_more(world: World) -> None:
    ivan, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed()
    world.telegram.troubles[anna.chat] = [Refused("bad_letter"), Refused("bad_letter")]
    for _ in range(2):
        seen = len(ivan.sees)
        await ivan.has_done(number, Action.ANSWER, "Сделаем.")
        assert "мессенджер не принял" in ivan.card(number).text
        assert len(ivan.sees) == seen + 1


async def test_a_desk_without_a_chat_is_named_and_the_coordinator_learns_of_it(world: World) -> None:
    ivan = await world.desk("roads")
    boss = await world.bound("coordinator", "", "telegram:-300", "Мария")
    number = await world.resident().has_filed()
    await ivan.presses("Передать", ivan.card(number))
    await ivan.presses(world.service.district.desk("tretyakovo").name)
    assert "пока нет чата" in ivan.last.text
    await ivan.writes("Это внутри деревни", to=ivan.last)
    await ivan.presses("Отправить жителю")
    assert number not in boss.screen
    await world.later(seconds=30)
    assert f"№ {number}" in boss.last.text
    olga = await world.desk("tretyakovo", VK, "Ольга")
    await world.settle()
    assert "Принять" in olga.card(number).labels
