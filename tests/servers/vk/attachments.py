"""Photos, documents and the rest that hangs on a message, in VK's shapes."""

import io
import mimetypes
from dataclasses import dataclass
from typing import Any

from PIL import Image

Json = dict[str, Any]

# Longest side in pixels of each size, in the order VK lists them: by letter, not by size.
SIZES = {"m": 130, "o": 130, "p": 200, "q": 320, "r": 510, "s": 75, "w": 2560, "x": 604, "y": 807, "z": 1280}
ONLY_IF_LARGER_THAN = {"w": 1280, "y": 604, "z": 807}
DOC_TYPES = {"image/gif": 3, "image": 4, "audio": 5, "video": 6, "text": 1, "application/zip": 2}


@dataclass(slots=True, eq=False)
class Photo:
    id: int
    owner_id: int
    key: str
    data: bytes
    at: int
    size: tuple[int, int]

    def shown(self, base: str, true_key: bool = True) -> Json:
        """`true_key=False` gives the key of a беседа's event, with which the photo cannot be sent on."""
        original = {"type": "base", "width": self.size[0], "height": self.size[1], "url": self.url(base, "base")}
        sizes = [
            {"type": letter, "width": width, "height": height, "url": self.url(base, letter)}
            for letter in SIZES
            if max(self.size) > ONLY_IF_LARGER_THAN.get(letter, 0)
            for width, height in [self.scaled(letter)]
        ]
        body: Json = {"id": self.id, "owner_id": self.owner_id, "album_id": -3 if self.owner_id > 0 else -64}
        body |= {"access_key": self.key if true_key else self.key[::-1], "date": self.at, "has_tags": False, "text": ""}
        if self.owner_id < 0:
            body["user_id"] = 100
        return {"type": "photo", "photo": body | {"sizes": sizes, "orig_photo": original}}

    def url(self, base: str, letter: str) -> str:
        return f"{base}/photos/{self.id}/{letter}.jpg?quality=95&sign={self.key[:8]}"

    def scaled(self, letter: str) -> tuple[int, int]:
        """Width and height of one size; VK shrinks and never enlarges."""
        width, height = self.size
        share = min(1.0, SIZES.get(letter, max(width, height)) / max(width, height))
        return max(1, round(width * share)), max(1, round(height * share))

    def rendered(self, letter: str) -> bytes:
        """The file behind one size; the original bytes where nothing has to be shrunk."""
        size = self.scaled(letter)
        if size == self.size:
            return self.data
        with Image.open(io.BytesIO(self.data)) as picture:
            small = io.BytesIO()
            picture.convert("RGB").resize(size).save(small, "JPEG", quality=85)
        return small.getvalue()


@dataclass(slots=True, eq=False)
class Doc:
    id: int
    owner_id: int
    key: str
    data: bytes
    at: int
    name: str

    @property
    def mime(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def shown(self, base: str, true_key: bool = True) -> Json:
        kind = DOC_TYPES.get(self.mime) or DOC_TYPES.get(self.mime.split("/")[0], 8)
        body = {"id": self.id, "owner_id": self.owner_id, "title": self.name, "size": len(self.data)}
        body |= {"ext": self.name.rpartition(".")[2], "date": self.at, "type": kind, "is_unsafe": 0}
        body |= {"url": f"{base}/doc{self.owner_id}_{self.id}?hash={self.key}&dl=1"}
        return {"type": "doc", "doc": body | {"access_key": self.key if true_key else self.key[::-1]}}


@dataclass(slots=True, eq=False)
class Voice:
    id: int
    owner_id: int
    key: str
    data: bytes
    seconds: int

    def shown(self, base: str, true_key: bool = True) -> Json:
        link = f"{base}/doc{self.owner_id}_{self.id}?hash={self.key}"
        body: Json = {"id": self.id, "owner_id": self.owner_id, "duration": self.seconds, "waveform": [0, 7, 31, 12]}
        body |= {"link_ogg": f"{link}&as=ogg", "link_mp3": f"{link}&as=mp3"}
        body["access_key"] = self.key if true_key else self.key[::-1]
        return {"type": "audio_message", "audio_message": body}


@dataclass(slots=True, eq=False)
class Plain:
    """Anything whose file nobody downloads here: sticker, video, link, wall."""

    type: str
    body: Json

    def shown(self, base: str, true_key: bool = True) -> Json:
        return {"type": self.type, self.type: self.body}


Attachment = Photo | Doc | Voice | Plain


def measured(data: bytes) -> tuple[int, int] | None:
    """Width and height of a picture VK accepts (JPEG, PNG, GIF), else None."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.size if picture.format in ("JPEG", "PNG", "GIF") else None
    except OSError:
        return None


def sticker(number: int) -> Plain:
    url = f"https://vk.com/sticker/1-{number}-512b"
    images = [{"url": url, "width": 512, "height": 512}]
    body = {"inner_type": "base_sticker_new", "sticker_id": number, "product_id": 1, "is_allowed": True}
    return Plain("sticker", body | {"images": images, "images_with_background": images})


def video(number: int, owner: int, title: str, at: int) -> Plain:
    image = [{"url": "https://i.mycdn.me/getVideoPreview?id=1", "width": 320, "height": 240, "with_padding": 1}]
    body: Json = {"id": number, "owner_id": owner, "title": title, "description": "", "duration": 12, "date": at}
    body |= {"image": image, "type": "video", "views": 0, "is_private": 1, "access_key": "a1b2c3d4e5"}
    return Plain("video", body)


def link(url: str) -> Plain:
    return Plain("link", {"url": url, "title": url, "caption": url.split("/")[2], "description": ""})


def wall(number: int, owner: int, text: str, at: int) -> Plain:
    body: Json = {"inner_type": "wall_wallpost", "id": number, "from_id": owner, "to_id": owner, "date": at}
    return Plain("wall", body | {"text": text, "post_type": "post", "attachments": [], "access_key": "0f1e2d3c4b"})
