"""What a VK message holds: words, photos, a pin, and what the bot cannot take."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.appeals.district import Point
from bot.dialogs.events import AnyPhoto, LostPhoto, RemotePhoto, Unsupported
from bot.handlers.vk.shapes import Json, table, tables, text, whole

PICTURES = frozenset({"jpg", "jpeg", "png", "heic", "heif", "webp"})
FORWARDS_DEEP = 5  # VK nests forwarded messages up to 45 deep; nobody reads so far

_UNSUPPORTED: dict[str, Unsupported] = {
    "video": "video",
    "video_message": "video",
    "video_playlist": "video",
    "clip": "video",
    "audio_message": "voice",
    "audio": "voice",
    "sticker": "sticker",
    "ugc_sticker": "sticker",
    "graffiti": "sticker",
    "doc": "file",
    "poll": "poll",
}
_SIZES = "smxopqryzw"  # letters of old photos without width and height, the smallest first


@dataclass(frozen=True, slots=True)
class Content:
    """`kinds` are the attachments that are no photos, in VK's words."""

    text: str = ""
    photos: tuple[AnyPhoto, ...] = ()
    point: Point | None = None
    kinds: tuple[str, ...] = ()
    forwarded: bool = False

    @property
    def unsupported(self) -> Unsupported | None:
        """The first thing that cannot be taken; a link or a repost counts only where there is nothing besides."""
        for kind in self.kinds:
            if kind in _UNSUPPORTED:
                return _UNSUPPORTED[kind]
        return None if self.text or self.photos or self.point else "other"

    @property
    def empty(self) -> bool:
        return not (self.text or self.photos or self.point or self.kinds)


def content_of(message: Json) -> Content:
    """The message's own content, or where it has none, that of the messages it forwards."""
    own = _own(message)
    forwards = tables(message.get("fwd_messages"))
    if not forwards:
        return own
    if not own.empty:
        return Content(own.text, own.photos, own.point, own.kinds, forwarded=True)
    inner = [_own(one) for one in _flat(forwards)]
    return Content(
        text="\n".join(one.text for one in inner if one.text),
        photos=tuple(photo for one in inner for photo in one.photos),
        point=next((one.point for one in inner if one.point), None),
        kinds=tuple(kind for one in inner for kind in one.kinds),
        forwarded=True,
    )


def plain(written: object) -> str:
    """Text as it was typed: VK may give it with HTML's four entities."""
    said = text(written)
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        said = said.replace(entity, char)
    return said.strip()


def _own(message: Json) -> Content:
    photos: list[AnyPhoto] = []
    kinds: list[str] = []
    for attachment in tables(message.get("attachments")):
        kind = text(attachment.get("type"))
        photo = _photo(kind, table(attachment.get(kind)))
        if photo is None:
            kinds.append(kind)
        else:
            photos.append(photo)
    return Content(plain(message.get("text")), tuple(photos), _point(message.get("geo")), tuple(kinds))


def _flat(messages: list[Json], deep: int = FORWARDS_DEEP) -> Iterator[Json]:
    for one in messages:
        yield one
        if deep > 1:
            yield from _flat(tables(one.get("fwd_messages")), deep - 1)


def _photo(kind: str, body: Json) -> AnyPhoto | None:
    """A photo, or a picture sent as a file; None for anything else."""
    if kind == "photo":
        url = _best(body)
    elif kind == "doc" and text(body.get("ext")).lower() in PICTURES:
        url = text(body.get("url"))
    else:
        return None
    return RemotePhoto(url) if url else LostPhoto("unavailable")


def _best(photo: Json) -> str:
    """The address of the original, else of the largest size; VK does not sort them."""
    original = text(table(photo.get("orig_photo")).get("url"))
    sizes = [one for one in tables(photo.get("sizes")) if text(one.get("url"))]
    return original or (text(max(sizes, key=_largeness)["url"]) if sizes else "")


def _largeness(size: Json) -> tuple[int, int]:
    area = (whole(size.get("width")) or 0) * (whole(size.get("height")) or 0)
    return area, _SIZES.find(text(size.get("type"))[:1])


def _point(geo: object) -> Point | None:
    """Coordinates are an object now and were «54.9 32.4» in older versions."""
    raw = table(geo).get("coordinates")
    pair: list[Any] = raw.split() if isinstance(raw, str) else [table(raw).get("latitude"), table(raw).get("longitude")]
    try:
        lat, lon = (float(one) for one in pair)
    except (TypeError, ValueError, OverflowError):
        return None
    return Point(lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 and math.isfinite(lat + lon) else None
