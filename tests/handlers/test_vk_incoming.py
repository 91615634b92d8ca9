"""What people do in VK, as the dialogs hear it."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from bot.handlers.vk.incoming import decode, unpack_press
from bot.handlers.vk.shapes import Malformed
from bot.usecases.platform import Update
from tests.handlers.vk_shapes import (
    ANNA,
    CHAT,
    GROUP,
    Json,
    attached,
    event,
    in_chat,
    message,
    ours,
    photo,
    written,
)

PERSON = Person(f"vk:{ANNA}", "")


def heard(raw: Json) -> Update | None:
    return decode(raw, GROUP)


def said(raw: Json) -> MessageSent:
    update = heard(raw)
    assert update is not None
    assert isinstance(update.event, MessageSent)
    return update.event


def test_a_resident_writes_words() -> None:
    update = heard(written(text="На Мира яма", number=12) | {"event_id": "abc"})
    assert update == Update(f"vk:{GROUP}:abc", f"vk:{ANNA}", False, MessageSent("12", PERSON, "На Мира яма"))


def test_words_come_as_they_were_typed() -> None:
    assert said(written(text=" труба &lt;50 см&gt; &amp; &quot;свищ&quot; ")).text == 'труба <50 см> & "свищ"'


def test_characters_no_database_keeps_are_left_out() -> None:
    assert said(written(text="яма\0 \ud83d")).text == "яма \ufffd"


def test_several_photos_of_one_message_come_in_the_largest_size() -> None:
    found = said(written(attachments=[photo("one"), photo("two")]))
    assert found.photos == tuple(RemotePhoto(f"https://sun9-1.userapi.com/{name}/w.jpg") for name in ("one", "two"))
    assert found.unsupported is None


def test_the_original_is_better_than_any_size() -> None:
    whole = photo("one")
    whole["photo"]["orig_photo"] = {"type": "base", "width": 100, "height": 75, "url": "https://vk.com/orig.jpg"}
    assert said(written(attachments=[whole])).photos == (RemotePhoto("https://vk.com/orig.jpg"),)


def test_sizes_of_an_old_photo_are_told_apart_by_their_letters() -> None:
    old = [{"type": letter, "width": 0, "height": 0, "url": f"https://vk.com/{letter}"} for letter in "szxm"]
    assert said(written(attachments=[attached("photo", sizes=old)])).photos == (RemotePhoto("https://vk.com/z"),)


def test_a_photo_without_an_address_is_not_passed_over() -> None:
    assert said(written(attachments=[attached("photo", sizes=[])])).photos == (LostPhoto("unavailable"),)


@pytest.mark.parametrize("ext", ["jpg", "JPEG", "png", "heic", "webp"])
def test_a_picture_sent_as_a_file_is_a_photo(ext: str) -> None:
    raw = written(attachments=[attached("doc", ext=ext, url="https://vk.com/doc1_2?hash=3", title=f"a.{ext}")])
    assert said(raw).photos == (RemotePhoto("https://vk.com/doc1_2?hash=3"),)


@pytest.mark.parametrize(
    ("attachment", "kind"),
    [
        (attached("doc", ext="pdf", url="https://vk.com/doc1_2"), "file"),
        (attached("video", id=1), "video"),
        (attached("audio_message", id=1), "voice"),
        (attached("audio", id=1), "voice"),
        (attached("sticker", sticker_id=1), "sticker"),
        (attached("poll", id=1), "poll"),
        (attached("wall", id=1), "other"),
        (attached("link", url="https://x.ru"), "other"),
        (attached("something_new"), "other"),
    ],
)
def test_what_the_bot_cannot_take_is_named(attachment: Json, kind: str) -> None:
    assert said(written(attachments=[attachment])).unsupported == kind


def test_a_link_beside_words_is_nothing_to_speak_of() -> None:
    assert said(written(text="см. https://x.ru", attachments=[attached("link")])).unsupported is None


def test_a_video_beside_words_is_still_named() -> None:
    found = said(written(text="яма", attachments=[attached("link"), attached("video")]))
    assert (found.text, found.unsupported) == ("яма", "video")


def test_an_empty_message_is_something_the_bot_cannot_take() -> None:
    assert said(written()).unsupported == "other"


@pytest.mark.parametrize("coordinates", [{"latitude": 55.19, "longitude": 32.4}, "55.19 32.4"])
def test_a_pin(coordinates: Any) -> None:
    found = said(written(geo={"type": "point", "coordinates": coordinates}))
    assert (found.point, found.unsupported) == (Point(55.19, 32.4), None)


@pytest.mark.parametrize("coordinates", [{"latitude": 155, "longitude": 3}, "north", {"latitude": float("nan")}, [], 5])
def test_a_pin_that_is_nowhere_is_no_pin(coordinates: Any) -> None:
    assert said(written(geo={"coordinates": coordinates})).point is None


def test_forwarded_messages_stand_in_for_an_empty_one() -> None:
    stranger = message(sender=5, peer=5, text="Нет света", attachments=[photo("dark")])
    inner = message(sender=6, peer=6, text="И воды", geo={"coordinates": {"latitude": 55, "longitude": 32}})
    found = said(written(fwd_messages=[stranger | {"fwd_messages": [inner]}]))
    assert (found.text, len(found.photos), found.point, found.forwarded) == (
        "Нет света\nИ воды",
        1,
        Point(55, 32),
        True,
    )
    assert found.sender == PERSON


def test_own_words_go_before_forwarded_ones() -> None:
    found = said(written(text="Вот что пишут", fwd_messages=[message(sender=5, text="Нет света")]))
    assert (found.text, found.forwarded) == ("Вот что пишут", True)


def test_a_reply_names_the_message_it_answers() -> None:
    assert said(written(text="да", reply_message=ours(5, peer=ANNA))).reply_to == "5"


def test_a_reply_to_a_message_of_another_chat_answers_nothing_here() -> None:
    assert said(written(text="да", reply_message=ours(5, peer=CHAT))).reply_to is None


def test_a_pressed_text_button() -> None:
    update = heard(written(text="Отправить", payload=json.dumps({"d": "send:7"})))
    assert update is not None
    assert update.event == ButtonPressed("", PERSON, "send:7")
    assert unpack_press("") is None


def test_the_first_button_of_all_is_the_start() -> None:
    assert said(written(text="Начать", payload='{"command":"start"}')).text == "/start"


@pytest.mark.parametrize("payload", ["{", "[]", "7", '{"d":7}', '{"x":"y"}', None])
def test_a_strange_payload_leaves_the_words(payload: str | None) -> None:
    assert said(written(text="Яма", payload=payload)).text == "Яма"


@pytest.mark.parametrize("payload", [{"d": "take:17"}, '{"d": "take:17"}'])
def test_a_pressed_callback_button(payload: Json | str) -> None:
    body = {"user_id": ANNA, "peer_id": CHAT, "event_id": "f0f", "payload": payload, "conversation_message_id": 31}
    update = heard(event("message_event", body))
    assert update is not None
    assert (update.chat, update.group) == (f"vk:{CHAT}", True)
    assert isinstance(update.event, ButtonPressed)
    assert (update.event.data, update.event.message, update.event.sender) == ("take:17", "31", PERSON)
    assert unpack_press(update.event.press) == ("f0f", ANNA, CHAT)


def test_a_press_with_a_strange_payload_is_still_to_be_answered() -> None:
    update = heard(event("message_event", {"user_id": ANNA, "peer_id": ANNA, "event_id": "f", "payload": {"z": 1}}))
    assert update is not None
    assert isinstance(update.event, ButtonPressed)
    assert (update.event.data, update.event.message) == ("", None)


def test_an_edited_message() -> None:
    update = heard(event("message_edit", message(text="Яма у дома 5", number=12)))
    assert update is not None
    assert update.event == MessageEdited("12", PERSON, "Яма у дома 5")


def test_a_resident_closes_the_door_and_opens_it_again() -> None:
    closed = heard(event("message_deny", {"user_id": ANNA}))
    opened = heard(event("message_allow", {"user_id": ANNA, "key": "x"}))
    assert closed is not None
    assert opened is not None
    assert (closed.chat, closed.event, opened.event) == (f"vk:{ANNA}", BotRemoved(), BotReturned())


def test_the_community_comes_into_a_chat_and_is_put_out() -> None:
    came = heard(in_chat(action={"type": "chat_invite_user", "member_id": -GROUP}))
    went = heard(in_chat(action={"type": "chat_kick_user", "member_id": -GROUP}))
    assert came is not None
    assert went is not None
    assert (came.group, came.event, went.event) == (True, BotAdded(PERSON), BotRemoved())


def test_a_chat_created_with_the_community_in_it() -> None:
    update = heard(in_chat(action={"type": "chat_create", "text": "Пречистое"}))
    assert update is not None
    assert update.event == BotAdded(PERSON, "Пречистое")


@pytest.mark.parametrize(
    "raw",
    [
        in_chat(action={"type": "chat_invite_user", "member_id": 5}),
        in_chat(action={"type": "chat_kick_user", "member_id": 5}),
        in_chat(action={"type": "chat_title_update", "text": "Новое имя"}),
        written(sender=-GROUP, text="своё же"),
        written(sender=-5, text="чужое сообщество"),
        written(out=1, text="исходящее"),
        event("message_edit", message(sender=-GROUP, text="своя правка")),
        event("message_reply", message(sender=-GROUP)),
        event("group_join", {"user_id": ANNA}),
        written(text="чужому сообществу") | {"group_id": 5},
    ],
)
def test_what_does_not_concern_the_bot(raw: Json) -> None:
    assert heard(raw) is None


def test_the_same_event_has_the_same_key_even_where_vk_gave_none() -> None:
    first, second = written(text="раз"), written(text="два")
    del first["event_id"], second["event_id"]
    keys = [update.key for raw in (first, first, second) if (update := heard(raw))]
    assert keys[0] == keys[1] != keys[2]


def test_the_older_flat_form_of_a_message_is_understood() -> None:
    assert said(event("message_new", message(text="Яма"))).text == "Яма"


any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
names = ["from_id", "peer_id", "conversation_message_id", "text", "attachments", "geo", "fwd_messages", "payload"]
names += ["reply_message", "action", "out", "user_id", "event_id", "message", "is_cropped"]
bodies = st.dictionaries(st.sampled_from(names), any_json | st.just(ANNA) | st.just(CHAT))
kinds = st.sampled_from(["message_new", "message_edit", "message_event", "message_allow", "message_deny"])


@given(kinds, bodies | st.builds(lambda one: {"message": one}, bodies))
@settings(max_examples=200)
def test_whatever_comes_is_an_update_or_nothing_or_malformed(kind: str, body: Json) -> None:
    try:
        update = decode(event(kind, body), GROUP)
    except Malformed:
        return
    assert update is None or update.chat.startswith("vk:")
