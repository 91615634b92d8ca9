"""The files Telegram keeps: photos in several sizes, documents and the rest, found by `file_id` or by path."""

from __future__ import annotations

import base64
import io
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from .errors import bad_request

PHOTO_UPLOAD = 10 << 20
DOWNLOAD = 20 << 20
UPLOAD = 50 << 20
SIDES = (90, 320, 800, 1280, 2560)  # the sizes s, m, x, y and w of a photo
SIDES_IN_ALL, RATIO = 10_000, 20

# The first letters of a file_id say what the file is; so do the folders.
KINDS = {
    "photo": ("AgACAgIAAxkBAA", "photos", "jpg"),
    "document": ("BQACAgIAAxkBAA", "documents", "bin"),
    "video": ("BAACAgIAAxkBAA", "videos", "mp4"),
    "voice": ("AwACAgIAAxkBAA", "voice", "oga"),
    "audio": ("CQACAgIAAxkBAA", "music", "mp3"),
    "sticker": ("CAACAgIAAxkBAA", "stickers", "webp"),
    "video_note": ("DQACAgIAAxkBAA", "video_notes", "mp4"),
    "animation": ("CgACAgIAAxkBAA", "animations", "mp4"),
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    kind: str
    file_id: str
    unique_id: str
    path: str
    size: int
    load: Callable[[], bytes]
    shape: dict[str, Any]  # what the Bot API says of such a file beside its ids: width, file_name ...

    @property
    def data(self) -> bytes:
        return self.load()

    def as_json(self) -> dict[str, Any]:
        return self.shape | {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}

    def as_file_json(self) -> dict[str, Any]:
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
            "file_path": self.path,
        }


class Files:
    """All files of one server; each is found in one step."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}
        self.sizes: dict[str, list[StoredFile]] = {}  # of a photo, by the file_id of any of its sizes
        self._numbers = itertools.count(1)

    def keep(self, kind: str, data: bytes | Callable[[], bytes], size: int = 0, **shape: Any) -> StoredFile:
        """`size` pretends: a video of 25 MB need not be 25 MB of memory."""
        prefix, folder, ending = KINDS[kind]
        number = next(self._numbers)
        mark = base64.urlsafe_b64encode(number.to_bytes(9, "big")).decode()
        name = str(shape.get("file_name", ""))
        path = f"{folder}/file_{number}.{name.rpartition('.')[2] if '.' in name else ending}"
        load = (lambda: data) if isinstance(data, bytes) else data
        size = size or (len(data) if isinstance(data, bytes) else 0)
        file = StoredFile(kind, f"{prefix}{mark}Oqc7bQABHgQ", f"AQAD{mark}", path, size, load, shape)
        self.by_id[file.file_id] = self.by_path[path] = file
        return file

    def keep_photo(self, data: bytes) -> list[StoredFile]:
        """All sizes of a photo, the smallest first. Raises ValueError for what is no picture."""
        width, height, plain = measured(data)
        full = scaled_size(width, height, SIDES[-1])
        best = data if plain and full == (width, height) else reencoded(data, SIDES[-1])
        sizes = []
        for side in [side for side in SIDES if side < max(full)]:
            small = scaled_size(width, height, side)
            # Telegram makes the small sizes at once; here they wait until somebody asks, so their weight is a guess.
            guess = max(len(best) * small[0] * small[1] // (full[0] * full[1]), 600)
            sizes.append(
                self.keep("photo", lambda s=side: reencoded(data, s), guess, width=small[0], height=small[1])  # type: ignore[misc]
            )
        sizes.append(self.keep("photo", best, width=full[0], height=full[1]))
        for file in sizes:
            self.sizes[file.file_id] = sizes
        return sizes


def uploaded_photo(files: Files, data: bytes) -> list[StoredFile]:
    """What a bot uploads as a photo must pass the checks of the Bot API and of the data centre."""
    if len(data) > PHOTO_UPLOAD:
        raise bad_request(
            f"File of size {len(data)} bytes is too big for a photo; the maximum size is {PHOTO_UPLOAD} bytes"
        )
    if not data:
        raise bad_request("File must be non-empty")
    try:
        width, height, _ = measured(data)
    except ValueError:
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    if width + height > SIDES_IN_ALL or max(width, height) > RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return files.keep_photo(data)


@lru_cache(maxsize=512)
def measured(data: bytes) -> tuple[int, int, bool]:
    """Width, height as seen, and whether it is a JPEG without EXIF, which Telegram would leave as it is."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            exif = image.getexif()
            width, height = image.size
            if exif.get(0x0112, 1) >= 5:  # the camera lay on its side
                width, height = height, width
            return width, height, image.format == "JPEG" and not exif
    except (UnidentifiedImageError, OSError) as error:
        raise ValueError("Telegram cannot read this as a picture: send it as a document") from error


def scaled_size(width: int, height: int, side: int) -> tuple[int, int]:
    share = min(1.0, side / max(width, height))
    return max(round(width * share), 1), max(round(height * share), 1)


@lru_cache(maxsize=64)
def reencoded(data: bytes, side: int) -> bytes:
    """A JPEG without EXIF, upright, no larger than `side`: what the apps make of a photo before they send it."""
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (side, side))
        upright = ImageOps.exif_transpose(image).convert("RGB")
    target = io.BytesIO()
    upright.resize(scaled_size(*measured(data)[:2], side)).save(target, "JPEG", quality=87)
    return target.getvalue()
