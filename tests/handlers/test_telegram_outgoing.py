"""The bot speaks to people in Telegram: letters arrive as written, and what goes wrong is told apart."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO

import pytest
from aiogram import Bot
from PIL import Image

from bot.dialogs.events import Person as Named
from bot.handlers.telegram.address import address
from bot.handlers.telegram.downloading import LIMIT
from bot.handlers.telegram.outgoing import TelegramMessenger
from bot.usecases.platform import (
    CannotEdit,
    Edit,
    KeyboardButton,
    MovedTo,
    Outgoing,
    PhotoUnavailable,
    Refused,
    Toast,
    TryLater,
)
from tests.handlers.telegram_shapes import Canned
from tests.servers.telegram import Group, Person, Press, TelegramServer
from tests.servers.telegram.client import bot_at

PLACEHOLDER = "Ответ жителю"
KEYBOARD = ((KeyboardButton("Отправить", "send"), KeyboardButton("Добавить", "add")), (KeyboardButton("Отмена", "no"),))


@dataclass
class Scene:
    """A Telegram with a resident who has started the bot, and the messenger that writes to her."""

    server: TelegramServer
    bot: Bot
    messenger: TelegramMessenger
    anna: Person

    @property
    def home(self) -> str:
        return address(self.anna.id)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with setting() as found:
        yield found


@asynccontextmanager
async def setting() -> AsyncIterator[Scene]:
    async with TelegramServer() as server, bot_at(server.url, server.token) as bot:
        yield Scene(server, bot, TelegramMessenger(bot, PLACEHOLDER), server.user("Анна", started=True))


def jpeg(colour: str = "red", side: int = 40) -> bytes:
    target = BytesIO()
    Image.new("RGB", (side, side), colour).save(target, "JPEG")
    return target.getvalue()


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


# Photos


async def test_a_photo_is_fetched_whole(scene: Scene) -> None:
    picture = jpeg(side=300)
    message = scene.anna.sends_photo(picture)
    assert await scene.messenger.fetch(message.files[0].file_id) == picture


async def test_a_file_that_telegram_will_not_hand_out_is_too_large(scene: Scene) -> None:
    message = scene.anna.sends_document(b"x", size=30_000_000)
    with pytest.raises(PhotoUnavailable) as caught:
        await scene.messenger.fetch(message.files[0].file_id)
    assert caught.value.too_large


async def test_no_more_is_read_than_agreed(scene: Scene) -> None:
    message = scene.anna.sends_document(b"x" * (LIMIT + 1), size=1000)
    with pytest.raises(PhotoUnavailable) as caught:
        await scene.messenger.fetch(message.files[0].file_id)
    assert caught.value.too_large


async def test_an_unknown_file_is_unavailable_and_not_because_of_its_size(scene: Scene) -> None:
    with pytest.raises(PhotoUnavailable) as caught:
        await scene.messenger.fetch("nonsense")
    assert not caught.value.too_large


@pytest.mark.parametrize("kind", ["429", "500", "502html", "half", "drop"])
@pytest.mark.parametrize("method", ["getFile", "download"])
async def test_a_photo_may_be_fetched_later_and_the_token_stays_secret(scene: Scene, method: str, kind: str) -> None:
    message = scene.anna.sends_photo(jpeg())
    # aiohttp itself tries a dropped GET once more
    scene.server.fault(method, kind=kind, times=2 if (method, kind) == ("download", "drop") else 1)
    with pytest.raises(TryLater) as caught:
        await scene.messenger.fetch(message.files[0].file_id)
    assert "TEST-TOKEN" not in repr(caught.value)
    assert caught.value.__suppress_context__
    assert await scene.messenger.fetch(message.files[0].file_id)


# Members


async def test_only_who_is_in_the_group_now_is_a_member(scene: Scene) -> None:
    boris, vera = scene.server.user("Борис"), scene.server.user("Вера")
    group = scene.server.group("Отдел", [scene.anna, boris], supergroup=True)
    desk = address(group.id, 45)
    group.promotes(boris)
    assert await scene.messenger.is_member(desk, scene.home)
    assert await scene.messenger.is_member(desk, address(boris.id))
    assert not await scene.messenger.is_member(desk, address(vera.id))
    assert not await scene.messenger.is_member(desk, "telegram:999")
    assert not await scene.messenger.is_member(desk, "vk:5")
    group.removes(boris)
    assert not await scene.messenger.is_member(desk, address(boris.id))


async def test_who_speaks_for_the_chat_is_its_administrator(scene: Scene) -> None:
    group = scene.server.group("Отдел", [scene.anna], supergroup=True)
    assert await scene.messenger.is_member(address(group.id, 45), address(group.id))
    assert await scene.messenger.is_member(address(group.id), "telegram:1087968824")


async def test_nobody_is_a_member_where_the_bot_is_not(scene: Scene) -> None:
    group = scene.server.group("Отдел", [scene.anna], supergroup=True)
    group.kick_bot()
    assert not await scene.messenger.is_member(address(group.id), scene.home)


async def test_membership_is_not_guessed_when_telegram_is_in_trouble(scene: Scene) -> None:
    group = scene.server.group("Отдел", [scene.anna])
    scene.server.fault("getChatMember")
    with pytest.raises(TryLater):
        await scene.messenger.is_member(address(group.id), scene.home)


# What goes wrong


async def refusal(scene: Scene, chat: str, text: str = "Ответ") -> str:
    with pytest.raises(Refused) as caught:
        await scene.messenger.send(Outgoing(1, chat, text))
    return caught.value.reason


async def test_a_resident_who_blocked_the_bot_or_left_telegram(scene: Scene) -> None:
    scene.anna.blocks()
    assert await refusal(scene, scene.home) == "blocked"
    boris = scene.server.user("Борис", started=True)
    boris.deactivates()
    assert await refusal(scene, address(boris.id)) == "blocked"
    stranger = scene.server.user("Вера")
    assert await refusal(scene, address(stranger.id)) == "no_chat"
    scene.server.group("Отдел", [stranger])
    assert await refusal(scene, address(stranger.id)) == "blocked"


@pytest.mark.parametrize("supergroup", [False, True])
async def test_a_group_that_put_the_bot_out(scene: Scene, supergroup: bool) -> None:
    group: Group = scene.server.group("Отдел", [scene.anna], supergroup=supergroup)
    group.kick_bot()
    assert await refusal(scene, address(group.id)) == "kicked"


async def test_a_chat_that_never_was(scene: Scene) -> None:
    for chat in ("telegram:123456", "telegram:-100999", "vk:5", "telegram:", "telegram:12x", "telegram:1/2/3"):
        assert await refusal(scene, chat) == "no_chat"


async def test_a_group_or_a_topic_where_the_bot_may_not_write(scene: Scene) -> None:
    group = scene.server.group("Отдел", [scene.anna], forum=True)
    topic = group.topic("Дороги")
    topic.closed = True
    assert await refusal(scene, address(group.id, topic.id)) == "no_rights"
    group.mute_bot()
    assert await refusal(scene, address(group.id)) == "no_rights"
    assert await refusal(scene, address(group.id, 4567)) == "no_chat"


async def test_a_letter_that_telegram_does_not_take(scene: Scene) -> None:
    assert await refusal(scene, scene.home, "") == "bad_letter"
    assert await refusal(scene, scene.home, "о" * 4097) == "bad_letter"
    assert await refusal(scene, scene.home, "\ud83d") == "bad_letter"


async def test_a_group_that_moved_tells_where(scene: Scene) -> None:
    group = scene.server.group("Отдел", [scene.anna])
    old, new = group.id, group.upgrade()
    with pytest.raises(MovedTo) as caught:
        await scene.messenger.send(Outgoing(1, address(old), "Карточка"))
    assert caught.value.chat == address(new)
    assert await scene.messenger.is_member(address(old), scene.home)


async def test_flood_control_says_how_long_to_wait(scene: Scene) -> None:
    scene.server.fault("sendMessage", kind="429", retry_after=17)
    with pytest.raises(TryLater) as caught:
        await scene.messenger.send(Outgoing(1, scene.home, "Ответ"))
    assert caught.value.after == 17.0


@pytest.mark.parametrize("kind", ["500", "502html", "garbage", "half", "drop", "done-then-drop"])
async def test_a_broken_line_or_server_is_temporary(scene: Scene, kind: str) -> None:
    scene.server.fault(times=3, kind=kind)
    with pytest.raises(TryLater):
        await scene.messenger.send(Outgoing(1, scene.home, "Секрет"))
    with pytest.raises(TryLater):
        await scene.messenger.edit(Edit(2, scene.home, ("1",), "Секрет"))
    with pytest.raises(TryLater) as caught:
        await scene.messenger.toast(Toast(3, scene.home, "1", scene.home, "Секрет"))
    assert "Секрет" not in repr(caught.value)
    await scene.messenger.send(Outgoing(4, scene.home, "Ответ"))


async def test_a_revoked_token_may_be_mended(scene: Scene) -> None:
    scene.server.token = "7000000001:ANOTHER"
    with pytest.raises(TryLater, match="unauthorized"):
        await scene.messenger.send(Outgoing(1, scene.home, "Ответ"))


@pytest.mark.parametrize("answer", [True, None, [], "text", {"text": "no number"}])
async def test_an_answer_that_names_no_message_is_the_servers_trouble(answer: object) -> None:
    session = Canned(sendMessage=answer, sendMediaGroup=answer)
    messenger = TelegramMessenger(Bot("42:TEST", session=session), PLACEHOLDER)
    for photos in ((), (b"1", b"2")):
        with pytest.raises(TryLater, match="server"):
            await messenger.send(Outgoing(1, "telegram:5", "Ответ", photos=photos))


async def test_what_telegram_adds_to_its_answer_does_not_send_a_letter_twice() -> None:
    answer = {"message_id": 9, "chat": {"type": "hologram"}, "reply_to_message": 5}
    messenger = TelegramMessenger(Bot("42:TEST", session=Canned(sendMessage=answer)), PLACEHOLDER)
    assert await messenger.send(Outgoing(1, "telegram:5", "Ответ")) == ("9",)


@pytest.mark.parametrize(
    ("member", "inside"),
    [
        ({"status": "restricted", "is_member": True}, True),
        ({"status": "restricted", "is_member": False}, False),
        ({"status": "administrator", "can_foresee": True}, True),
        ({"status": "left"}, False),
        ({}, False),
    ],
)
async def test_a_member_of_any_age_of_telegram_is_understood(member: object, inside: bool) -> None:
    messenger = TelegramMessenger(Bot("42:TEST", session=Canned(getChatMember=member)), PLACEHOLDER)
    assert await messenger.is_member("telegram:-5", "telegram:7") is inside
