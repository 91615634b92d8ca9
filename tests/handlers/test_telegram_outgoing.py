"""The bot speaks to people in Telegram: letters arrive as written, cards change, presses are answered."""

import json

import pytest

from bot.dialogs.events import Person as Named
from bot.handlers.telegram.address import address
from bot.handlers.telegram.outgoing import TelegramMessenger
from bot.usecases.platform import (
    CannotEdit,
    Edit,
    KeyboardButton,
    Outgoing,
    Toast,
)
from tests.handlers.telegram_scene import PLACEHOLDER, Scene, jpeg, scene
from tests.servers.telegram import Press

__all__ = ["scene"]

KEYBOARD = ((KeyboardButton("Отправить", "send"), KeyboardButton("Добавить", "add")), (KeyboardButton("Отмена", "no"),))


def entities_of(scene: Scene, method: str = "sendMessage", field: str = "entities") -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(scene.server.calls(method)[-1].params[field])
    return found


# Letters


async def test_a_text_with_buttons_arrives_as_written(scene: Scene) -> None:
    text = "Всё верно? <b>Да</b> & _нет_\n\nСсылка: https://example.org"
    ids = await scene.messenger.send(Outgoing(1, scene.home, text, KEYBOARD))
    (message,) = scene.anna.sees
    assert (message.text, message.rows) == (text, [["Отправить", "Добавить"], ["Отмена"]])
    assert message.data("Добавить") == "add"
    assert ids == (str(message.id),)
    assert json.loads(scene.server.calls("sendMessage")[0].params["link_preview_options"]) == {"is_disabled": True}


async def test_one_photo_has_words_and_buttons(scene: Scene) -> None:
    await scene.messenger.send(Outgoing(1, scene.home, "Сделано", KEYBOARD, photos=(jpeg(),)))
    (message,) = scene.anna.sees
    assert (message.caption, len(message.photos), message.buttons[0]) == ("Сделано", 1, "Отправить")


async def test_several_photos_are_an_album_with_words_on_the_first(scene: Scene) -> None:
    ids = await scene.messenger.send(Outgoing(1, scene.home, "До и после", photos=(jpeg("red"), jpeg("blue"), jpeg())))
    messages = scene.anna.sees
    assert [message.caption for message in messages] == ["До и после", None, None]
    assert len({message.album for message in messages}) == 1
    assert ids == tuple(str(message.id) for message in messages)


async def test_a_letter_may_answer_a_message_even_one_that_is_gone(scene: Scene) -> None:
    question = scene.anna.writes("Когда?")
    await scene.messenger.send(Outgoing(1, scene.home, "Завтра", reply_to=str(question.id)))
    await scene.messenger.send(Outgoing(2, scene.home, "Послезавтра", reply_to="999999"))
    await scene.messenger.send(Outgoing(3, scene.home, "Никогда", reply_to="web-17"))
    assert [message.reply_to for message in scene.anna.sees] == [question, None, None]


async def test_a_letter_for_a_topic_goes_into_it(scene: Scene) -> None:
    group = scene.server.group("Отдел", [scene.anna], forum=True)
    topic = group.topic("Дороги")
    await scene.messenger.send(Outgoing(1, address(group.id, topic.id), "Карточка"))
    await scene.messenger.send(Outgoing(2, address(group.id, topic.id), "Фото", photos=(jpeg(), jpeg())))
    assert [message.text or message.caption for message in scene.anna.in_(group, topic=topic).sees][:2] == [
        "Карточка",
        "Фото",
    ]


async def test_who_is_asked_to_answer_is_named_and_gets_the_field_opened(scene: Scene) -> None:
    boris = scene.server.user("Борис 🚜")
    group = scene.server.group("Отдел", [boris])
    mention = Named(address(boris.id), "Борис 🚜")
    await scene.messenger.send(Outgoing(1, address(group.id), "напишите ответ", mention=mention))
    (message,) = group.sees
    assert message.text == "Борис 🚜, напишите ответ"
    (entity,) = entities_of(scene)
    user = entity["user"]
    assert isinstance(user, dict)
    assert (entity["type"], entity["offset"], entity["length"], user["id"]) == ("text_mention", 0, 8, boris.id)
    markup = json.loads(scene.server.calls("sendMessage")[-1].params["reply_markup"])
    assert markup == {"force_reply": True, "selective": True, "input_field_placeholder": PLACEHOLDER}


async def test_who_is_called_in_the_middle_of_the_words_gets_a_notice_and_no_field(scene: Scene) -> None:
    boris = scene.server.user("Борис 🚜")
    group = scene.server.group("Отдел", [boris, scene.anna])
    other = scene.server.user("Анна")
    people = ((address(boris.id), "Борис 🚜"), (scene.home, "Анна"), ("vk:7", "Ольга"), (address(other.id), "Анна"))
    called = tuple(Named(*one) for one in people)
    text = "⏰ Просрочено: Борис знает.\n" + "\n".join(f"👤 {one.name}, у вас: № 1" for one in called)
    await scene.messenger.send(Outgoing(1, address(group.id), text, called=called))
    (message,) = group.sees
    assert message.text == text
    named = [
        (entity["user"]["id"], entity["offset"], entity["length"])  # type: ignore[index]
        for entity in entities_of(scene)
    ]
    at, second, last = (
        len(text[:one].encode("utf-16-le")) // 2 + 3
        for one in (text.index("👤 Борис"), text.index("👤 Анна"), text.rindex("👤 Анна"))
    )
    assert named == [(boris.id, at, 8), (scene.anna.id, second, 4), (other.id, last, 4)]
    assert "reply_markup" not in scene.server.calls("sendMessage")[-1].params


async def test_who_is_asked_under_a_photo_is_named_too(scene: Scene) -> None:
    group = scene.server.group("Отдел", [scene.anna])
    mention = Named(scene.home, "Анна")
    await scene.messenger.send(Outgoing(1, address(group.id), "что скажете?", photos=(jpeg(),), mention=mention))
    assert group.sees[0].caption == "Анна, что скажете?"
    assert entities_of(scene, "sendPhoto", "caption_entities")[0]["length"] == 4


@pytest.mark.parametrize("person", [Named("telegram:-100500", "Администратор"), Named("vk:5", "Администратор")])
async def test_who_has_no_account_here_is_only_named(scene: Scene, person: Named) -> None:
    group = scene.server.group("Отдел", [scene.anna])
    await scene.messenger.send(Outgoing(1, address(group.id), "напишите ответ", mention=person))
    assert group.sees[0].text == "Администратор, напишите ответ"
    assert "entities" not in scene.server.calls("sendMessage")[0].params


async def test_somebody_without_a_name_is_not_named(scene: Scene) -> None:
    await scene.messenger.send(Outgoing(1, scene.home, "напишите ответ", mention=Named(scene.home, "")))
    assert scene.anna.sees[0].text == "напишите ответ"


async def test_a_placeholder_longer_than_telegram_takes_is_refused_at_once(scene: Scene) -> None:
    with pytest.raises(ValueError, match="64"):
        TelegramMessenger(scene.bot, "о" * 65)


# Edits


async def test_a_card_changes_in_place_and_its_buttons_may_go(scene: Scene) -> None:
    ids = await scene.messenger.send(Outgoing(1, scene.home, "Новое", KEYBOARD))
    await scene.messenger.edit(Edit(2, scene.home, ids, "В работе", KEYBOARD[1:]))
    (message,) = scene.anna.sees
    assert (message.text, message.buttons) == ("В работе", ["Отмена"])
    await scene.messenger.edit(Edit(3, scene.home, ids, "Решено"))
    assert (message.text, message.buttons) == ("Решено", [])


async def test_the_words_under_a_photo_or_an_album_change_too(scene: Scene) -> None:
    for photos in ((jpeg(),), (jpeg("red"), jpeg("blue"))):
        ids = await scene.messenger.send(Outgoing(1, scene.home, "Новое", photos=photos))
        await scene.messenger.edit(Edit(2, scene.home, ids, "Решено", has_photo=True))
        assert scene.server.sent()[-len(photos)].caption == "Решено"


async def test_nothing_to_change_is_success(scene: Scene) -> None:
    ids = await scene.messenger.send(Outgoing(1, scene.home, "Новое", KEYBOARD))
    await scene.messenger.edit(Edit(2, scene.home, ids, "Новое", KEYBOARD))
    assert scene.server.calls("editMessageText")[0].status == 400


@pytest.mark.parametrize("ids", [(), ("web-17",), ("999999",)])
async def test_what_is_not_there_cannot_be_edited(scene: Scene, ids: tuple[str, ...]) -> None:
    with pytest.raises(CannotEdit):
        await scene.messenger.edit(Edit(1, scene.home, ids, "Решено"))


async def test_what_was_sent_otherwise_cannot_be_edited(scene: Scene) -> None:
    with_photo = await scene.messenger.send(Outgoing(1, scene.home, "Новое", photos=(jpeg(),)))
    plain = await scene.messenger.send(Outgoing(1, scene.home, "Новое"))
    own = str(scene.anna.writes("Моё").id)
    for ids, has_photo in ((with_photo, False), (plain, True), ((own,), False)):
        with pytest.raises(CannotEdit):
            await scene.messenger.edit(Edit(2, scene.home, ids, "Решено", has_photo=has_photo))


# Presses


async def press_of(scene: Scene) -> Press:
    await scene.messenger.send(Outgoing(1, scene.home, "?", KEYBOARD))
    press = scene.anna.presses("Отправить")
    assert isinstance(press, Press)
    return press


@pytest.mark.parametrize(
    ("text", "alert"), [("", False), ("Принято", False), ("Это сообщение уже взяла Марина, " * 3, True)]
)
async def test_a_press_is_answered_and_long_words_stay_until_read(scene: Scene, text: str, alert: bool) -> None:
    press = await press_of(scene)
    await scene.messenger.toast(Toast(2, scene.home, press.id, scene.home, text))
    shown = await press.answered()
    assert (shown.text, shown.alert) == (text, alert)


async def test_a_press_too_old_to_answer_is_forgotten(scene: Scene) -> None:
    press = await press_of(scene)
    scene.server.expire_presses()
    await scene.messenger.toast(Toast(2, scene.home, press.id, scene.home, "Принято"))
    assert scene.server.calls("answerCallbackQuery")[0].status == 400
    assert scene.anna.toasts == []
