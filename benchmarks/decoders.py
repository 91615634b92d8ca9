"""Every decoder of ours as a function of bytes: bad input gets its own refusal, and anything else is a fault."""

import asyncio
import json
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.methods import GetMe
from pydantic import ValidationError
from starlette.requests import Request
from starlette.types import Message

from bot.appeals.district_file import DistrictFileError, read_district
from bot.dialogs.codes import code_in
from bot.handlers.telegram.asking import sending_error
from bot.handlers.telegram.incoming import decode as telegram_decode
from bot.handlers.telegram.parsing import parse
from bot.handlers.telegram.text import Me
from bot.handlers.vk.errors import VKSaid, why_not_edited, why_not_sent
from bot.handlers.vk.incoming import decode as vk_decode
from bot.handlers.vk.incoming import message_in, unpack_press
from bot.handlers.vk.shapes import Malformed, table, text, unpacked, whole
from bot.handlers.web.open.posting import _fields, _form
from bot.handlers.web.open.trouble import Trouble
from bot.handlers.web.room import Problem
from bot.handlers.web.upload import posted_files, posted_in, posted_json
from bot.pictures.photo import NotAPhoto, PhotoTooLarge, clean_photo
from bot.settings import SettingsError, load_settings
from bot.training.examples import TableError, read_examples
from bot.usecases.codec import load_desk_talk, load_event, load_talk
from bot.usecases.writing import load_content

# No larger input is made: what a body may weigh is bounded by those who read it.
LONGEST = 1 << 16
_ME = Me(42, "otklik_bot", "Администратор")
_FORM = b"multipart/form-data; boundary=b"


def _words(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _json(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def telegram_update(data: bytes) -> None:
    try:
        telegram_decode(parse(_json(data)), _ME)
    except ValidationError:
        return


def vk_update(data: bytes) -> None:
    try:
        event = table(_json(data))
        message_in(event)
        vk_decode(event, 1)
    except Malformed:
        return


def button_payload(data: bytes) -> None:
    unpack_press(_words(data))
    table(unpacked(_words(data)))


def deep_link(data: bytes) -> None:
    code_in(_words(data))
    code_in(f"/start {_words(data)}")


def web_body(data: bytes) -> None:
    """The page's and Open311's forms, whole and as JSON."""
    asyncio.run(_web(data))


async def _web(data: bytes) -> None:
    for kind in (_FORM, b"application/x-www-form-urlencoded"):
        try:
            async with posted_files(_request(data, kind)) as form:
                posted_in(form)
        except Problem:
            pass
        with suppress(Trouble):
            _fields(await _form(_request(data, kind), LONGEST))
    try:
        await posted_json(_request(data, b"application/json"))
    except Problem:
        return


def _request(data: bytes, kind: bytes) -> Request:
    async def receive() -> Message:
        return {"type": "http.request", "body": data, "more_body": False}

    headers = [(b"content-type", kind), (b"content-length", str(len(data)).encode())]
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers, "app": None}
    return Request(scope, receive)


def picture(data: bytes) -> None:
    try:
        clean_photo(data)
    except (NotAPhoto, PhotoTooLarge):
        return


def stored(data: bytes) -> None:
    """What a later or an earlier version left in our own tables."""
    load_talk(_words(data))
    load_desk_talk(_words(data))
    for load in (load_event, load_content):
        try:
            load(_words(data))
        except (KeyError, ValueError, TypeError):
            continue  # the update is put aside, the letter is marked as failed


def district_file(data: bytes) -> None:
    try:
        read_district(_words(data))
    except DistrictFileError:
        return


def env_file(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / ".env"
        file.write_bytes(data)
        try:
            load_settings(file)
        except SettingsError:
            return


def table_file(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.csv"
        file.write_bytes(data)
        try:
            read_examples(file, {"roads.pothole"})
        except TableError:
            return


def platform_error(data: bytes) -> None:
    """What a platform says of a failure, its waits included."""
    said = _words(data)
    for error in (TelegramBadRequest(GetMe(), said), TelegramAPIError(GetMe(), said), OSError(said)):
        sending_error(error)
    body = table(_json(data))
    answer = VKSaid(whole(body.get("error_code")) or 1, text(body.get("error_msg"))[:200])
    why_not_sent(answer)
    why_not_edited(answer)


DECODERS: Mapping[str, Callable[[bytes], None]] = {
    "telegram": telegram_update,
    "vk": vk_update,
    "payload": button_payload,
    "link": deep_link,
    "web": web_body,
    "picture": picture,
    "stored": stored,
    "district": district_file,
    "env": env_file,
    "table": table_file,
    "error": platform_error,
}

_MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "from": {"id": 5, "first_name": "А"}}
# Something that each understands, to begin from.
SEEDS: Mapping[str, tuple[bytes, ...]] = {
    "telegram": (json.dumps({"update_id": 1, "message": _MESSAGE | {"text": "Яма"}}).encode(),),
    "vk": (
        json.dumps(
            {"type": "message_new", "event_id": "e", "object": {"message": {"id": 1, "from_id": 5, "peer_id": 5}}}
        ).encode(),
    ),
    "payload": (b"e:5:5", b'{"d": "send:1"}'),
    "link": (b"ABCD-2345",),
    "web": (b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nhi\r\n--b--\r\n', b"text=hi&lat=1", b"{}"),
    "picture": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\x00\x00\x00WEBPVP8 "),
    "stored": (
        b"Idle {}\n{}",
        b'DeskTalk {"drafts":[]}',
        b'{"text":"","keyboard":[],"photos":[],"mention":null,"press":"","person":""}',
    ),
    "district": (b'[district]\nname = "x"\n[[settlements]]\ncode = "a"\n',),
    "env": (b"OTKLIK_HTTP_PORT=8080\n",),
    "table": ("text,topic\nЯма,roads.pothole\n".encode(),),
    "error": (b'{"error_code": 6, "error_msg": "x"}', b"Too Many Requests: retry after 5"),
}
