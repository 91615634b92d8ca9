"""The bot's own account: its connection, its menu of commands, and what the check says of it and its chats."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.methods import GetMyCommands
from aiogram.types import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeDefault
from aiogram.utils.token import TokenValidationError

from bot.handlers.telegram.address import Place, address, place
from bot.handlers.telegram.client import open_bot
from bot.handlers.telegram.commands import MENU, set_menu
from bot.handlers.telegram.doctor import TelegramDoctor
from bot.usecases.platform import Health, TryLater
from tests.handlers.telegram_shapes import DESK, Canned
from tests.servers.telegram import TelegramServer
from tests.servers.telegram.client import bot_at


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(name="Отклик", username="otklik_bot") as found:
        yield found


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with bot_at(server.url, server.token) as found:
        yield found


async def test_the_bot_is_opened_at_the_address_given(server: TelegramServer) -> None:
    bot = open_bot(server.token, server.url + "/", timeout=60)
    assert (await TelegramDoctor(bot).account()).what == "@otklik_bot"
    await bot.session.close()


def test_what_is_no_token_is_refused_without_repeating_it() -> None:
    with pytest.raises(TokenValidationError) as caught:
        open_bot("my secret", "http://127.0.0.1:9")
    assert "secret" not in str(caught.value)


async def test_the_menu_is_for_residents_only(bot: Bot) -> None:
    words = {name: f"Что делает {name}" for name in MENU}
    await set_menu(bot, words)
    shown = await bot(GetMyCommands(scope=BotCommandScopeAllPrivateChats()))
    assert [(one.command, one.description) for one in shown] == list(words.items())
    assert await bot(GetMyCommands(scope=BotCommandScopeAllGroupChats())) == []
    assert await bot(GetMyCommands(scope=BotCommandScopeDefault())) == []


async def test_a_menu_without_a_description_is_not_shown_at_all(server: TelegramServer, bot: Bot) -> None:
    with pytest.raises(KeyError):
        await set_menu(bot, {"start": "Начать"})
    assert server.calls("setMyCommands") == []


async def test_a_menu_may_be_set_later(server: TelegramServer, bot: Bot) -> None:
    server.fault("setMyCommands")
    with pytest.raises(TryLater):
        await set_menu(bot, dict.fromkeys(MENU, "Начать"))


async def test_a_working_account_tells_its_name(bot: Bot) -> None:
    assert await TelegramDoctor(bot).account() == Health(True, "@otklik_bot")


async def test_an_account_in_trouble_tells_one_word(server: TelegramServer, bot: Bot) -> None:
    doctor = TelegramDoctor(bot)
    for kind, word in (("500", "server"), ("429", "flood"), ("drop", "network"), ("502html", "server")):
        server.fault("getMe", kind=kind)
        assert await doctor.account() == Health(False, word)
    server.token = "7000000001:ANOTHER"
    assert await doctor.account() == Health(False, "unauthorized")


async def test_a_chat_tells_its_title_or_what_is_wrong(server: TelegramServer, bot: Bot) -> None:
    anna = server.user("Анна", started=True)
    desk = server.group("Булгаково", [anna], supergroup=True)
    doctor = TelegramDoctor(bot)
    assert await doctor.chat(address(desk.id, 45)) == Health(True, "Булгаково")
    assert await doctor.chat(address(anna.id)) == Health(True, "Анна")
    desk.kick_bot()
    assert await doctor.chat(address(desk.id)) == Health(False, "kicked")
    small = server.group("Совет", [anna])
    small.kick_bot()
    assert await doctor.chat(address(small.id)) == Health(False, "kicked")
    assert await doctor.chat("telegram:-1009") == Health(False, "no_chat")
    assert await doctor.chat("vk:5") == Health(False, "no_chat")
    server.fault("getChat")
    assert await doctor.chat(address(anna.id)) == Health(False, "server")
    assert server.sent() == []


@pytest.mark.parametrize(
    ("member", "permissions", "health"),
    [
        ({"status": "member"}, {"can_send_messages": True}, Health(True, "Булгаково")),
        ({"status": "member"}, None, Health(True, "Булгаково")),
        ({"status": "member"}, {"can_send_messages": False}, Health(False, "no_rights")),
        ({"status": "administrator"}, {"can_send_messages": False}, Health(True, "Булгаково")),
        ({"status": "restricted", "is_member": True, "can_send_messages": False}, None, Health(False, "no_rights")),
        ({"status": "restricted", "is_member": False, "can_send_messages": True}, None, Health(False, "kicked")),
        ({}, None, Health(False, "kicked")),
        (True, None, Health(False, "server")),
    ],
)
async def test_a_chat_where_the_bot_may_only_read_is_no_working_desk(
    member: object, permissions: object, health: Health
) -> None:
    session = Canned(getChat=DESK | {"permissions": permissions}, getChatMember=member)
    assert await TelegramDoctor(Bot("42:TEST", session=session)).chat("telegram:-100777") == health


def test_an_address_is_read_back_as_written() -> None:
    for where in (Place(5001), Place(-100777), Place(-100777, 45)):
        assert place(address(where.chat, where.thread)) == where
    for broken in (
        "",
        "telegram:",
        "vk:5",
        "telegram:5/",
        "telegram:5/-1",
        "telegram:٥",
        "telegram:5 ",
        "telegram:5\n",
    ):
        with pytest.raises(ValueError, match="address"):
            place(broken)
