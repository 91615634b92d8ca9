"""The resident's photos and the desk's in one picture, «до» and «после», to be understood at a glance on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from bot.pictures.decode import decode
from bot.pictures.layout import WIDTH, Box, Layout, arrange
from bot.pictures.lettering import write, write_large

SHOWN = 4  # photos a side; more would be stamps
QUALITY = 88
BACKGROUND = "#1c2329"
BEFORE, AFTER = "#8f5410", "#1f7a3d"  # white words stand out at least 5:1 on each
DIMMED = 0.6


@dataclass(frozen=True, slots=True)
class CollageCaption:
    """Words ready to be drawn: «ДО · 3 ноября 2026», «ПОСЛЕ · 7 ноября 2026», «№ 26-00017 · Бабино, ул. Лесная»."""

    before: str
    after: str
    title: str


def before_after(before: Sequence[bytes], after: Sequence[bytes], caption: CollageCaption) -> bytes:
    """A JPEG `WIDTH` pixels wide and at most `TALLEST` tall: up to `SHOWN` whole photos a side, «+3» for the others.

    Raises ValueError without photos on either side (then «после» goes alone), `NotAPhoto` or `PhotoTooLarge` as
    `clean_photo` does. Takes a few tenths of a second: call it in a thread.
    """
    if not before or not after:
        raise ValueError("a before/after picture needs photos of both")
    first, second = ([decode(data, WIDTH) for data in side[:SHOWN]] for side in (before, after))
    layout = arrange([_shape(photo) for photo in first], [_shape(photo) for photo in second])
    canvas = Image.new("RGB", (WIDTH, layout.height), BACKGROUND)
    _put(canvas, first, layout.before, hidden=len(before) - SHOWN)
    _put(canvas, second, layout.after, hidden=len(after) - SHOWN)
    _caption(canvas, layout, caption)
    encoded = BytesIO()
    # Colour at full resolution: at half of it the edges of letters on green go grey.
    canvas.save(encoded, "JPEG", quality=QUALITY, subsampling="4:4:4")
    return encoded.getvalue()


def _shape(photo: Image.Image) -> float:
    return photo.width / photo.height


def _put(canvas: Image.Image, photos: Sequence[Image.Image], boxes: Sequence[Box], hidden: int) -> None:
    for photo, box in zip(photos, boxes, strict=True):
        fitted = photo.resize((box.width, box.height), Image.Resampling.LANCZOS)
        canvas.paste(fitted, (box.left, box.top))
    if hidden > 0:
        _hint_at_more(canvas, boxes[-1], hidden)


def _hint_at_more(canvas: Image.Image, box: Box, hidden: int) -> None:
    area = (box.left, box.top, box.left + box.width, box.top + box.height)
    last = canvas.crop(area)
    canvas.paste(Image.blend(last, Image.new("RGB", last.size, "black"), DIMMED), area)
    write_large(ImageDraw.Draw(canvas), box, f"+{hidden}")


def _caption(canvas: Image.Image, layout: Layout, caption: CollageCaption) -> None:
    draw = ImageDraw.Draw(canvas)
    write(draw, [(layout.title, caption.title)], largest=48, smallest=36)
    for bar, colour in ((layout.before_bar, BEFORE), (layout.after_bar, AFTER)):
        draw.rectangle((bar.left, bar.top, bar.left + bar.width - 1, bar.top + bar.height - 1), fill=colour)
    # Shown 360 pixels wide, on a small phone, 34 here are 11 there: still to be read.
    write(draw, [(layout.before_bar, caption.before), (layout.after_bar, caption.after)], largest=44, smallest=34)
