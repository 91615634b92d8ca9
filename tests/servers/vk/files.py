"""The files behind messages: made by people, uploaded by the bot, downloaded by their URLs."""

import asyncio
import json
import secrets
from dataclasses import dataclass
from itertools import count
from typing import Any

from aiohttp import web

from tests.servers.vk.attachments import Doc, Photo, Voice, measured
from tests.servers.vk.errors import VKError, invalid

Json = dict[str, Any]

PHOTO_NAMES = (".jpg", ".jpeg", ".png", ".gif")
PHOTO_MOST, DOC_MOST, SIDES_MOST = 50 * 2**20, 200 * 2**20, 14_000
UPLOAD_SERVER = 636_127


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came to an upload URL and is not saved yet."""

    name: str
    data: bytes
    as_voice: bool = False


class Files:
    def __init__(self, community: int) -> None:
        self.community = community
        self.photos: dict[int, Photo] = {}
        self.docs: dict[int, Doc | Voice] = {}
        self._ids = count(457_239_017)
        self._uploads: dict[str, list[Upload]] = {}
        self._saved: dict[str, list[Photo]] = {}
        self._rendered: dict[tuple[int, str], bytes] = {}

    def photo(self, owner_id: int, data: bytes, at: int) -> Photo:
        """Bytes that are no picture are kept too, as a 1280×960 one: not every test needs a real photo."""
        number = next(self._ids)
        photo = Photo(number, owner_id, secrets.token_hex(9), data, at, measured(data) or (1280, 960))
        self.photos[number] = photo
        return photo

    def doc(self, owner_id: int, data: bytes, name: str, at: int) -> Doc:
        doc = Doc(next(self._ids), owner_id, secrets.token_hex(9), data, at, name)
        self.docs[doc.id] = doc
        return doc

    def voice(self, owner_id: int, data: bytes, seconds: int) -> Voice:
        voice = Voice(next(self._ids), owner_id, secrets.token_hex(9), data, seconds)
        self.docs[voice.id] = voice
        return voice

    async def receive(self, request: web.BaseRequest, kind: str) -> Json:
        """Take a POST to an upload URL; VK answers a bad picture with an empty list, not with an error."""
        if not request.content_type.startswith("multipart/"):
            return {"error": "ERR_UPLOAD_BAD_REQUEST"}
        files = [
            Upload(field.filename, field.file.read(), kind == "audio_message")
            for name, field in (await request.post()).items()
            if isinstance(field, web.FileField) and (name in ("photo", "file") or name.startswith("file"))
        ]
        token = secrets.token_urlsafe(24)
        if kind != "photo":
            if not files or len(files[0].data) > DOC_MOST:
                return {"error": "no_file"}
            self._uploads[token] = files[:1]
            return {"file": token}
        good = bool(files) and all(map(_is_photo, files))
        if good:
            self._uploads[token] = files
        shown = json.dumps([{"photo": token, "sizes": [], "kid": token[:8]}]) if good else "[]"
        return {"server": UPLOAD_SERVER, "photo": shown, "hash": token[::-1]}

    def save_photos(self, server: int, photo: str, check: str, at: int) -> list[Photo]:
        """photos.saveMessagesPhoto; saving the same upload again gives the same photos."""
        try:
            token = str(json.loads(photo)[0]["photo"])
        except (ValueError, LookupError, TypeError):
            raise VKError(129, "photo list is empty" if photo == "[]" else "") from None
        if token not in self._uploads:
            raise VKError(129)
        if server != UPLOAD_SERVER:
            raise VKError(118)
        if check != token[::-1]:
            raise VKError(121)
        if token not in self._saved:
            self._saved[token] = [self.photo(-self.community, one.data, at) for one in self._uploads[token]]
        return self._saved[token]

    def save_doc(self, token: str, title: str, at: int) -> Doc | Voice:
        """docs.save; what was uploaded as a voice message becomes one."""
        if token not in self._uploads:
            raise invalid("file is invalid")
        upload = self._uploads[token][0]
        if upload.as_voice:
            return self.voice(-self.community, upload.data, 1)
        return self.doc(-self.community, upload.data, title or upload.name, at)

    async def download(self, request: web.BaseRequest) -> web.StreamResponse:
        """/photos/ID/SIZE.jpg?sign=…, /docOWNER_ID?hash=… (which redirects, as VK's does) and /storage/ID/HASH."""
        parts = request.path.strip("/").split("/")
        if parts[0] == "photos" and len(parts) == 3:
            return await self._photo(int(parts[1]), parts[2].removesuffix(".jpg"), request.query.get("sign"))
        if parts[0] == "storage" and len(parts) == 3:
            stored = self.docs.get(int(parts[1]))
            if stored and stored.key == parts[2]:
                mime = stored.mime if isinstance(stored, Doc) else "audio/ogg"
                return web.Response(body=stored.data, content_type=mime)
        if parts[0].startswith("doc"):
            number, key = parts[0].rpartition("_")[2], request.query.get("hash", "")
            return web.Response(status=302, headers={"Location": f"/storage/{number}/{key}"})
        return web.Response(status=404, text="404 Not Found")

    async def _photo(self, number: int, letter: str, sign: str | None) -> web.StreamResponse:
        photo = self.photos.get(number)
        if photo is None or sign != photo.key[:8]:
            return web.Response(status=404, text="404 Not Found")
        if (number, letter) not in self._rendered and photo.scaled(letter) != photo.size and measured(photo.data):
            self._rendered[number, letter] = await asyncio.to_thread(photo.rendered, letter)
        return web.Response(body=self._rendered.get((number, letter), photo.data), content_type="image/jpeg")


def _is_photo(upload: Upload) -> bool:
    size = measured(upload.data) if upload.name.lower().endswith(PHOTO_NAMES) else None
    if size is None or len(upload.data) > PHOTO_MOST:
        return False
    return sum(size) <= SIDES_MOST and max(size) <= 20 * min(size)
