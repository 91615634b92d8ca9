"""The menu of commands that residents see beside the input field; officials' groups get none."""

from collections.abc import Mapping

from aiogram import Bot
from aiogram.methods import DeleteMyCommands, SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from bot.handlers.telegram.asking import ask

MENU = ("start", "my", "data", "delete", "cancel", "help")


async def set_menu(bot: Bot, descriptions: Mapping[str, str]) -> None:
    """Shows `MENU` with `descriptions` of each (KeyError if one is missing). Raises SendingError."""
    menu = [BotCommand(command=name, description=descriptions[name]) for name in MENU]
    await ask(bot, SetMyCommands(commands=menu, scope=BotCommandScopeAllPrivateChats()))
    await ask(bot, DeleteMyCommands(scope=BotCommandScopeAllGroupChats()))
