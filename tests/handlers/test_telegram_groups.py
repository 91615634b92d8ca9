"""What is said and done in groups of Telegram: officials' own talk goes no further."""

import pytest

from bot.dialogs.events import (
    BotAdded,
    BotRemoved,
    ChatMoved,
    MessageEdited,
    MessageSent,
    Person,
    RemotePhoto,
)
from tests.handlers.telegram_shapes import (
    ANNA,
    DESK,
    FORUM,
    HIDDEN,
    Json,
    heard,
    membership,
    message,
    ours,
    press,
    said,
    size,
)

PERSON = Person("telegram:5001", "Анна")


@pytest.mark.parametrize(
    "content",
    [
        {"text": "Ну что, кто поедет смотреть?"},
        {"text": "см. 26-00017 и сообщение Петровой, тел. 8 900 123-45-67"},
        {"text": "Сказал ему /start нажать"},
        {"text": "/start@other_bot"},
        {"text": "Код ABCD-2345 " + "и ещё много слов " * 20},
        {"text": "номер ABCDE-23456"},
        {"text": "Ок", "reply_to_message": message(DESK, ANNA, number=4, text="Кто поедет?")},
        {"photo": [size("private", 800)], "caption": "наш юбилей"},
        {"contact": {"phone_number": "+79001234567", "first_name": "Анна"}},
        {"new_chat_members": [ANNA]},
        {"pinned_message": ours()},
    ],
)
def test_officials_own_talk_goes_no_further(content: Json) -> None:
    assert heard(message=message(DESK, ANNA, **content)) is None
    assert heard(edited_message=message(DESK, ANNA, **content)) is None


@pytest.mark.parametrize("text", ["/help", "/help@otklik_bot", "ABCD-2345", "Вот код: abcd-2345!"])
def test_commands_and_invite_codes_are_said_to_the_bot(text: str) -> None:
    event = said(DESK, ANNA, text=text)
    assert event is not None
    assert event.text == text.replace("@otklik_bot", "")


def test_an_answer_to_the_bots_message_is_said_to_the_bot() -> None:
    found = heard(message=message(DESK, ANNA, text="Засыплем завтра", reply_to_message=ours()))
    assert found is not None
    assert (found.chat, found.group) == ("telegram:-100777", True)
    assert found.event == MessageSent("7", PERSON, "Засыплем завтра", reply_to="5")


def test_an_edit_in_a_group_passes_only_if_it_answers_the_bot() -> None:
    found = heard(edited_message=message(DESK, ANNA, text="Засыплем в среду", reply_to_message=ours()))
    assert found is not None
    assert found.event == MessageEdited("7", PERSON, "Засыплем в среду")
    assert heard(edited_message=message(DESK, ANNA, text="/help")) is None


def test_photos_that_answer_the_bot_pass() -> None:
    event = said(DESK, ANNA, photo=[size("after", 800)], media_group_id="m", reply_to_message=ours())
    assert event is not None
    assert (event.photos, event.album, event.reply_to) == ((RemotePhoto("after"),), "m", "5")


def test_an_administrator_who_hides_speaks_as_the_chat() -> None:
    event = said(DESK, HIDDEN, text="Принято", sender_chat=DESK, reply_to_message=ours())
    assert event is not None
    assert event.sender == Person("telegram:-100777", "Администратор чата")


def test_bots_and_channels_are_not_heard() -> None:
    other = {"id": 9, "is_bot": True, "first_name": "Бот"}
    channel = {"id": -1005, "type": "channel", "title": "Новости"}
    assert said(DESK, other, text="/help") is None
    assert said(DESK, other, text="/help", sender_chat=channel) is None
    assert said(DESK, None, text="/help") is None
    assert heard(channel_post=message(channel, None, text="/help")) is None
    assert heard(message=message(channel, ANNA, text="/help")) is None


def test_a_topic_has_an_address_of_its_own() -> None:
    inside = {"is_topic_message": True, "message_thread_id": 45}
    root = ours(FORUM, 45, forum_topic_created={"name": "Дороги", "icon_color": 1}, **inside)
    command = heard(message=message(FORUM, ANNA, text="/help", reply_to_message=root, **inside))
    pressed = heard(callback_query=press(ours(FORUM, 50, **inside)))
    assert command is not None
    assert pressed is not None
    assert (command.chat, pressed.chat) == ("telegram:-100777/45", "telegram:-100777/45")
    assert isinstance(command.event, MessageSent)
    assert command.event.reply_to is None


def test_the_root_of_a_topic_is_not_a_message_to_answer_even_if_the_bot_made_it() -> None:
    inside = {"is_topic_message": True, "message_thread_id": 45}
    root = ours(FORUM, 45, forum_topic_created={"name": "Дороги", "icon_color": 1}, **inside)
    bare = ours(FORUM, 45, **inside)
    assert said(FORUM, ANNA, text="Кто поедет?", reply_to_message=root) is None
    assert said(FORUM, ANNA, text="Кто поедет?", reply_to_message=root, **inside) is None
    assert said(FORUM, ANNA, text="Кто поедет?", reply_to_message=bare, **inside) is None
    answer = said(FORUM, ANNA, text="Завтра", reply_to_message=ours(FORUM, 50, **inside), **inside)
    assert answer is not None
    assert answer.reply_to == "50"


def test_a_thread_of_replies_outside_a_forum_is_no_place() -> None:
    found = heard(message=message(DESK, ANNA, text="Завтра", message_thread_id=5, reply_to_message=ours()))
    assert found is not None
    assert found.chat == "telegram:-100777"
    assert isinstance(found.event, MessageSent)
    assert found.event.reply_to == "5"


def test_the_bot_comes_into_a_group_once_and_leaves_it_once() -> None:
    added = heard(my_chat_member=membership(DESK, "left", "member"))
    assert added is not None
    assert (added.chat, added.group) == ("telegram:-100777", True)
    assert added.event == BotAdded(PERSON, "Булгаково")
    assert heard(message=message(DESK, ANNA, new_chat_members=[ANNA | {"id": 42, "is_bot": True}])) is None
    assert heard(my_chat_member=membership(DESK, "member", "administrator")) is None
    for end in ("left", "kicked"):
        removed = heard(my_chat_member=membership(DESK, "administrator", end))
        assert removed is not None
        assert removed.event == BotRemoved()


def test_a_restricted_bot_is_still_there_unless_it_is_not() -> None:
    assert heard(my_chat_member=membership(DESK, "member", "restricted")) is None
    gone = heard(my_chat_member=membership(DESK, "member", "restricted", is_member=False))
    assert gone is not None
    assert gone.event == BotRemoved()


def test_an_administrator_who_hides_adds_the_bot_as_the_chat() -> None:
    added = heard(my_chat_member=membership(DESK, "left", "member", by=HIDDEN))
    assert added is not None
    assert added.event == BotAdded(Person("telegram:-100777", "Администратор чата"), "Булгаково")


def test_a_group_that_becomes_a_supergroup_tells_its_new_address_once() -> None:
    old = {"id": -777, "type": "group", "title": "Булгаково"}
    moved = heard(message=message(old, ANNA, migrate_to_chat_id=-100777))
    assert moved is not None
    assert (moved.chat, moved.event) == ("telegram:-777", ChatMoved("telegram:-100777"))
    assert heard(message=message(DESK, HIDDEN, sender_chat=DESK, migrate_from_chat_id=-777)) is None
