"""Commands, in Russian and in Latin, and the words people use instead of them."""

from typing import Literal

Command = Literal["start", "mine", "data", "delete", "cancel", "help"]

_WORDS: dict[str, Command] = {
    "/start": "start",
    "/начать": "start",
    "/старт": "start",
    "начать": "start",
    "/my": "mine",
    "/мои": "mine",
    "/мои_сообщения": "mine",
    "мои сообщения": "mine",
    "/data": "data",
    "/мои_данные": "data",
    "/delete": "delete",
    "/удалить": "delete",
    "/cancel": "cancel",
    "/отмена": "cancel",
    "отмена": "cancel",
    "/help": "help",
    "/помощь": "help",
    "помощь": "help",
}


def command_in(text: str) -> Command | None:
    """The command that the whole text is; «/start payload» is a start too."""
    words = " ".join(text.casefold().split())
    if words in _WORDS:
        return _WORDS[words]
    first = words.split(" ", 1)[0]
    return _WORDS.get(first) if first.startswith("/") else None


def is_command(text: str) -> bool:
    """Whether it looks like a command at all, known or not."""
    return text.strip().startswith("/") and len(text.split()) <= 2
