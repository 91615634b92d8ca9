"""Letters: in the order of their chat, patient with platforms, honest about what did not arrive."""

import asyncio
from datetime import timedelta

import pytest

from bot.appeals.status import Action
from bot.dialogs.effects import Post, Say
from bot.dialogs.events import BotRemoved, BotReturned, ButtonPressed, ChatMoved, HandlingFailed, Woken
from bot.dialogs.message import message
from bot.usecases.delivering import Courier, Result, deliver_waiting, record
from bot.usecases.platform import CannotEdit, Limits, MovedTo, Refused, SendingError, TryLater
from bot.usecases.working import handle_waiting
from bot.usecases.writing import LONGEST_TEXT, Writer
from bot.words import MissingWords
from tests.usecases.messenger import Crash, FakeMessenger
from tests.usecases.world import Stumbling, World, on_one_database

HOME, OTHER = "telegram:501", "telegram:502"
LIMITS = Limits(30, (1, 1.0), (20, 60.0), lambda chat: False)


async def say(world: World, chat: str, *texts: str) -> None:
    async with world.service.store.transaction() as tx:
        writer = Writer(tx, world.service.words, world.now)
        for text in texts:
            await writer.say(chat, Say(message(text)))


def texts(messenger: FakeMessenger, chat: str) -> list[str]:
    return [one.text for one in messenger.chats[chat]]


async def test_letters_leave_in_the_order_of_their_chat_and_wait_as_long_as_they_are_told(world: World) -> None:
    world.telegram.troubles[HOME] = [TryLater("flood", 7)]
    await say(world, HOME, "первое", "второе", "третье")
    await say(world, OTHER, "соседу")
    await world.settle()
    await world.later(seconds=6.9)
    assert (texts(world.telegram, HOME), texts(world.telegram, OTHER)) == ([], ["соседу"])
    assert world.telegram.count("send", HOME) == 1

    await world.later(seconds=0.1)
    assert texts(world.telegram, HOME) == ["первое", "второе", "третье"]


@on_one_database
async def test_both_copies_of_a_letter_that_two_processes_sent_are_known(world: World) -> None:
    """One lost its turn while the letter was on its way, the other sent it too and wrote it down first."""
    async with world.service.store.transaction() as tx:
        about = Post("card", "26-00001")
        await Writer(tx, world.service.words, world.now).say(HOME, Say(message("письмо"), post=about))
        (letter,) = await tx.outbox.heads("telegram", world.now, 1, frozenset())
    for sent in ("11", "10"):
        await record(world.service, [Result(letter, (sent,))])
    async with world.service.store.reading() as tx:
        assert [await tx.outbox.post_of(HOME, one) for one in ("10", "11")] == [about, about]
    assert await world.one("SELECT messages FROM letters") == "11"


@on_one_database
@pytest.mark.parametrize("late", [TryLater("network"), CannotEdit("too old"), Refused("blocked", "late")], ids=type)
async def test_what_another_process_has_sent_did_not_fail(world: World, late: SendingError) -> None:
    await say(world, HOME, "письмо")
    async with world.service.store.reading() as tx:
        (letter,) = await tx.outbox.heads("telegram", world.now, 1, frozenset())
    await record(world.service, [Result(letter, ("11",))])
    as_it_stands = "SELECT state || error || attempts || coalesce(not_before, '') FROM letters"
    before = await world.one(as_it_stands)
    await record(world.service, [Result(letter, error=late)])
    assert await world.one(as_it_stands) == before is not None
    assert await world.one("SELECT count(*) FROM letters") == 1


@on_one_database
async def test_a_platform_that_does_not_say_how_long_is_asked_less_and_less_often(world: World) -> None:
    world.telegram.always[HOME] = TryLater("network")
    await say(world, HOME, "письмо")
    await world.settle()
    for number, pause in enumerate((1, 2, 4, 8), 2):
        await world.later(seconds=pause - 0.1)
        assert world.telegram.count("send", HOME) == number - 1
        await world.later(seconds=0.1)
        assert world.telegram.count("send", HOME) == number


async def test_a_long_outage_does_not_end_in_silence(world: World) -> None:
    """After some fifty doublings a pause would be longer than time itself."""
    world.telegram.always[HOME] = TryLater("network")
    await say(world, HOME, "письмо")
    await world.execute("UPDATE letters SET attempts = 700")
    await world.settle()
    del world.telegram.always[HOME]
    await world.later(minutes=5)
    assert texts(world.telegram, HOME) == ["письмо"]


@on_one_database
async def test_after_three_days_a_letter_is_given_up_and_the_card_says_so(world: World) -> None:
    desk, anna = await world.desk("roads", "vk:2000000001"), world.resident()
    number = await anna.has_filed()
    world.telegram.always[anna.chat] = TryLater("network")
    await desk.has_done(number, Action.ANSWER, "Приедем во вторник.")
    world.now += timedelta(days=3, minutes=1)
    await world.settle()
    assert "До жителя не дошло: мессенджер не принял" in desk.card(number).text
    assert "До жителя" not in anna.screen


@on_one_database
async def test_a_word_to_the_one_who_pressed_is_not_kept_for_later(world: World) -> None:
    anna = world.resident()
    await anna.has_filed()
    world.telegram.always[anna.chat] = TryLater("network")
    await anna.presses("Помощь")
    told = len(world.telegram.toasts)
    await world.later(seconds=31)
    del world.telegram.always[anna.chat]
    await world.later(minutes=5)
    assert "Напишите, что случилось" in anna.last.text
    assert len(world.telegram.toasts) == told


async def test_a_resident_who_blocked_the_bot_is_shown_on_the_card_until_the_return(world: World) -> None:
    desk, anna = await world.desk("roads", "vk:2000000001"), world.resident()
    number = await anna.has_filed()
    world.telegram.always[anna.chat] = Refused("blocked", "bot was blocked by the user")
    await desk.has_done(number, Action.ANSWER, "Приедем во вторник.")
    assert "бот у него заблокирован" in desk.card(number).text
    (error,) = await world.rows("SELECT error FROM letters WHERE state = 2")
    assert error["error"] == "blocked: bot was blocked by the user"

    del world.telegram.always[anna.chat]
    await anna.writes("/help")
    assert "Приедем во вторник." in anna.sees[-2].text
    assert "заблокирован" not in desk.card(number).text


@on_one_database
async def test_a_resident_who_is_away_is_not_back_because_an_own_draft_woke(world: World) -> None:
    desk, anna = await world.desk("roads", "vk:2000000001"), world.resident()
    number = await anna.has_filed()
    await anna.writes("В Бабино у школы темно")
    world.telegram.always[anna.chat] = Refused("blocked", "bot was blocked by the user")
    await anna.does(BotRemoved())
    await desk.has_done(number, Action.ANSWER, "Приедем во вторник.")
    away = await world.one("SELECT blocked_at FROM resident_chats")
    for happens in (Woken(), HandlingFailed()):
        await world.later(minutes=5)
        await anna.does(happens)
    assert away == await world.one("SELECT blocked_at FROM resident_chats")
    del world.telegram.always[anna.chat]
    await anna.does(BotReturned())
    assert "Приедем во вторник." in anna.screen


async def test_the_residents_other_channel_is_tried(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident("Анна", "vk:501")
    number = await anna.has_filed()
    await world.execute("INSERT INTO resident_chats SELECT 'telegram:501', id, NULL FROM residents")
    world.vk.always["vk:501"] = Refused("blocked")
    await desk.has_done(number, Action.ANSWER, "Приедем во вторник.")
    assert "Приедем во вторник." in texts(world.telegram, HOME)[-1]
    assert "До жителя не дошло" not in desk.card(number).text


async def test_a_card_that_cannot_be_edited_any_more_is_sent_anew_and_is_the_card(world: World) -> None:
    desk, anna = await world.desk("roads", "vk:2000000001"), world.resident()
    number = await anna.has_filed()
    old = desk.card(number)
    world.vk.edit_troubles[desk.chat] = [CannotEdit("older than a day")]
    await desk.presses("Принять", old)
    new = desk.card(number)
    assert (new.id != old.id, old.edits, new.edits) == (True, 0, 0)
    assert "В работе у: Иван" in new.text

    await desk.writes("Приедем во вторник.", to=new)
    await desk.presses("Отправить жителю")
    await world.later(seconds=30)
    await desk.has_done(number, Action.SOLVE, "Готово.")
    assert desk.card(number) is new
    assert (new.edits > 0, old.edits) == (True, 0)


async def test_changes_that_wait_are_shown_as_one(world: World) -> None:
    """While the chat is told to slow down, three things happen to the appeal."""
    desk, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed()
    edits = desk.card(number).edits
    world.telegram.edit_troubles[desk.chat] = [TryLater("flood", 60)]
    card = desk.card(number)
    await desk.presses("Принять", card)
    for words in ("первое дополнение", "второе дополнение"):
        await anna.presses("Мои сообщения")
        await anna.presses(next(one for one in anna.last.labels if number in one))
        await anna.presses("Добавить")
        await anna.writes(words)
        await world.later(seconds=2)
    assert card.edits == edits
    assert world.telegram.count("edit", desk.chat) == 1
    await world.later(minutes=1)
    assert card.edits == edits + 1
    assert "В работе у: Иван" in card.text


async def test_a_change_while_the_one_before_it_is_being_shown_is_shown_too(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed()

    async def meanwhile(what: str) -> None:
        if world.telegram.calls[-1] == ("edit", desk.chat):
            world.telegram.meanwhile = None
            await anna.world.accept([anna.update(ButtonPressed("press", anna.person, f"withdraw!:{number}"))])
            await handle_waiting(world.service)

    world.telegram.meanwhile = meanwhile
    await desk.presses("Принять")
    assert "отозвано" in desk.card(number).text
    assert world.telegram.count("edit", desk.chat) == 2


@on_one_database
@pytest.mark.parametrize("word", ["", " "])
async def test_a_long_text_becomes_several_letters_with_the_buttons_under_the_last(world: World, word: str) -> None:
    desk, anna = await world.desk("roads"), world.resident()
    number = await anna.has_filed()
    long = "".join(f"слово{place}{word}" for place in range(1000)).strip()
    before = len(desk.sees), len(anna.sees)
    await desk.writes(long, to=desk.card(number))
    buttons = [bool(one.labels) for one in desk.sees[before[0] :]]
    assert buttons == [False] * (len(buttons) - 1) + [True]
    await desk.presses("Отправить жителю")
    await world.later(seconds=30)

    letters = [one.text for one in anna.sees[before[1] :]]
    assert len(letters) in (2, 3)
    assert all(len(one) <= LONGEST_TEXT for one in letters)
    assert word.join(letters).endswith(long)


async def test_a_letter_sent_by_a_process_that_died_before_it_wrote_that_down(world: World) -> None:
    """Telegram shows it twice, because nothing there knows a letter again; VK does."""
    for messenger, chat, shown in ((world.telegram, HOME, 2), (world.vk, "vk:501", 1)):
        await say(world, chat, "письмо", "и ещё одно")
        messenger.dies_after[chat] = Crash()
        with pytest.raises(Crash):
            await deliver_waiting(world.service, messenger.platform)
        await deliver_waiting(world.service, messenger.platform)
        assert texts(messenger, chat) == ["письмо"] * shown + ["и ещё одно"]
    assert await world.rows("SELECT * FROM letters WHERE state != 1") == []


@on_one_database
async def test_nothing_is_in_the_way_of_others_while_a_letter_is_sent(world: World) -> None:
    anna = world.resident()

    async def meanwhile(what: str) -> None:
        await world.accept([anna.update(anna.message("/help"))])

    world.telegram.meanwhile = meanwhile
    await say(world, HOME, "письмо")
    assert await deliver_waiting(world.service, "telegram") == 1
    assert await world.one("SELECT count(*) FROM updates") == 1


async def test_one_letter_that_cannot_be_written_down_does_not_hold_up_the_others(world: World) -> None:
    """The resident blocked the bot, and the words that should say so on the card are missing."""
    desk, anna = await world.desk("roads", "vk:2000000001"), world.resident()
    number = await anna.has_filed()
    async with world.service.store.transaction() as tx:
        writer = Writer(tx, world.service.words, world.now)
        await writer.say(HOME, Say(message("ответ"), post=Post("notice", number)))
    await say(world, OTHER, "соседу")
    world.change(words=Stumbling(world, "card-undelivered-blocked", MissingWords("card-undelivered-blocked")))
    world.telegram.always[HOME] = Refused("blocked")
    await world.settle()
    assert texts(world.telegram, OTHER) == ["соседу"]
    assert world.telegram.count("send", OTHER) == 1
    assert await world.one("SELECT count(*) FROM letters WHERE state = 0") == 0
    assert desk.card(number).edits == 0


async def test_a_refusal_in_words_that_no_database_takes_holds_up_nobody(world: World) -> None:
    await say(world, HOME, "письмо")
    await say(world, OTHER, "соседу")
    world.telegram.always[HOME] = Refused("blocked", "half a letter \ud83d and none \0")
    await world.settle()
    assert texts(world.telegram, OTHER) == ["соседу"]
    assert await world.one("SELECT error FROM letters WHERE state = 2") == "blocked: half a letter ? and none "


async def test_a_number_of_a_message_that_no_database_takes_holds_up_nobody(world: World) -> None:
    """The letter stands in its chat and is not sent again; what went beside it is written down."""
    await say(world, HOME, "письмо")
    await say(world, OTHER, "соседу")
    async with world.service.store.reading() as tx:
        letters = await tx.outbox.heads("telegram", world.now, 2, frozenset())
    await record(world.service, [Result(letters[0], ("9" * 200 + "\ud83d",)), Result(letters[1], ("11",))])
    assert [one["state"] for one in await world.rows("SELECT state FROM letters ORDER BY id")] == [2, 1]


@on_one_database
@pytest.mark.parametrize("content", ["", "[]", '{"text": "слова"}', '{"keyboard": 5}'])
async def test_a_letter_that_nobody_can_read_holds_up_nobody(world: World, content: str) -> None:
    """As after the program was put back to an earlier version; the courier goes on beside it."""
    await say(world, HOME, "письмо")
    await say(world, OTHER, "соседу")
    await world.execute("UPDATE letters SET content = :content WHERE chat = :chat", content=content, chat=HOME)
    left = world.bells.listener()
    courier = asyncio.create_task(Courier(world.service, world.telegram, LIMITS, left).run())
    try:
        async with asyncio.timeout(10):
            while await world.one("SELECT count(*) FROM letters WHERE state = 0"):
                assert not courier.done() or courier.result()
                await asyncio.sleep(0)
    finally:
        courier.cancel()
        await asyncio.gather(courier, return_exceptions=True)
    assert texts(world.telegram, OTHER) == ["соседу"]
    assert await world.one("SELECT error FROM letters WHERE state = 2") != ""


async def test_a_group_that_became_a_supergroup_goes_on_at_its_new_address(world: World) -> None:
    desk, anna = await world.desk("roads", "telegram:-5"), world.resident()
    number = await anna.has_filed()
    moved = world.official("Иван", "telegram:-1005", desk.person.address)
    world.telegram.always[desk.chat] = MovedTo(moved.chat)

    await anna.presses("Мои сообщения")
    await anna.presses(next(one for one in anna.last.labels if number in one))
    await anna.presses("Добавить")
    await anna.writes("и ещё одна рядом")
    await world.later(seconds=2)
    assert "и ещё одна рядом" in moved.screen
    assert moved.card(number).labels[0] == "Принять"

    await moved.presses("Принять")
    assert "В работе у: Иван" in moved.card(number).text


async def test_a_move_that_is_told_twice_happens_once(world: World) -> None:
    """A letter was on its way while Telegram's own word of the move was handled."""
    desk, anna = await world.desk("roads", "telegram:-5"), world.resident()
    number = await anna.has_filed()
    await desk.writes("Приедем во вторник.", to=desk.card(number))
    await say(world, desk.chat, "письмо")
    async with world.service.store.reading() as tx:
        (letter,) = await tx.outbox.heads("telegram", world.now, 10, frozenset())
    moved = world.official("Иван", "telegram:-1005", desk.person.address)

    await desk.does(ChatMoved(moved.chat))
    await record(world.service, [Result(letter, error=MovedTo(moved.chat))])
    await desk.does(ChatMoved(moved.chat))

    assert [one["chat"] for one in await world.rows("SELECT chat FROM bindings")] == [moved.chat]
    assert [one.text for one in moved.sees].count(moved.card(number).text) == 1
    assert "письмо" in [one.text for one in moved.sees]
    await moved.writes("Приедем в среду.", to=moved.card(number))
    await moved.presses("Отправить жителю")
    await world.later(seconds=30)
    assert "Приедем в среду." in anna.last.text


async def test_an_edit_of_a_message_left_behind_by_a_move_touches_no_other(world: World) -> None:
    """The new chat numbers its messages anew, so the old numbers mean other messages there."""
    desk, anna = await world.desk("roads", "telegram:-5"), world.resident()
    number = await anna.has_filed()
    moved = world.official("Иван", "telegram:-1005", desk.person.address)
    world.telegram.troubles[desk.chat] = [TryLater("flood", 60)]
    await desk.presses("Принять", desk.card(number))
    await desk.does(ChatMoved(moved.chat))
    await world.later(seconds=60)
    assert "В работе у: Иван" in moved.card(number).text
    assert [one.edits for one in moved.sees] == [0] * len(moved.sees)
