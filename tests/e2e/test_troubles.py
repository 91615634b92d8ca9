"""Platforms that refuse, stumble and repeat themselves: every letter arrives, and VK's arrive exactly once."""

import asyncio
from collections import Counter

import pytest

from tests.e2e.people import words_of
from tests.e2e.stories import LAMP, answers, card_of, files, photo
from tests.e2e.town import Town
from tests.e2e.wording import label, said

pytestmark = pytest.mark.asyncio(loop_scope="session")

TELEGRAM_SENDS = ("sendMessage", "sendPhoto", "sendMediaGroup", "editMessageText", "answerCallbackQuery", "getFile")
VK_SENDS = ("messages.send", "messages.edit", "messages.sendMessageEventAnswer", "upload", "file")


async def test_letters_wait_as_long_as_telegram_asks(town: Town) -> None:
    olga = (await town.office("telegram", "tretyakovo")).seat
    town.telegram.fault("sendMessage", kind="429", retry_after=1)
    number = await files(town.resident("telegram"))
    town.telegram.fault("sendMessage", kind="500")
    town.telegram.fault("editMessageText", kind="502html")
    card = await card_of(olga, number)
    olga.presses(label("desk-accept"), on=card)
    await olga.sees(said("card-accepted"))
    assert town.telegram.faults.hits == 3


async def test_a_letter_that_vk_took_without_saying_so_is_one_message(town: Town) -> None:
    olga, anna = (await town.office("vk", "tretyakovo")).seat, town.resident("vk")
    lost = town.vk.fault("messages.send", "done-then-drop")
    number = await files(anna, LAMP, photo(1))
    half = town.vk.fault("messages.send", "half")
    await answers(olga, "explain", await card_of(olga, number), "Заменим в четверг")
    await anna.sees(said("told-explain", number=number))
    assert (lost.happened, half.happened) == (1, 1)
    await town.settled()
    for seat in (olga, anna):
        counted = Counter(words_of(one) for one in seat.shown())
        assert counted.most_common(1)[0][1] == 1, counted


async def test_a_letter_that_telegram_took_without_saying_so_is_at_least_one(town: Town) -> None:
    olga = (await town.office("telegram", "tretyakovo")).seat
    anna = town.resident("telegram")
    number = await files(anna)
    lost = town.telegram.fault("sendMessage", kind="done-then-drop", chat=anna.fake.id)
    await answers(olga, "explain", await card_of(olga, number), "Заменим в четверг")
    await anna.sees(said("told-explain", number=number))
    assert lost.hits == 1
    await town.settled()
    letters = [one for one in anna.shown() if "Заменим в четверг" in words_of(one)]
    assert len(letters) == 2
    anna.presses(label("button-good"), on=letters[0])
    await olga.sees(said("card-closing-satisfied"))


async def test_photos_are_fetched_again_when_a_platform_stumbles(town: Town) -> None:
    town.telegram.fault("download", kind="500")
    town.vk.fault("file", "502html")
    town.vk.fault("upload", "drop")
    olga = (await town.office("vk", "tretyakovo")).seat
    anna, boris = town.resident("telegram"), town.resident("vk", "Борис")
    for number in await asyncio.gather(files(anna, LAMP, photo(1)), files(boris, LAMP, photo(2))):
        await card_of(olga, number)
    assert len([one for message in olga.shown() for one in message.photos]) == 2


async def test_what_a_platform_tells_twice_happens_once(town: Town) -> None:
    olga = (await town.office("telegram", "tretyakovo")).seat
    anna, boris = town.resident("telegram"), town.resident("vk", "Борис")
    numbers = [await files(anna), await files(boris)]
    await town.telegram.confirmed()
    for which in (-1, -2, -3):
        town.telegram.repeat_update(which)
    town.vk.repeat_event(3)
    numbers.append(await files(town.resident("vk", "Вера")))
    await card_of(olga, numbers[-1])
    await town.settled()
    assert [number for (number,) in town.rows("SELECT number FROM appeals ORDER BY id")] == numbers


async def test_a_storm_over_both_platforms_loses_nothing(town: Town) -> None:
    olga, oleg = [(await town.office(one, "tretyakovo")).seat for one in ("telegram", "vk")]
    # Listening and flood control have pauses of their own, longer than a test.
    town.telegram.faults.storm(3, 0.12, ("429", "500", "502html", "garbage", "drop"), TELEGRAM_SENDS)
    town.vk.storm(3, 0.12, ("6", "10", "500", "502html", "half", "drop", "done-then-drop"), VK_SENDS)
    numbers = [await files(town.resident(one)) for one in ("telegram", "vk")]
    for number in numbers:
        await card_of(olga, number)
        await card_of(oleg, number)
    town.telegram.faults.storm(3, 0)
    town.vk.storm(3, 0)
    await town.settled()
    assert town.rows("SELECT count(*) FROM letters WHERE state = 2 AND kind != 'toast'") == [(0,)]
    assert Counter(words_of(one) for one in oleg.shown()).most_common(1)[0][1] == 1
