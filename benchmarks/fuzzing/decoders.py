"""Every decoder of ours as a function of bytes: bad input gets its own refusal, what is let through can be kept.

Anything else that comes out, or something that the database would refuse, is a fault.
"""

import json
import signal
import tempfile
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, TypeVar

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from pydantic import ValidationError
from sqlalchemy import Table, create_engine
from starlette.requests import Request
from starlette.types import Message

from bot import settings
from bot.appeals import (
    district_file,
    geojson,
    read_areas,
    read_desks,
    read_hours,
    read_neighbours,
    read_places,
    read_rules,
    read_terms,
    read_topic_changes,
    read_words,
    toml_lines,
    toml_syntax,
    toml_table,
)
from bot.commands import json_lines
from bot.dialogs import codes
from bot.handlers.telegram import address, asking, content, incoming, parsing, text
from bot.handlers.telegram.outgoing import TelegramMessenger, _ids
from bot.handlers.vk import content as vk_content
from bot.handlers.vk import errors, overheard, shapes
from bot.handlers.vk import incoming as vk_incoming
from bot.handlers.web import upload
from bot.handlers.web.office import listing
from bot.handlers.web.open import open311, posting
from bot.handlers.web.open.trouble import Trouble
from bot.handlers.web.room import Problem
from bot.pictures import decode, fingerprint, photo
from bot.training import examples
from bot.usecases import codec, platform, writing
from storage import archive, portable
from storage.metadata import metadata
from storage.tables import updates
from tests.appeals.small_district import SMALL

# No larger input is made: what a body may weigh is bounded by those who read it.
LONGEST = 1 << 16
Shape = Literal["json", "rows", "bytes", "zip"]
_ME = text.Me(42, "otklik_bot", "Администратор")
_DISTRICT = district_file.read_district(SMALL)
_FOLDER = tempfile.TemporaryDirectory()
_Found = TypeVar("_Found")
_LETTER = platform.Outgoing(1, "telegram:5", "Принято")


@dataclass(frozen=True, slots=True)
class Decoder:
    """`shape` is what its input is made of; `own` are the modules and functions whose lines are to be reached."""

    take: Callable[[bytes], None]
    shape: Shape
    own: tuple[object, ...]


def _words(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _json(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _can_be_kept(update: platform.Update | None) -> None:
    """Both databases take it, and give back what was put in."""
    if update is None:
        return
    for kept, column in ((update.key, updates.c.key), (update.chat, updates.c.chat)):
        assert len(kept) <= column.type.length, column
        assert "\0" not in kept
        kept.encode()
    event = codec.dump_event(update.event)
    event.encode()
    assert codec.load_event(event) == update.event


def telegram_update(data: bytes) -> None:
    with suppress(ValidationError, incoming.NotTelegrams):
        _can_be_kept(incoming.decode(parsing.parse(_json(data)), _ME))


def vk_update(data: bytes) -> None:
    event = shapes.table(_json(data))
    vk_incoming.message_in(event)
    with suppress(shapes.Malformed):
        _can_be_kept(vk_incoming.decode(event, 219_000_001))


def button_payload(data: bytes) -> None:
    vk_incoming.unpack_press(_words(data))
    shapes.table(shapes.unpacked(_words(data)))


def deep_link(data: bytes) -> None:
    for said in (_words(data), f"/start {_words(data)}"):
        code = codes.code_in(said)
        assert code is None or (len(code) == 9 and codes.code_in(code) == code)


def web_body(data: bytes) -> None:
    """What the page and Open311 are posted; the first line is the kind of the content."""
    kind, _, body = data.partition(b"\n")
    _done(_web(body, kind))


async def _web(body: bytes, kind: bytes) -> None:
    with suppress(Problem):
        async with upload.posted_files(_request(body, kind)) as form:
            upload.posted_in(form).text.encode()
    with suppress(Trouble):
        form = await posting._form(_request(body, kind), posting._LARGEST_UPLOAD)
        posting._point(posting._fields(form).said)
    with suppress(Problem):
        content = await upload.posted_json(_request(body, b"application/json"))
        upload.plain(content.get("text")).encode()
        upload.client_id_in(content.get("client_id"))


def web_address(data: bytes) -> None:
    """What is asked behind «?»: of the desk's list and of Open311."""
    request = _request(b"", b"", data)
    listing.asked_in(request.query_params, _DISTRICT).query()
    site: Any = SimpleNamespace(
        service=SimpleNamespace(now=partial(datetime, 2026, 11, 22, tzinfo=UTC)), district=_DISTRICT
    )
    with suppress(Trouble):
        open311._asked(site, request)
    for value in request.query_params.values():
        upload.number_in(value)


def _request(body: bytes, kind: bytes, query: bytes = b"") -> Request:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": query, "headers": headers, "app": None}
    return Request(scope, receive)


def _done(work: Coroutine[Any, Any, _Found]) -> _Found:
    """Without a loop: nothing here ever waits."""
    try:
        work.send(None)
    except StopIteration as done:
        found: _Found = done.value
        return found
    raise AssertionError("it waits for something")


def picture(data: bytes) -> None:
    with suppress(photo.NotAPhoto, photo.PhotoTooLarge):
        clean = photo.clean_photo(data)
        assert max(clean.width, clean.height) <= photo.LONGEST


def stored(data: bytes) -> None:
    """What a later or an earlier version left in our own tables."""
    words = _words(data)
    codec.dump_talk(codec.load_talk(words))
    codec.dump_desk_talk(codec.load_desk_talk(words))
    with suppress(KeyError, ValueError):  # the update is put aside
        codec.dump_event(codec.load_event(words))
    with suppress(KeyError, ValueError, TypeError):  # the letter is marked as failed
        writing.load_content(words).dump()


def district(data: bytes) -> None:
    with suppress(district_file.DistrictFileError):
        assert district_file.read_district(_words(data)).settlements


def borders(data: bytes) -> None:
    with suppress(geojson.GeoJsonError):
        geojson.load_areas(_file("areas.geojson", data))


def env_file(data: bytes) -> None:
    with suppress(settings.SettingsError):
        settings.load_settings(_file(".env", data))


def table_file(data: bytes) -> None:
    name = "table.csv.gz" if data.startswith(b"\x1f\x8b") else "table.csv"
    with suppress(examples.TableError):
        examples.split(examples.read_examples(_file(name, data), _DISTRICT.topics))


def backup(data: bytes) -> None:
    """A file to restore, and the rows in it."""
    with suppress(archive.BadArchive), archive.opened(_file("backup.zip", data)) as found:
        for name in found.names:
            for line in found._lines(name):
                with suppress(ValueError):
                    portable.row_of(line, _tables().get(name, updates))
        found.check()


@cache
def _tables() -> Mapping[str, Table]:
    """As a database tells of them, for so they are filled."""
    with create_engine("sqlite://").connect() as connection:
        metadata.create_all(connection)
        return {one.name: one for one in portable.tables_of(connection)}


def _file(name: str, data: bytes) -> Path:
    file = Path(_FOLDER.name) / name
    file.write_bytes(data)
    return file


def asked_lines(data: bytes) -> None:
    """What `otklik classify` and `otklik same` read; each line gets its line."""
    answered, before = BytesIO(), signal.getsignal(signal.SIGINT)
    try:
        json_lines.answer_lines(_as_asked, BytesIO(data), answered)
    finally:
        signal.signal(signal.SIGINT, before)
    for line in answered.getvalue().splitlines():
        json.loads(line)


def _as_asked(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"text": json_lines.text_of(asked, "text"), "lat": json_lines.number_of(asked, "lat")}


_STATUSES = tuple(str(one.value) for one in HTTPStatus)


class _Answers(BaseSession):
    """Telegram that answers so, whatever it is asked."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__()
        self._status, self._said = status, said

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        return self.check_response(bot, method, self._status, self._said).result

    async def close(self) -> None:
        pass

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield b""


def platform_answer(data: bytes) -> None:
    """What a platform answers to a letter, its waits included; the first word is the status of HTTP."""
    status, _, said = _words(data).partition(" ")
    bot = Bot("42:TEST", session=_Answers(int(status) if status in _STATUSES else 200, said))
    _short_wait(_fate(_done_letter(bot)))
    body = shapes.table(shapes.table(_json(said.encode())).get("error"))
    refused = errors.VKSaid(shapes.whole(body.get("error_code")) or 1, shapes.text(body.get("error_msg"))[:200])
    _short_wait(errors.why_not_sent(refused))
    _short_wait(errors.why_not_edited(refused))


def _done_letter(bot: Bot) -> Coroutine[Any, Any, tuple[str, ...]]:
    return TelegramMessenger(bot, "").send(_LETTER)


def _fate(sending: Coroutine[Any, Any, object]) -> platform.SendingError | None:
    try:
        _done(sending)
    except platform.SendingError as error:
        return error
    return None


def _short_wait(error: platform.SendingError | None) -> None:
    """No platform can silence a chat for longer than a letter lives."""
    assert not isinstance(error, platform.TryLater) or 0 <= (error.after or 0) <= 3 * 24 * 3600, error


_TOML = (read_areas, read_desks, read_hours, read_neighbours, read_places, read_rules, read_terms, read_topic_changes)

DECODERS: Mapping[str, Decoder] = {
    "telegram": Decoder(telegram_update, "json", (parsing, incoming, text, content, address.address)),
    "vk": Decoder(vk_update, "json", (vk_incoming, vk_content, overheard, shapes)),
    "payload": Decoder(button_payload, "rows", (vk_incoming.unpack_press, shapes.unpacked, shapes.table)),
    "link": Decoder(deep_link, "rows", (codes,)),
    "answer": Decoder(
        platform_answer, "json", (asking, _ids, errors.why_not_sent, errors.why_not_edited, errors.VKSaid)
    ),
    "web": Decoder(web_body, "rows", (upload, posting._form, posting._fields, posting._plain, posting._point)),
    "query": Decoder(
        web_address,
        "rows",
        (listing.asked_in, listing.Asked, listing._day, listing._edge, open311._asked, open311._span, open311._moment),
    ),
    "picture": Decoder(picture, "bytes", (decode, photo, fingerprint.fingerprint)),
    "stored": Decoder(
        stored,
        "json",
        (codec.load_event, codec.load_talk, codec.load_desk_talk, writing.load_content, writing.Content.dump),
    ),
    "district": Decoder(
        district, "rows", (district_file.read_district, *_TOML, read_words, toml_lines, toml_syntax, toml_table)
    ),
    "areas": Decoder(borders, "json", (geojson,)),
    "env": Decoder(env_file, "rows", (settings,)),
    "table": Decoder(table_file, "rows", (examples,)),
    "backup": Decoder(
        backup, "zip", (archive.Archive, archive.opened, archive._manifest, archive._damage, portable.row_of)
    ),
    "lines": Decoder(asked_lines, "json", (json_lines,)),
}
