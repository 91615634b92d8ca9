"""Letters to VK, over real HTTP to a server that is as strict as VK."""

import json

import pytest

from bot.dialogs.events import Person
from bot.handlers.vk.incoming import press_of
from bot.handlers.vk.outgoing import VKMessenger
from bot.usecases.platform import (
    CannotEdit,
    Edit,
    Keyboard,
    KeyboardButton,
    Outgoing,
    Refused,
    SendingError,
    Toast,
    TryLater,
)
from tests.handlers.vk_world import jpeg, vk
from tests.servers.vk import VKServer
from tests.servers.vk.happening import Press
from tests.servers.vk.people import User


def rows(*lengths: int) -> Keyboard:
    return tuple(tuple(KeyboardButton(f"к{y}{x}", f"d:{y}:{x}") for x in range(many)) for y, many in enumerate(lengths))


YES: Keyboard = ((KeyboardButton("Да", "yes"),),)


def anna(server: VKServer) -> User:
    return server.user("Анна", allowed=True)


async def test_a_letter_with_buttons_comes_and_its_press_comes_back() -> None:
    async with vk() as (server, api):
        resident = anna(server)
        messenger = VKMessenger(api, server.group_id)
        ids = await messenger.send(Outgoing(1, f"vk:{resident.id}", "Отправить?", YES))
        seen = await resident.sees_button("Да")
        assert ids == (str(seen.id),)
        assert seen.flags == {"disable_mentions", "dont_parse_links"}
        pressed = resident.presses("Да")
        assert isinstance(pressed, Press)
        await messenger.toast(Toast(2, f"vk:{resident.id}", press_of(pressed.event_id, resident.id, resident.id), ""))
        assert pressed.answered
        assert pressed.toast is None


async def test_a_letter_to_a_group_chat_has_an_id_too() -> None:
    async with vk() as (server, api):
        chat = server.chat("Булгаково", [anna(server)])
        ids = await VKMessenger(api, server.group_id).send(Outgoing(1, f"vk:{chat.peer_id}", "Карточка"))
        assert ids == (str((await chat.sees_text("Карточка")).id),)


async def test_a_letter_sent_twice_comes_once() -> None:
    async with vk() as (server, api):
        resident = anna(server)
        messenger = VKMessenger(api, server.group_id)
        server.fault("messages.send", "done-then-drop")
        letter = Outgoing(2**40 + 3, f"vk:{resident.id}", "Раз")
        with pytest.raises(TryLater):
            await messenger.send(letter)
        assert await messenger.send(letter) == ("1",)
        assert [one.text for one in resident.sees] == ["Раз"]


@pytest.mark.parametrize("number", [1, 2**31 - 1, 2**31, 2**62])
async def test_every_letter_has_a_random_id_that_vk_takes(number: int) -> None:
    async with vk() as (server, api):
        resident = anna(server)
        await VKMessenger(api, server.group_id).send(Outgoing(number, f"vk:{resident.id}", "Раз"))
        assert 0 < resident.sees[0].random_id < 2**31


async def test_photos_come_in_their_order_with_words_and_a_button() -> None:
    async with vk() as (server, api):
        resident = anna(server)
        photos = (jpeg("red"), jpeg("blue"))
        await VKMessenger(api, server.group_id).send(Outgoing(1, f"vk:{resident.id}", "До и после", YES, photos))
        seen = await resident.sees_button("Да")
        assert tuple(seen.photos) == photos


async def test_a_reply_stands_under_its_message() -> None:
    async with vk() as (server, api):
        resident = anna(server)
        asked = resident.writes("Когда?")
        await VKMessenger(api, server.group_id).send(Outgoing(1, f"vk:{resident.id}", "Завтра", reply_to=str(asked.id)))
        assert resident.sees[0].reply is asked


async def test_a_reply_to_a_message_that_is_gone_is_sent_all_the_same() -> None:
    async with vk() as (server, api):
        resident = anna(server)
        asked = resident.writes("Когда?")
        asked.deleted = True
        messenger = VKMessenger(api, server.group_id)
        assert await messenger.send(Outgoing(1, f"vk:{resident.id}", "Завтра", reply_to=str(asked.id))) == ("2",)
        assert (resident.sees[0].text, resident.sees[0].reply) == ("Завтра", None)


async def test_a_residents_mentions_call_nobody_and_the_bots_own_does() -> None:
    async with vk() as (server, api):
        official = anna(server)
        chat = server.chat("Булгаково", [official])
        messenger = VKMessenger(api, server.group_id)
        await messenger.send(
            Outgoing(1, f"vk:{chat.peer_id}", "@all [id1|x]", mention=Person(f"vk:{official.id}", "Анна"))
        )
        seen = chat.sees[0]
        assert seen.text == f"[id{official.id}|Анна], ＠all ［id1|x]"
        assert "disable_mentions" not in seen.flags


async def test_who_is_called_in_the_middle_of_the_words_gets_a_notice() -> None:
    async with vk() as (server, api):
        official = anna(server)
        chat = server.chat("Булгаково", [official])
        messenger = VKMessenger(api, server.group_id)
        called = (Person(f"vk:{official.id}", "Анна"), Person("telegram:7", "Иван"))
        text = "@all ждут\n👤 Анна, у вас: № 1\n👤 Иван, у вас: № 2"
        await messenger.send(Outgoing(1, f"vk:{chat.peer_id}", text, called=called))
        seen = chat.sees[0]
        assert seen.text == f"＠all ждут\n👤 [id{official.id}|Анна], у вас: № 1\n👤 Иван, у вас: № 2"
        assert "disable_mentions" not in seen.flags


@pytest.mark.parametrize(
    ("asked", "laid"),
    [((1, 1), [1, 1]), ((7,), [5, 2]), ((1,) * 8, [2, 2, 2, 2]), ((2, 6, 1, 1), [2, 5, 1, 1, 1]), ((10,), [5, 5])],
)
async def test_buttons_are_laid_out_as_vk_takes_them(asked: tuple[int, ...], laid: list[int]) -> None:
    async with vk() as (server, api):
        resident = anna(server)
        await VKMessenger(api, server.group_id).send(Outgoing(1, f"vk:{resident.id}", "Тема?", rows(*asked)))
        seen = resident.sees[0]
        assert seen.keyboard is not None
        assert [len(row) for row in seen.keyboard["buttons"]] == laid
        assert seen.buttons == [button.label for row in rows(*asked) for button in row]


async def test_more_than_ten_buttons_are_refused_before_vk_sees_them() -> None:
    async with vk() as (server, api):
        with pytest.raises(Refused) as refused:
            await VKMessenger(api, server.group_id).send(Outgoing(1, f"vk:{anna(server).id}", "Тема?", rows(5, 6)))
        assert refused.value.reason == "bad_letter"
        assert not server.journal


async def test_a_long_label_is_shortened_and_long_data_comes_back_whole() -> None:
    async with vk() as (server, api):
        resident = anna(server)
        data = '"' * 64
        keyboard = ((KeyboardButton("Ямы и выбоины на дорогах общего пользования", data),),)
        await VKMessenger(api, server.group_id).send(Outgoing(1, f"vk:{resident.id}", "Тема?", keyboard))
        seen = resident.sees[0]
        assert seen.buttons == ["Ямы и выбоины на дорогах общего пользов…"]
        assert seen.keyboard is not None
        assert json.loads(seen.keyboard["buttons"][0][0]["action"]["payload"]) == {"d": data}


async def test_an_edit_changes_words_and_takes_buttons_away() -> None:
    async with vk() as (server, api):
        chat = server.chat("Булгаково", [anna(server)])
        messenger = VKMessenger(api, server.group_id)
        ids = await messenger.send(Outgoing(1, f"vk:{chat.peer_id}", "Новое", YES))
        await messenger.edit(Edit(2, f"vk:{chat.peer_id}", ids, "Принято @all"))
        assert (chat.sees[0].text, chat.sees[0].buttons, len(chat.sees)) == ("Принято ＠all", [], 1)
        await messenger.edit(Edit(3, f"vk:{chat.peer_id}", ids, "Принято @all"))


@pytest.mark.parametrize("full_access", [True, False])
async def test_an_edit_keeps_photo_and_reply(full_access: bool) -> None:
    async with vk() as (server, api):
        official = anna(server)
        chat = server.chat("Булгаково", [official], full_access=full_access)
        asked = official.in_(chat).writes("?")
        messenger = VKMessenger(api, server.group_id)
        ids = await messenger.send(Outgoing(1, f"vk:{chat.peer_id}", "Новое", YES, (jpeg(),), reply_to=str(asked.id)))
        await messenger.edit(Edit(2, f"vk:{chat.peer_id}", ids, "Принято", YES, has_photo=True))
        seen = chat.sees[0]
        assert (seen.text, seen.photos, seen.reply) == ("Принято", [jpeg()], asked)


async def test_after_a_restart_the_photo_is_kept_where_vk_shows_the_message() -> None:
    async with vk() as (server, api):
        shown = server.chat("С доступом", [anna(server)], full_access=True)
        hidden = server.chat("Без доступа", [anna(server)])
        for chat in (shown, hidden):
            letter = Outgoing(1, f"vk:{chat.peer_id}", "Новое", YES, (jpeg(),))
            await VKMessenger(api, server.group_id).send(letter)
        restarted = VKMessenger(api, server.group_id)
        first = (str(shown.sees[0].id),)
        await restarted.edit(Edit(2, f"vk:{shown.peer_id}", first, "Принято", has_photo=True))
        assert (shown.sees[0].text, shown.sees[0].photos) == ("Принято", [jpeg()])
        with pytest.raises(CannotEdit):
            await restarted.edit(Edit(3, f"vk:{hidden.peer_id}", first, "Принято", has_photo=True))
        assert hidden.sees[0].photos == [jpeg()]


async def test_what_cannot_be_edited_is_to_be_sent_anew() -> None:
    async with vk() as (server, api):
        resident = anna(server)
        messenger = VKMessenger(api, server.group_id)
        ids = await messenger.send(Outgoing(1, f"vk:{resident.id}", "Новое"))
        for code in ("909", "910", "920"):
            server.fault("messages.edit", code)
            with pytest.raises(CannotEdit):
                await messenger.edit(Edit(2, f"vk:{resident.id}", ids, "Принято"))
        resident.sees[0].deleted = True
        for gone in (ids, ("77",), ("x",), ()):
            with pytest.raises(CannotEdit):
                await messenger.edit(Edit(3, f"vk:{resident.id}", gone, "Принято"))


async def test_a_toast_is_cut_to_what_vk_shows() -> None:
    async with vk() as (server, api):
        resident = anna(server)
        messenger = VKMessenger(api, server.group_id)
        await messenger.send(Outgoing(1, f"vk:{resident.id}", "?", YES))
        pressed = resident.presses("Да")
        assert isinstance(pressed, Press)
        packed = press_of(pressed.event_id, resident.id, resident.id)
        await messenger.toast(Toast(2, f"vk:{resident.id}", packed, f"vk:{resident.id}", "д" * 200))
        assert resident.toasts == ["д" * 89 + "…"]
        await messenger.toast(Toast(3, f"vk:{resident.id}", packed, f"vk:{resident.id}", "ещё раз"))
        assert len(resident.toasts) == 1


@pytest.mark.parametrize("press", ["", "x", "a:b:c", "f0f:5:6", ":5:6"])
async def test_a_press_nobody_waits_for_is_answered_by_nothing(press: str) -> None:
    async with vk() as (server, api):
        await VKMessenger(api, server.group_id).toast(Toast(1, "vk:5", press, "vk:5", "Принято"))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("7", "no_rights"),
        ("15", "no_rights"),
        ("100", "bad_letter"),
        ("900", "blocked"),
        ("901", "blocked"),
        ("902", "blocked"),
        ("911", "bad_letter"),
        ("914", "bad_letter"),
        ("917", "kicked"),
        ("4242", "bad_letter"),
    ],
)
async def test_a_lasting_refusal(code: str, reason: str) -> None:
    async with vk() as (server, api):
        server.fault("messages.send", code)
        with pytest.raises(Refused) as refused:
            await VKMessenger(api, server.group_id).send(Outgoing(1, f"vk:{anna(server).id}", "Раз"))
        assert refused.value.reason == reason


@pytest.mark.parametrize("code", ["1", "5", "6", "9", "10", "14", "29"])
async def test_a_passing_refusal(code: str) -> None:
    async with vk() as (server, api):
        server.fault("messages.send", code)
        with pytest.raises(TryLater) as later:
            await VKMessenger(api, server.group_id).send(Outgoing(1, f"vk:{anna(server).id}", "Раз"))
        assert later.value.after
        assert code in later.value.why


async def test_a_wrong_token_is_said_plainly_and_not_shown() -> None:
    async with vk() as (server, api):
        server.token = "another"
        with pytest.raises(TryLater) as later:
            await VKMessenger(api, server.group_id).send(Outgoing(1, f"vk:{anna(server).id}", "Раз"))
        assert "token" in later.value.why
        assert "vk1.a" not in repr(later.value)


@pytest.mark.parametrize("kind", ["500", "502html", "garbage", "half", "drop"])
@pytest.mark.parametrize("method", ["messages.send", "upload", "photos.saveMessagesPhoto"])
async def test_a_broken_answer_is_tried_later(kind: str, method: str) -> None:
    async with vk() as (server, api):
        resident = anna(server)
        letter = Outgoing(1, f"vk:{resident.id}", "Раз", photos=(jpeg(),))
        server.fault(method, kind)
        messenger = VKMessenger(api, server.group_id)
        with pytest.raises(TryLater) as later:
            await messenger.send(letter)
        assert server.token not in repr(later.value)
        assert later.value.__context__ is None or server.token not in repr(later.value.__context__)
        await messenger.send(letter)
        assert [len(one.photos) for one in resident.sees] == [1]


async def test_a_resident_who_closed_the_door_and_a_chat_that_put_the_bot_out() -> None:
    async with vk() as (server, api):
        resident = anna(server)
        messenger = VKMessenger(api, server.group_id)
        chat = server.chat("Булгаково", [resident])
        chat.kick_bot()
        resident.denies()
        reasons = []
        for address in (f"vk:{resident.id}", f"vk:{chat.peer_id}", "telegram:5", "vk:-7"):
            with pytest.raises(Refused) as refused:
                await messenger.send(Outgoing(1, address, "Раз"))
            reasons.append(refused.value.reason)
        assert reasons == ["blocked", "kicked", "no_chat", "no_chat"]


async def test_a_photo_vk_does_not_take_is_a_bad_letter() -> None:
    async with vk() as (server, api):
        with pytest.raises(Refused) as refused:
            await VKMessenger(api, server.group_id).send(
                Outgoing(1, f"vk:{anna(server).id}", "", photos=(b"no picture",))
            )
        assert refused.value.reason == "bad_letter"


async def test_who_is_in_the_chat() -> None:
    async with vk() as (server, api):
        official, guest = anna(server), server.user("Борис")
        chat = server.chat("Булгаково", [official], full_access=True)
        messenger = VKMessenger(api, server.group_id)
        assert await messenger.is_member(f"vk:{chat.peer_id}", f"vk:{official.id}")
        assert not await messenger.is_member(f"vk:{chat.peer_id}", f"vk:{guest.id}")
        assert not await messenger.is_member(f"vk:{chat.peer_id}", "telegram:5")
        assert await messenger.is_member(f"vk:{official.id}", f"vk:{official.id}")
        assert not await messenger.is_member(f"vk:{official.id}", f"vk:{guest.id}")
        chat.members[guest.id] = guest
        assert await messenger.is_member(f"vk:{chat.peer_id}", f"vk:{guest.id}")


async def test_membership_is_remembered_and_where_vk_does_not_tell_everybody_is_in() -> None:
    async with vk() as (server, api):
        official = anna(server)
        chat = server.chat("Булгаково", [official], full_access=True)
        messenger = VKMessenger(api, server.group_id)
        for _ in range(3):
            assert await messenger.is_member(f"vk:{chat.peer_id}", f"vk:{official.id}")
        assert len(server.journal.of("messages.getConversationMembers")) == 1
        chat.full_access = False
        assert await messenger.is_member(f"vk:{chat.peer_id}", "vk:5")
        server.fault("messages.getConversationMembers", "10")
        with pytest.raises(TryLater):
            await messenger.is_member(f"vk:{chat.peer_id}", "vk:5")


async def test_nothing_else_than_sending_errors_comes_out() -> None:
    async with vk() as (server, api):
        messenger = VKMessenger(api, server.group_id)
        await server.stop()
        calls = [
            messenger.send(Outgoing(1, "vk:5", "Раз", photos=(jpeg(),))),
            messenger.edit(Edit(1, "vk:5", ("1",), "Раз", has_photo=True)),
            messenger.toast(Toast(1, "vk:5", "e:5:5", "vk:5")),
            messenger.is_member("vk:2000000001", "vk:5"),
        ]
        for call in calls:
            with pytest.raises(SendingError):
                await call
