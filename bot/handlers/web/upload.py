"""Reads what a page posts: bounded while it streams in, checked before anything is kept."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from bot.appeals.district import Point
from bot.dialogs.events import KeptPhoto, LostPhoto
from bot.handlers.web.room import Problem
from bot.usecases.service import NoRoom
from bot.usecases.transcript import KeepPhoto

LONGEST_TEXT = 20_000
MOST_PHOTOS = 10
LARGEST_PHOTO = 25 * 1024 * 1024
LARGEST_BODY = MOST_PHOTOS * LARGEST_PHOTO + 1024 * 1024
LARGEST_JSON = 256 * 1024
_CLIENT_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


@dataclass(frozen=True, slots=True)
class Posted:
    """A message as the page sent it, whole and within its bounds; photos are still the browser's own files."""

    client_id: str
    text: str
    files: tuple[UploadFile, ...]
    point: Point | None
    reply_to: int | None


@asynccontextmanager
async def posted_message(request: Request) -> AsyncIterator[Posted]:
    """The fields text, photos[], lat, lon, reply_to and client_id. Raises Problem."""
    async with posted_files(request) as form:
        yield posted_in(form)


@asynccontextmanager
async def posted_files(request: Request) -> AsyncIterator[FormData]:
    """The fields as they came; its files are gone afterwards. Raises Problem."""
    form = await _form(_capped(request, LARGEST_BODY))
    try:
        yield form
    finally:
        await form.close()


async def posted_json(request: Request) -> dict[str, Any]:
    """A small JSON object. Raises Problem."""
    try:
        content = await _capped(request, LARGEST_JSON).json()
    except (ValueError, RecursionError) as error:  # the latter of brackets without end
        raise Problem(400, "page-error-form") from error
    if not isinstance(content, dict):
        raise Problem(400, "page-error-form")
    return content


async def kept(file: UploadFile, keep: KeepPhoto) -> KeptPhoto | LostPhoto:
    """The file cleaned and kept; one that is too large is not even read."""
    if (file.size or 0) > LARGEST_PHOTO:
        return LostPhoto("too_large")
    try:
        return await keep(await file.read())
    except NoRoom as full:
        raise Problem(507, "page-error-no-room") from full


def clean(value: object) -> str:
    """Text that every database takes, however long: no NUL, no halves of characters. Raises Problem."""
    if not isinstance(value, str):
        raise Problem(400, "page-error-form")
    return value.encode("utf-8", "ignore").decode().replace("\x00", "")


def plain(value: object) -> str:
    """Clean text of a length that is kept. Raises Problem."""
    text = clean(value)
    if len(text) > LONGEST_TEXT:
        raise Problem(413, "page-error-long")
    return text


def client_id_in(value: object) -> str:
    """The page's own id of what it posts, the same when it posts again. Raises Problem."""
    if not isinstance(value, str) or _CLIENT_ID.fullmatch(value) is None:
        raise Problem(400, "page-error-form")
    return value


def _capped(request: Request, limit: int) -> Request:
    if int(request.headers.get("content-length", "0")) > limit:
        raise Problem(413, "page-error-too-much")
    received = 0

    async def receive() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > limit:  # a body sent in chunks does not say its length beforehand
            raise Problem(413, "page-error-too-much")
        return message

    return Request(request.scope, receive)


async def posted_form(request: Request, limit: int = LARGEST_BODY) -> FormData:
    """Any form of ours, within the bounds of a message or narrower ones. Raises Problem."""
    return await _form(_capped(request, limit))


async def small_form(request: Request) -> FormData:
    """A few words and no files. Raises Problem."""
    return await _form(_capped(request, LARGEST_JSON), files=0, fields=8, part=4096)


async def _form(request: Request, files: int = 4 * MOST_PHOTOS, fields: int = 40, part: int = 1 << 20) -> FormData:
    try:
        return await request.form(max_files=files, max_fields=fields, max_part_size=part)
    except ClientDisconnect as gone:  # the sending was cancelled on the page
        raise Problem(400, "page-error-form") from gone
    except ValueError as error:  # its charset is none, or none for text
        raise Problem(400, "page-error-form") from error
    except HTTPException as error:
        too_much = error.detail.startswith(("Part exceeded", "Too many files"))
        raise Problem(413 if too_much else 400, "page-error-too-much" if too_much else "page-error-form") from error


def posted_in(form: FormData) -> Posted:
    """The message in a form, whole and within its bounds. Raises Problem."""
    # A form where nothing was chosen sends a file without a name; one with a name and nothing in it was meant.
    files = tuple(one for one in form.getlist("photos") if isinstance(one, UploadFile) and (one.size or one.filename))
    if len(files) > MOST_PHOTOS:
        raise Problem(413, "page-error-many-photos")
    text, point = plain(form.get("text", "")).strip(), _point(form)
    if not text and not files and point is None:
        raise Problem(400, "page-error-empty")
    return Posted(client_id_in(form.get("client_id")), text, files, point, number_in(form.get("reply_to")))


def _point(form: FormData) -> Point | None:
    if "lat" not in form and "lon" not in form:
        return None
    try:
        lat, lon = float(plain(form.get("lat"))), float(plain(form.get("lon")))
    except ValueError as error:
        raise Problem(400, "page-error-form") from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Problem(400, "page-error-form")
    return Point(lat, lon)


def number_in(value: object) -> int | None:
    """An id as it came in a form or an address; anything else is no id."""
    return int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,18}", value) else None
