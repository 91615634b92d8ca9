"""Bytes that anybody may have sent -> an upright RGB picture, or one of two named refusals."""

from io import BytesIO
from threading import Lock

from PIL import ExifTags, Image, ImageFile

from bot.pictures.heic import is_heic, png_from_heic

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 80_000_000
MAX_SIDE = 30_000  # a strip of one pixel by millions costs memory for every row
MAX_SCANS = 64  # cameras and sites make about 10; each costs a pass over the whole picture, and only 100 bytes to send
# The content decides, not the name. What is not on this list (EPS and PDF start other programs) is never even tried;
# HEIC comes here as the PNG that `heic` made of it.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
START_OF_SCAN = b"\xff\xda"
TRANSPARENT = ("LA", "La", "RGBA", "RGBa")
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_salvaging = Lock()


class NotAPhoto(Exception):
    """Not a picture, of a kind we do not take, or broken beyond showing anything."""


class PhotoTooLarge(Exception):
    """Too many bytes, or a small file that unpacks to too many pixels or too much work."""


def decode(data: bytes, longest: int) -> Image.Image:
    """The picture in `data`: upright, RGB on white, the long side at most `longest` pixels, nothing attached.

    Raises `NotAPhoto` or `PhotoTooLarge` and nothing else, whatever the bytes are.
    """
    if len(data) > MAX_BYTES:
        raise PhotoTooLarge(f"{len(data)} bytes")
    try:
        if is_heic(data):
            data = png_from_heic(data, longest, MAX_PIXELS)
        return _bare(_shrunk(_loaded(data, longest), longest))
    except (NotAPhoto, PhotoTooLarge):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise PhotoTooLarge("unpacks to too much") from error
    except Exception as error:  # what a broken file makes Pillow raise is an open list, from struct.error to IndexError
        raise NotAPhoto(type(error).__name__) from error


def _loaded(data: bytes, longest: int) -> Image.Image:
    image = _opened(data, longest)
    try:
        image.load()
    except OSError:
        return _salvaged(data, longest)
    return image


def _opened(data: bytes, longest: int) -> ImageFile.ImageFile:
    image = Image.open(BytesIO(data), formats=FORMATS)
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise PhotoTooLarge(f"{width}x{height}")
    if image.info.get("progressive") and data.count(START_OF_SCAN) > MAX_SCANS:
        raise PhotoTooLarge("progressive without end")
    image.draft(None, (longest, longest))  # JPEG alone: unpacks a half or a quarter, and never below what was asked
    return image


def _salvaged(data: bytes, longest: int) -> Image.Image:
    """What is there of a file that was cut off on its way: half a photo still shows the pothole.

    Pillow's switch for this is global, so it is thrown for one file at a time. Whoever loads beside us meanwhile is
    merely spared the first, strict try.
    """
    with _salvaging:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            image = _opened(data, longest)
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
    if _shows_nothing(image):
        raise NotAPhoto("cut off before the picture began")
    return image


def _shows_nothing(image: Image.Image) -> bool:
    """One even grey or black, as decoders fill what never came; a glitch of a few pixels does not count."""
    glance = image.convert("RGB").resize((4, 4), Image.Resampling.BOX)
    return all(high - low <= 2 for low, high in glance.getextrema())  # type: ignore[misc]  # pairs, as it is RGB


def _shrunk(image: Image.Image, longest: int) -> Image.Image:
    """Turned and shrunk before anything is composed, so that a large picture is handled at full size only once."""
    turn = UPRIGHT.get(_orientation(image))
    image = _mixable(image)
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return image.transpose(turn) if turn is not None else image


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # torn EXIF must not cost the photo; the list is as open as above
        return 1


def _mixable(image: Image.Image) -> Image.Image:
    """In a mode whose pixels may be averaged: palettes, masks and one transparent colour may not."""
    if image.mode.startswith("I"):  # 16 bits of grey, which Pillow would cut off at 255 instead of scaling
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if image.mode == "PA" or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert({"1": "L", "P": "RGB"}.get(image.mode, image.mode))


def _bare(image: Image.Image) -> Image.Image:
    """A new picture with the same pixels: EXIF, comments and profiles stay behind with the old one."""
    white = Image.new("RGB", image.size, "white")
    if image.mode in TRANSPARENT:
        image = image.convert("RGBA")
        white.paste(image, mask=image.getchannel("A"))
    else:
        white.paste(image.convert("RGB"))
    return white
