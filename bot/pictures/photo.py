"""What a person uploaded -> our own photo: a plain JPEG of a sensible size that tells nothing but what it shows."""

from dataclasses import dataclass
from io import BytesIO

from bot.pictures.decode import NotAPhoto, PhotoTooLarge, decode
from bot.pictures.fingerprint import fingerprint, looks_same

__all__ = ["CleanPhoto", "NotAPhoto", "PhotoTooLarge", "clean_photo", "looks_same"]

LONGEST = 2048
QUALITY = 85


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A JPEG without metadata, upright; `width` and `height` in pixels, `fingerprint` for `looks_same`."""

    data: bytes
    width: int
    height: int
    fingerprint: str


def clean_photo(data: bytes) -> CleanPhoto:
    """Takes JPEG, PNG, WebP, HEIC, GIF (its first frame), BMP and TIFF, judged by content and never by name.

    Raises `NotAPhoto` or `PhotoTooLarge`, and nothing else on any bytes. Half a second, HEIC two: call it in a thread.
    """
    picture = decode(data, LONGEST)
    encoded = BytesIO()
    picture.save(encoded, "JPEG", quality=QUALITY)
    return CleanPhoto(encoded.getvalue(), picture.width, picture.height, fingerprint(picture))
