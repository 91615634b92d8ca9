"""In a group chat the bot hears what is said to it, and officials' own talk never comes further."""

import pytest

from bot.dialogs.events import ButtonPressed, MessageSent
from bot.handlers.vk.incoming import decode
from tests.handlers.vk_shapes import ANNA, CHAT, GROUP, Json, event, in_chat, message, ours, photo, written

NAMED = f"[club{GROUP}|@otklik_bot]"


def words(raw: Json) -> str | None:
    """What comes through, None where nothing does."""
    update = decode(raw, GROUP)
    if update is None:
        return None
    assert isinstance(update.event, MessageSent)
    return update.event.text


@pytest.mark.parametrize(
    "talk",
    [
        "Коллеги, кто завтра на объезде?",
        "это 50/50",
        f"[club{GROUP}0|@drugie] привет",
        f"@club{GROUP}7 привет",
        "Позвоните 8-481-66-4-13-46",
        "ABCD-2345 " + "и ещё много слов " * 20,
        "XABCD-2345Y",
        "",
    ],
)
def test_the_officials_own_talk_stops_here(talk: str) -> None:
    assert words(in_chat(text=talk)) is None


def test_nor_do_their_photos_and_replies_to_each_other_pass() -> None:
    assert words(in_chat(attachments=[photo("own")])) is None
    assert words(in_chat(text="согласен", reply_message=message(CHAT, 5, text="едем?"))) is None
    assert words(in_chat(text="вот", reply_message=message(CHAT, -5, text="чужой бот"))) is None
    assert words(event("message_edit", message(CHAT, ANNA, text="поправил"))) is None


def test_a_reply_to_the_bot_is_heard_with_its_photos() -> None:
    update = decode(in_chat(text="Сделали", reply_message=ours(31), attachments=[photo("done")]), GROUP)
    assert update is not None
    assert isinstance(update.event, MessageSent)
    assert (update.group, update.event.text, update.event.reply_to) == (True, "Сделали", "31")
    assert len(update.event.photos) == 1


def test_an_edit_of_such_a_reply_is_heard() -> None:
    raw = event("message_edit", message(CHAT, ANNA, text="Сделали вчера", reply_message=ours()))
    assert decode(raw, GROUP) is not None


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("/help", "/help"),
        (f"{NAMED} /help", "/help"),
        (f"{NAMED}, что нового", "что нового"),
        (f"@club{GROUP}, что нового", "что нового"),
        (f"@club{GROUP} (Отклик) что нового", "что нового"),
        (f"спросим {NAMED} об этом", f"спросим {NAMED} об этом"),
        (NAMED, ""),
        ("abcd-2345", "abcd-2345"),
        ("Код: ABCD-2345.", "Код: ABCD-2345."),
        (f"{NAMED} ABCD-2345", "ABCD-2345"),
    ],
)
def test_what_is_said_to_the_bot_comes_without_the_mention(text: str, heard: str) -> None:
    assert words(in_chat(text=text)) == heard


def test_a_mention_alone_is_no_unknown_attachment() -> None:
    update = decode(in_chat(text=NAMED), GROUP)
    assert update is not None
    assert isinstance(update.event, MessageSent)
    assert update.event.unsupported is None


def test_a_text_button_in_a_chat_is_a_press() -> None:
    update = decode(in_chat(text=f"{NAMED} Принять", payload='{"d":"take:1"}'), GROUP)
    assert update is not None
    assert isinstance(update.event, ButtonPressed)


def test_in_private_everything_is_said_to_the_bot() -> None:
    assert words(written(text=f"{NAMED} яма")) == f"{NAMED} яма"
