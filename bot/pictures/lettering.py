"""Words on a picture: as large as they fit, cut with «…» when they do not, in the font that lies beside this file."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO

from PIL import ImageDraw, ImageFont

from bot.pictures.layout import Box

PADDING = 24
FONT = "GolosText-SemiBold.ttf"


def write(draw: ImageDraw.ImageDraw, lines: Sequence[tuple[Box, str]], largest: int, smallest: int) -> None:
    """White words, each from the left of its box and in the middle of its height, all in one size (in pixels)."""
    drawable = [(box, plain(text)) for box, text in lines]
    font = _fitting(drawable, largest, smallest)
    for box, text in drawable:
        place = box.left + PADDING, box.top + box.height // 2
        draw.text(place, cut(text, box.width - 2 * PADDING, font), fill="white", font=font, anchor="lm")


def write_large(draw: ImageDraw.ImageDraw, box: Box, text: str) -> None:
    """A few white signs filling the middle of the box."""
    font = sized(max(12, min(box.height // 3, box.width // (len(text) + 1))))
    centre = box.left + box.width // 2, box.top + box.height // 2
    draw.text(centre, text, fill="white", font=font, anchor="mm")


def _fitting(lines: Sequence[tuple[Box, str]], largest: int, smallest: int) -> ImageFont.FreeTypeFont:
    for size in range(largest, smallest, -2):
        if all(sized(size).getlength(text) <= box.width - 2 * PADDING for box, text in lines):
            return sized(size)
    return sized(smallest)


def cut(text: str, width: int, font: ImageFont.FreeTypeFont) -> str:
    """The text, or as much of its beginning as fits."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1].rstrip(" ,.·-–—")
    return f"{text}…"


def plain(text: str) -> str:
    """One line, without what the font cannot draw (smileys in the name of a place would become boxes)."""
    font = sized(16)
    unknown = bytes(font.getmask("\uffff"))
    known = (sign for sign in " ".join(text.split()) if sign == " " or bytes(font.getmask(sign)) != unknown)
    return " ".join("".join(known).split())


@cache
def sized(size: int) -> ImageFont.FreeTypeFont:
    """The font, `size` pixels high."""
    return ImageFont.truetype(BytesIO(_font_file()), size)


@cache
def _font_file() -> bytes:
    return files("bot.pictures").joinpath("fonts", FONT).read_bytes()
