"""Raw JSON -> aiogram's Update, also where Telegram is newer or older than aiogram.

aiogram is pinned for years while Telegram changes every month, and a self-hosted server may be older than both.
A part that does not fit must not cost a resident's words or an official's press.
"""

from collections.abc import Callable, Mapping

from aiogram.types import Update
from pydantic import ValidationError

from bot.handlers.telegram.incoming import present

_KEPT = ("message_id", "date", "chat", "from", "message_thread_id", "is_topic_message")


def parse(raw: object) -> Update:
    """The typed update; parts that do not fit are simplified, then left out. Raises pydantic's ValidationError."""
    for simpler in (_SIMPLER, {}):
        try:
            return Update.model_validate(raw)
        except ValidationError as error:
            raw = _mended(raw, {fault["loc"][:2] for fault in error.errors(include_input=False)}, simpler)
    return Update.model_validate(raw)


def _mended(
    raw: object, faults: set[tuple[int | str, ...]], simpler: Mapping[str, Callable[[dict[str, object]], object]]
) -> object:
    if not isinstance(raw, dict):
        return raw
    mended = dict(raw)
    for kind, part in (fault for fault in faults if len(fault) == 2):
        body = mended.get(kind)
        if isinstance(body, dict) and part in body:
            mended[kind] = _with(body, str(part), simpler.get(str(part)))
    return mended


def _with(body: dict[str, object], part: str, simplify: Callable[[dict[str, object]], object] | None) -> object:
    rest = {name: value for name, value in body.items() if name != part}
    value = body[part]
    return rest | {part: simplify(value)} if simplify and isinstance(value, dict) else rest


def _member(member: dict[str, object]) -> object:
    """Of a member with rights that aiogram does not know, or misses, only the presence."""
    here = present(str(member.get("status")), member.get("is_member") is True)
    return {"status": "member" if here else "left", "user": member.get("user")}


def _message(message: dict[str, object]) -> object:
    """Of a message that was answered, or whose button was pressed, only which one it is."""
    return {name: message[name] for name in _KEPT if name in message}


_SIMPLER = {
    "old_chat_member": _member,
    "new_chat_member": _member,
    "message": _message,
    "reply_to_message": _message,
}
