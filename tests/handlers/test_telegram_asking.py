"""What Telegram and the network may say, put into the few words that the outbox understands."""

from typing import Any

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
)
from aiogram.methods import SendMessage

from bot.handlers.telegram.asking import sending_error
from bot.usecases.platform import Refused, SendingError, TryLater

HOME, GROUP = 5001, -100777


def told(kind: Any, description: str, chat: int = HOME) -> SendingError:
    return sending_error(kind(method=SendMessage(chat_id=chat, text="Секрет"), message=description), chat)


@pytest.mark.parametrize(
    ("description", "chat", "reason"),
    [
        ("Forbidden: bot was blocked by the user", HOME, "blocked"),
        ("Forbidden: user is deactivated", HOME, "blocked"),
        ("Forbidden: bot can't send messages to bots", HOME, "blocked"),
        ("Forbidden: bot was kicked from the supergroup chat", GROUP, "kicked"),
        ("Forbidden: bot is not a member of the supergroup chat", GROUP, "kicked"),
        ("Forbidden: the group chat was deleted", GROUP, "kicked"),
        ("Forbidden: something new", GROUP, "kicked"),
        ("Forbidden: something new", HOME, "blocked"),
        ("Forbidden: not enough rights to send text messages to the chat", GROUP, "no_rights"),
    ],
)
def test_forbidden(description: str, chat: int, reason: str) -> None:
    assert told(TelegramForbiddenError, description, chat) == Refused(reason, description)


@pytest.mark.parametrize(
    ("description", "reason"),
    [
        ("Bad Request: chat not found", "no_chat"),
        ("Bad Request: PEER_ID_INVALID", "no_chat"),
        ("Bad Request: message thread not found", "no_chat"),
        ("Bad Request: TOPIC_DELETED", "no_chat"),
        ("Bad Request: TOPIC_CLOSED", "no_rights"),
        ("Bad Request: not enough rights to send photos to the chat", "no_rights"),
        ("Bad Request: have no rights to send a message", "no_rights"),
        ("Bad Request: need administrator rights in the channel chat", "no_rights"),
        ("Bad Request: CHAT_WRITE_FORBIDDEN", "no_rights"),
        ("Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", "no_rights"),
        ("Bad Request: USER_IS_BLOCKED", "blocked"),
        ("Bad Request: message is too long", "bad_letter"),
        ("Bad Request: BUTTON_DATA_INVALID", "bad_letter"),
        ("Bad Request: PHOTO_INVALID_DIMENSIONS", "bad_letter"),
    ],
)
def test_bad_request(description: str, reason: str) -> None:
    assert told(TelegramBadRequest, description) == Refused(reason, description)


def test_a_letter_too_heavy_to_send_is_not_sent_for_ever() -> None:
    assert told(TelegramEntityTooLarge, "Request Entity Too Large") == Refused("bad_letter", "Request Entity Too Large")


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (TelegramNotFound(SendMessage(chat_id=1, text="x"), "Not Found"), "unauthorized"),
        (TelegramConflictError(SendMessage(chat_id=1, text="x"), "Conflict: terminated"), "conflict"),
        (TelegramAPIError(SendMessage(chat_id=1, text="x"), "Too Many Requests: later"), "flood"),
        (TelegramAPIError(SendMessage(chat_id=1, text="x"), "I'm a teapot"), "unknown"),
        (ConnectionResetError("peer"), "network"),
        (TimeoutError(), "network"),
        (ClientDecodeError("broken", ValueError("x"), "Секрет"), "server"),
        (TypeError("argument of type 'NoneType' is not iterable"), "unknown"),
    ],
)
def test_what_may_pass_is_tried_later_and_named_by_one_word(error: Exception, word: str) -> None:
    found = sending_error(error)
    assert isinstance(found, TryLater)
    assert found.why.partition(":")[0] == word
    assert "Секрет" not in found.why


@pytest.mark.parametrize(
    "said",
    [
        "InvalidURL: http://10.0.0.1:8081/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/sendMessage",
        "404, message='Not Found', url='https://api.telegram.org/file/bot42:TEST/photos/file_1.jpg'",
        "url=https://x/bot123456789%3AAAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe",
        "token 123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw is wrong",
    ],
)
def test_a_token_in_an_address_never_gets_into_our_words(said: str) -> None:
    found = told(TelegramNetworkError, said)
    assert isinstance(found, TryLater)
    assert "AAHdq" not in found.why
    assert "TEST" not in found.why
    assert "bot<token>" in found.why


def test_an_address_without_a_token_stays_readable() -> None:
    found = told(TelegramNetworkError, "ClientConnectorError: Cannot connect to host 10.0.0.1:8081")
    assert found == TryLater("network: ClientConnectorError: Cannot connect to host 10.0.0.1:8081")
