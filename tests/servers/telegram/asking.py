"""The methods that ask, and those that say who the bot is."""

from __future__ import annotations

import re
from typing import Any

from .access import Right, find_chat
from .arguments import Arguments
from .errors import bad_request
from .files import DOWNLOAD
from .methods import method
from .shapes import bot_json, full_chat_json, member_json, user_json
from .world import World

Json = dict[str, Any]


@method
def get_me(world: World, arguments: Arguments) -> Json:
    return bot_json(world.bot) | {"can_read_all_group_messages": not world.privacy}


@method
def get_file(world: World, arguments: Arguments) -> Json:
    if not arguments.has("file_id"):
        raise bad_request("file_id not specified")
    file = world.files.by_id.get(arguments.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > DOWNLOAD:
        raise bad_request("file is too big")
    return file.as_file_json()


@method
def get_chat(world: World, arguments: Arguments) -> Json:
    return full_chat_json(find_chat(world, arguments, Right.READ))


@method
def get_chat_member(world: World, arguments: Arguments) -> Json:
    user_id = arguments.integer("user_id", low=0)
    if not user_id:
        raise bad_request("Invalid user_id specified")
    chat = find_chat(world, arguments, Right.READ)
    if user_id == world.bot["id"]:
        return member_json(world.bot, "member" if chat.private else chat.bot_status, chat)
    if user_id not in world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    status = "member" if chat.private else chat.status_of(user_id)
    return member_json(user_json(world.people[user_id]), status, chat)


@method
def get_chat_administrators(world: World, arguments: Arguments) -> list[Json]:
    chat = find_chat(world, arguments, Right.READ)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    admins = [member for member in chat.members.values() if member.status in ("creator", "administrator")]
    found = [member_json(user_json(member.person), member.status, chat) for member in admins]
    return found + ([member_json(world.bot, chat.bot_status, chat)] if chat.bot_status == "administrator" else [])


@method
def get_chat_member_count(world: World, arguments: Arguments) -> int:
    chat = find_chat(world, arguments, Right.READ)
    return 2 if chat.private else len(chat.members) + chat.bot_is_here


@method
def leave_chat(world: World, arguments: Arguments) -> bool:
    chat = find_chat(world, arguments, Right.READ)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    old, chat.bot_status = chat.bot_status, "left"
    world.tell_member(chat, world.bot, old, "left")
    return True


@method
def set_my_commands(world: World, arguments: Arguments) -> bool:
    commands = arguments.decoded("commands", "commands") or []
    if not isinstance(commands, list):
        raise bad_request("Expected an Array of BotCommand")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for entry in commands:
        # Latin letters only: a command in Cyrillic can be written to the bot, but not be shown in its menu.
        if not re.fullmatch(r"[a-z0-9_]{1,32}", entry.get("command", "").lstrip("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(entry.get("description", "").strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    kept = [{"command": entry["command"].lstrip("/"), "description": entry["description"]} for entry in commands]
    world.profile[_profile_key("commands", arguments)] = kept
    return True


@method
def get_my_commands(world: World, arguments: Arguments) -> list[Json]:
    found: list[Json] = world.profile.get(_profile_key("commands", arguments), [])
    return found


@method
def delete_my_commands(world: World, arguments: Arguments) -> bool:
    world.profile.pop(_profile_key("commands", arguments), None)
    return True


def _profile_key(what: str, arguments: Arguments) -> str:
    scope = arguments.decoded("scope", "BotCommandScope") or {"type": "default"}
    return f"{what} {sorted(scope.items())} {arguments.text('language_code')}"


def _text_methods(name: str, longest: int) -> None:
    """Enters the pair of methods that set and give a text about the bot."""

    def setter(world: World, arguments: Arguments) -> bool:
        if len(arguments.text(name)) > longest:
            raise bad_request(f"{name} is too long")
        world.profile[f"{name} {arguments.text('language_code')}"] = arguments.text(name)
        return True

    def getter(world: World, arguments: Arguments) -> Json:
        return {name: world.profile.get(f"{name} {arguments.text('language_code')}", "")}

    setter.__name__, getter.__name__ = f"set_my_{name}", f"get_my_{name}"
    method(setter)
    method(getter)


_text_methods("description", 512)
_text_methods("short_description", 120)
_text_methods("name", 64)
