"""Open311 GeoReport v2, the writing side: POST requests with a key; nothing is fetched from addresses in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from bot.appeals.appeal import Photo
from bot.appeals.district import Point
from bot.dialogs.events import KeptPhoto
from bot.handlers.web.open.site import OpenSite
from bot.handlers.web.open.spark import answer
from bot.handlers.web.open.trouble import Trouble, form_of
from bot.usecases.posting import NoPlace, Posted, file_posted, key_digest, named
from bot.usecases.service import NoRoom

LONGEST_TEXT, LONGEST_ADDRESS = 4000, 500
_LARGEST_FORM, _LARGEST_UPLOAD = 128 * 1024, 30 * 1024 * 1024
_MOST_PHOTOS, _MOST_FIELDS = 5, 60
_KEY_HEADER = "x-api-key"


@dataclass(frozen=True, slots=True)
class _Fields:
    """The words and the files of a form."""

    said: Mapping[str, str]
    files: tuple[UploadFile, ...]


async def post_request(site: OpenSite, request: Request) -> Response:
    """POST requests: files an appeal and answers with its number."""
    if request.headers.get("content-type", "").startswith("multipart/"):
        # Megabytes are taken only from a known client: the key comes before the form.
        client = await _client(site, request.query_params.get("api_key") or request.headers.get(_KEY_HEADER, ""))
        form = await _form(request, _LARGEST_UPLOAD)
    else:
        form = await _form(request, _LARGEST_FORM)
        key = form.get("api_key") or request.query_params.get("api_key") or request.headers.get(_KEY_HEADER)
        client = await _client(site, key if isinstance(key, str) else "")
    try:
        return await _file(site, request, client, _fields(form))
    finally:
        await form.close()


async def _client(site: OpenSite, key: str) -> str:
    """The name of the key in force."""
    now, digest = site.service.now(), key_digest(key)
    if not site.posts.take(digest, now) or not (digest in site.proven or site.questions.take("posts", now)):
        raise Trouble(429, "page-open311-too-often")
    if not key:
        raise Trouble(403, "page-open311-bad-key")
    async with site.service.store.reading() as tx:
        name = await tx.public.key_name(digest)
    if name is None:
        site.proven.discard(digest)
        raise Trouble(403, "page-open311-bad-key")
    site.proven.add(digest)
    return name


async def _form(request: Request, limit: int) -> FormData:
    received = 0

    async def receive() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise Trouble(400, "page-open311-too-much")
        return message

    try:
        whole = Request(request.scope, receive)
        return await whole.form(max_files=_MOST_PHOTOS, max_fields=_MOST_FIELDS)
    except (HTTPException, ValueError):  # the latter of a charset that is none, or none for text
        raise Trouble(400, "page-open311-bad-form") from None


def _fields(form: FormData) -> _Fields:
    said = {name: _plain(value) for name, value in form.multi_items() if isinstance(value, str)}
    files = [value for _, value in form.multi_items() if isinstance(value, UploadFile) and value.size]
    return _Fields(said, tuple(files))


def _plain(value: str) -> str:
    """Text that every database takes."""
    return value.encode("utf-8", "ignore").decode().replace("\x00", "").strip()


async def _file(site: OpenSite, request: Request, client: str, fields: _Fields) -> Response:
    posted = Posted(
        client,
        _topic(site, fields.said.get("service_code", "")),
        _text(site, fields.said),
        fields.said.get("address_string", "")[:LONGEST_ADDRESS],
        _point(fields.said),
        photos=tuple([await _photo(site, one) for one in fields.files]),
    )
    if not posted.text and not posted.photos:
        raise Trouble(400, "page-open311-nothing")
    if not posted.address and posted.point is None:
        raise Trouble(400, "page-open311-no-place")
    try:
        filed = await file_posted(site.service, posted)
    except NoPlace as nowhere:
        raise Trouble(400, f"page-open311-{nowhere.why.replace('_', '-')}", named(nowhere.places)) from None
    notice = site.words("page-open311-filed", number=filed.number, desk=filed.desk, due=filed.due)
    value = [{"service_request_id": filed.number, "service_notice": notice, "account_id": None}]
    return answer("service_requests", value, form_of(request), status=201)


def _topic(site: OpenSite, code: str) -> str:
    if not code:
        raise Trouble(400, "page-open311-no-service-given")
    if code not in site.district.topics:
        raise Trouble(404, "page-open311-no-service", code[:100])
    return code


def _text(site: OpenSite, said: Mapping[str, str]) -> str:
    """The description with the address as it was written: triage may not have understood all of it."""
    description, address = said.get("description", ""), said.get("address_string", "")
    if len(description) > LONGEST_TEXT:
        raise Trouble(400, "page-open311-too-long")
    line = site.words("page-open311-address-line", address=address[:LONGEST_ADDRESS]) if address else ""
    return "\n".join(one for one in (description, line) if one) if description else ""


def _point(said: Mapping[str, str]) -> Point | None:
    lat, lon = said.get("lat", ""), said.get("long", "")
    if not lat and not lon:
        return None
    try:
        point = Point(float(lat), float(lon))
    except ValueError:
        raise Trouble(400, "page-open311-bad-point") from None
    if not (-90 <= point.lat <= 90 and -180 <= point.lon <= 180):
        raise Trouble(400, "page-open311-bad-point")
    return point


async def _photo(site: OpenSite, file: UploadFile) -> Photo:
    try:
        kept = await site.service.photos.keep(await file.read())
    except NoRoom as full:
        raise Trouble(507, "page-error-no-room") from full
    if not isinstance(kept, KeptPhoto):
        raise Trouble(400, "page-open311-bad-photo")
    return Photo(kept.file, kept.fingerprint)
