"""Commands in both alphabets, and the short words that people say instead of pressing or out of courtesy."""

from typing import Literal

Command = Literal["start", "mine", "data", "delete", "cancel", "help"]

_WORDS: dict[str, Command] = {
    "/start": "start",
    "/начать": "start",
    "/старт": "start",
    "начать": "start",
    "старт": "start",
    "/my": "mine",
    "/мои": "mine",
    "/мои_сообщения": "mine",
    "/мои сообщения": "mine",
    "мои сообщения": "mine",
    "/data": "data",
    "/мои_данные": "data",
    "/мои данные": "data",
    "мои данные": "data",
    "/delete": "delete",
    "/удалить": "delete",
    "удалить мои данные": "delete",
    "/cancel": "cancel",
    "/отмена": "cancel",
    "/отменить": "cancel",
    "отмена": "cancel",
    "/help": "help",
    "/помощь": "help",
    "помощь": "help",
}

Courtesy = Literal["yes", "agreed", "right", "no", "fine", "thanks", "hello"]

_COURTESIES: dict[str, Courtesy] = {
    "да": "yes",
    **dict.fromkeys(("согласен", "согласна", "даю согласие"), "agreed"),
    **dict.fromkeys(("ага", "ок", "окей", "хорошо", "верно", "все верно", "отправить", "отправляйте"), "right"),
    **dict.fromkeys(("+", "👍"), "right"),
    **dict.fromkeys(("понятно", "понял", "поняла", "ясно", "ладно"), "fine"),
    **dict.fromkeys(("нет", "неверно", "не согласен", "не согласна", "не надо"), "no"),
    **dict.fromkeys(("спасибо", "спасибо большое", "большое спасибо", "благодарю", "спс", "🙏"), "thanks"),
    **dict.fromkeys(("здравствуйте", "здравствуй", "привет", "добрый день", "доброе утро"), "hello"),
    **dict.fromkeys(("добрый вечер", "доброго дня", "доброго времени суток", "приветствую"), "hello"),
}


def command_in(text: str) -> Command | None:
    """The command that the whole text is; «/start payload» is a start too."""
    words = _plain(text)
    if words in _WORDS:
        return _WORDS[words]
    first = words.split(" ", 1)[0]
    return _WORDS.get(first) if first.startswith("/") else None


def is_command(text: str) -> bool:
    """Whether it looks like a command at all, known or not."""
    return text.strip().startswith("/") and len(text.split()) <= 2


def wants_office(text: str) -> bool:
    """«/кабинет», as officials ask for their desk in the browser; «/office@our_bot» too."""
    return _plain(text).split("@", 1)[0] in ("/кабинет", "/office", "кабинет")


def courtesy_in(text: str) -> Courtesy | None:
    """A «да», «нет», «понятно», «спасибо» or «здравствуйте» that the whole text is.

    «Хорошо» and «отправить» are "right": enough to send a card, too little to consent or to delete.
    """
    return _COURTESIES.get(_plain(text).replace("ё", "е"))


def _plain(text: str) -> str:
    return " ".join(text.casefold().strip(" \n\t.,!)…").split())
