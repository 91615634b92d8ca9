"""Photos on their way out: uploaded to VK's own server, and found again on a message that is edited."""

import json
from typing import TYPE_CHECKING, Any

from aiohttp import FormData

from bot.handlers.vk.asking import ask, message_at
from bot.handlers.vk.errors import VKSaid
from bot.handlers.vk.shapes import Json, table, tables
from bot.usecases.platform import CannotEdit, TryLater

if TYPE_CHECKING:
    from vkbottle import API

REMEMBERED = 1000


class Photos:
    """What an edit does not name again vanishes from a message, so what was attached is remembered, else read again."""

    def __init__(self, api: "API", group_id: int) -> None:
        self._api, self._group_id = api, group_id
        self._sent: dict[tuple[int, int], str] = {}  # oldest first

    async def upload(self, peer: int, photos: tuple[bytes, ...]) -> str | None:
        """The `attachment` of a message with these photos (JPEG) in this order. Raises VKSaid or TryLater."""
        if not photos:
            return None
        server = await ask(self._api, "photos.getMessagesUploadServer", peer_id=peer)
        return ",".join([await _saved(self._api, server["upload_url"], photo) for photo in photos])

    def remember(self, peer: int, message: int, attachment: str) -> None:
        self._sent[peer, message] = attachment
        if len(self._sent) > REMEMBERED:
            del self._sent[next(iter(self._sent))]

    async def on(self, peer: int, message: int) -> str:
        """The `attachment` of a message sent earlier. Raises CannotEdit where VK does not show it, or TryLater."""
        if known := self._sent.get((peer, message)):
            return known
        try:
            found = await message_at(self._api, peer, message) or {}
        except VKSaid as said:
            if said.temporary:
                raise
            raise CannotEdit(f"its photos are not to be seen: {said}") from None
        photos = [table(one.get("photo")) for one in tables(found.get("attachments")) if one.get("type") == "photo"]
        if not photos or found.get("from_id") != -self._group_id:
            raise CannotEdit("its photos are not to be seen")
        return ",".join(_attachment(one) for one in photos)


async def _saved(api: "API", url: str, photo: bytes) -> str:
    form = FormData()
    form.add_field("photo", photo, filename="photo.jpg", content_type="image/jpeg")
    uploaded = await _post(api, url, form)
    fields = {name: uploaded[name] for name in ("server", "photo", "hash")}
    return _attachment((await ask(api, "photos.saveMessagesPhoto", **fields))[0])


async def _post(api: "API", url: str, form: Any) -> Json:
    try:
        return table(json.loads(await api.http_client.request_text(url, method="POST", data=form)))
    except Exception as error:
        why = type(error).__name__
    raise TryLater(f"a photo could not be uploaded: {why}")


def _attachment(photo: Json) -> str:
    key = photo.get("access_key")
    return f"photo{photo['owner_id']}_{photo['id']}" + (f"_{key}" if key else "")
