"""What residents do in Telegram, as the dialogs hear it."""

from typing import Any

import pytest

from bot.appeals.district import Point
from bot.dialogs.events import (
    BotAdded,
    BotRemoved,
    BotReturned,
    ButtonPressed,
    LostPhoto,
    MessageEdited,
    MessageSent,
    Person,
    RemotePhoto,
)
from bot.handlers.telegram.incoming import decode
from bot.handlers.telegram.parsing import parse
from bot.usecases.platform import Update
from tests.handlers.telegram_shapes import (
    ANNA,
    DESK,
    FORUM,
    HOME,
    ME,
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


def file(name: str = "f", **more: Any) -> Json:
    return {"file_id": name, "file_unique_id": name, **more}


# A resident


def test_words_come_with_a_key_an_address_and_a_first_name_only() -> None:
    assert decode(parse({"update_id": 31, "message": message(text="Яма у школы")}), ME) == Update(
        "telegram:42:31", "telegram:5001", False, MessageSent("7", PERSON, "Яма у школы")
    )


def test_a_photo_comes_in_its_largest_size_with_its_caption() -> None:
    event = said(photo=[size("small", 90), size("big", 1280), size("mid", 800)], caption="Свалка")
    assert event == MessageSent("7", PERSON, "Свалка", (RemotePhoto("big"),))


def test_a_size_that_telegram_would_not_hand_out_is_passed_over() -> None:
    event = said(photo=[size("mid", 800, 90_000), size("huge", 9000, 21 * 1024 * 1024)])
    assert event is not None
    assert event.photos == (RemotePhoto("mid"),)


def test_an_album_is_several_messages_of_one_album() -> None:
    events = [said(photo=[size(name, 800)], media_group_id="a1") for name in ("one", "two")]
    assert [(event.album, event.photos) for event in events if event] == [
        ("a1", (RemotePhoto("one"),)),
        ("a1", (RemotePhoto("two"),)),
    ]


@pytest.mark.parametrize(
    ("document", "photos", "unsupported"),
    [
        (file(mime_type="image/jpeg", file_name="a.jpg"), (RemotePhoto("f"),), None),
        (file(mime_type="image/heic", file_name="IMG_1.HEIC"), (RemotePhoto("f"),), None),
        (file(mime_type="application/octet-stream", file_name="IMG_1.HEIC"), (RemotePhoto("f"),), None),
        (file(mime_type="image/png", file_size=30_000_000), (LostPhoto("too_large"),), None),
        (file(mime_type="application/pdf", file_name="жалоба.pdf"), (), "file"),
        (file(), (), "file"),
    ],
)
def test_a_picture_sent_as_a_file_is_a_photo_and_other_files_are_not_taken(
    document: Json, photos: tuple[object, ...], unsupported: str | None
) -> None:
    event = said(document=document, caption="Вот")
    assert event is not None
    assert (event.photos, event.unsupported, event.text) == (photos, unsupported, "Вот")


def test_a_gif_is_a_video_though_telegram_calls_it_a_document_too() -> None:
    moving = file(width=1, height=1, duration=1)
    event = said(animation=moving, document=file(mime_type="image/gif", file_name="a.gif"))
    assert event == MessageSent("7", PERSON, unsupported="video")


STICKER = file(type="regular", width=512, height=512, is_animated=False, is_video=False)
POLL = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"video": file(width=1, height=1, duration=1)}, "video"),
        ({"video_note": file(length=1, duration=1)}, "video"),
        ({"voice": file(duration=1)}, "voice"),
        ({"audio": file(duration=1)}, "voice"),
        ({"sticker": STICKER}, "sticker"),
        ({"contact": {"phone_number": "+79001234567", "first_name": "Анна"}}, "contact"),
        ({"poll": POLL}, "poll"),
        ({"dice": {"emoji": "🎲", "value": 6}}, "other"),
        ({"story": {"id": 1, "chat": HOME}}, "other"),
        ({"telepathy_of_2031": {"thought": "!"}}, "other"),
    ],
)
def test_what_the_bot_cannot_take_is_named_so_that_it_can_say_so(content: Json, kind: str) -> None:
    assert said(**content) == MessageSent("7", PERSON, unsupported=kind)  # type: ignore[arg-type]


def test_a_phone_number_of_a_contact_goes_no_further() -> None:
    assert "7900" not in repr(heard(message=message(contact={"phone_number": "+79001234567", "first_name": "Анна"})))


def test_a_pin_is_a_point() -> None:
    assert said(location={"latitude": 55.2, "longitude": 32.4}) == MessageSent("7", PERSON, point=Point(55.2, 32.4))


def test_a_venue_brings_its_name_too() -> None:
    spot = {"latitude": 55.2, "longitude": 32.4}
    event = said(location=spot, venue={"location": spot, "title": "Школа", "address": "ул. Ленина, 1"})
    assert event == MessageSent("7", PERSON, "Школа, ул. Ленина, 1", point=Point(55.2, 32.4))


def test_a_point_off_the_globe_is_no_point() -> None:
    event = said(location={"latitude": 255.0, "longitude": 32.4})
    assert event == MessageSent("7", PERSON, unsupported="other")


def test_a_forwarded_message_says_so() -> None:
    event = said(text="У нас яма", forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "Сосед"})
    assert event is not None
    assert event.forwarded


def test_a_reply_names_the_message_it_answers() -> None:
    event = said(text="Да", reply_to_message=ours(HOME, number=3))
    assert event is not None
    assert event.reply_to == "3"


def test_an_edit_brings_the_new_words_of_a_text_or_a_caption() -> None:
    for field in ("text", "caption"):
        found = heard(edited_message=message(**{field: "Яма у школы №2"}, edit_date=1))
        assert found is not None
        assert found.event == MessageEdited("7", PERSON, "Яма у школы №2")


def test_a_live_location_that_moves_is_not_an_edit() -> None:
    place = {"latitude": 55.2, "longitude": 32.4, "live_period": 900}
    assert heard(edited_message=message(location=place, edit_date=1)) is None


def test_commands_lose_our_name_and_keep_their_payload() -> None:
    words = ["/start ABCD-2345", "/start@Otklik_Bot ABCD-2345", "/my@otklik_bot", "/my@other_bot", "почта a@otklik_bot"]
    heard_words = [event.text for text in words if (event := said(text=text))]
    assert heard_words == ["/start ABCD-2345", "/start ABCD-2345", "/my", "/my@other_bot", "почта a@otklik_bot"]


def test_a_zero_character_that_no_database_takes_is_dropped() -> None:
    event = said(text="Яма\0 у школы")
    assert event is not None
    assert event.text == "Яма у школы"


def test_half_a_character_does_not_stop_the_message() -> None:
    """An emoji that a phone has cut in two comes as a half that no database takes."""
    nameless = ANNA | {"first_name": "Анна\udd25"}
    event = said(HOME, nameless, text="Яма \ud83d у школы \ud83d\ude80")
    assert event is not None
    assert event.text.encode().decode() == "Яма \ufffd у школы 🚀"
    assert event.sender.name.encode()
    edited = heard(edited_message=message(text="Яма \udd25"))
    assert edited is not None
    assert isinstance(edited.event, MessageEdited)
    assert edited.event.text.encode()


def test_blocking_and_coming_back() -> None:
    gone = heard(my_chat_member=membership(HOME, "member", "kicked"))
    back = heard(my_chat_member=membership(HOME, "kicked", "member"))
    assert gone is not None
    assert back is not None
    assert (gone.chat, gone.event, back.event) == ("telegram:5001", BotRemoved(), BotReturned())


# Buttons


def test_a_press_brings_its_data_and_the_message_it_stood_on() -> None:
    found = heard(callback_query=press(ours(HOME)))
    assert found is not None
    assert (found.chat, found.group) == ("telegram:5001", False)
    assert found.event == ButtonPressed("99", PERSON, "send", "5")


def test_a_press_on_a_message_too_old_to_show_still_counts() -> None:
    found = heard(callback_query=press({"chat": DESK, "message_id": 5, "date": 0}))
    assert found is not None
    assert (found.chat, found.group) == ("telegram:-100777", True)
    assert found.event == ButtonPressed("99", PERSON, "send", "5")


def test_a_press_without_data_or_chat_is_nothing() -> None:
    assert heard(callback_query=press(ours(HOME), data=None)) is None
    assert heard(callback_query=press(None, inline_message_id="1")) is None


# Telegram newer than the code


def test_an_odd_part_of_a_message_does_not_cost_its_words() -> None:
    event = said(text="Яма у школы", forward_origin={"type": "telepathy", "mind": 5})
    assert event == MessageSent("7", PERSON, "Яма у школы")


def test_an_odd_message_that_was_answered_is_still_the_one_answered() -> None:
    odd = ours() | {"forward_origin": {"type": "telepathy"}}
    event = said(DESK, ANNA, text="Засыплем завтра", reply_to_message=odd)
    assert event is not None
    assert event.reply_to == "5"


def test_an_odd_message_under_a_button_still_tells_where_the_press_was() -> None:
    inside = {"is_topic_message": True, "message_thread_id": 45}
    found = heard(callback_query=press(ours(FORUM, 50, forward_origin={"type": "telepathy"}, **inside)))
    assert found is not None
    assert (found.chat, found.event) == ("telegram:-100777/45", ButtonPressed("99", PERSON, "send", "50"))


def test_what_is_too_odd_to_be_an_answer_does_not_let_talk_through() -> None:
    odd = ours() | {"chat": "nowhere"}
    assert said(DESK, ANNA, text="Кто поедет?", reply_to_message=odd) is None


def test_rights_of_another_age_do_not_hide_that_the_bot_came() -> None:
    change = membership(DESK, "left", "administrator")
    del change["new_chat_member"]["can_post_stories"]
    change["new_chat_member"]["can_foresee"] = True
    found = heard(my_chat_member=change)
    assert found is not None
    assert found.event == BotAdded(PERSON, "Булгаково")
