"""A light sheet for charts: words that are cut to their room, bars, cards, in colours that everybody can tell apart."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

from bot.dialogs.message import Phrase
from bot.pictures.layout import WIDTH, Box
from bot.pictures.lettering import cut, plain, sized

Said = Callable[[Phrase], str]

TALLEST = 1500  # what a chat shows a picture as whole; the usual one is shorter
MARGIN = 56
GAP = 24
INSIDE = 32
ROOM = WIDTH - 2 * MARGIN
# Dark words on a light ground stand out at least 4.5:1; blue and orange are told apart by every kind of eyes.
PAPER, CARD = "#eef2f6", "#ffffff"
INK, QUIET = "#16202a", "#54616e"
BLUE, ORANGE, GREY, PALE = "#0a5a9c", "#b34a00", "#8795a3", "#d5dde5"
# Beside blue, where the other is no worse: orange says that something is wrong.
SKY = "#5797cc"
_ROUND, _FINE = 24, 3
_LEAST = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A canvas and how to say its labels."""

    image: Image.Image
    draw: ImageDraw.ImageDraw
    said: Said

    def text(
        self, place: tuple[int, int], label: Phrase | str, size: int, room: int, colour: str = INK, anchor: str = "ls"
    ) -> int:
        """The words in one line, cut where the room ends; how wide they became. Sizes in pixels."""
        font = sized(size)
        words = cut(plain(self.words(label)), room, font)
        self.draw.text(place, words, fill=colour, font=font, anchor=anchor)
        return round(font.getlength(words))

    def number(
        self, place: tuple[int, int], label: Phrase | str, size: int, room: int, colour: str = INK, anchor: str = "ls"
    ) -> None:
        """A number is made smaller until it fits: cut, it would be another number."""
        words = self.words(label)
        while size > _LEAST and sized(size).getlength(words) > room:
            size -= 2
        self.text(place, words, size, room, colour, anchor)

    def fitted(
        self, place: tuple[int, int], label: Phrase | str, sizes: tuple[int, int], room: int, colour: str = INK
    ) -> bool:
        """As large as they fit between the two sizes, the smaller one first; whether they fitted whole."""
        words = plain(self.words(label))
        smallest, largest = sizes
        fitting = [size for size in range(largest, smallest - 1, -2) if sized(size).getlength(words) <= room]
        self.text(place, words, fitting[0] if fitting else smallest, room, colour)
        return bool(fitting)

    def lines(self, place: tuple[int, int], label: Phrase | str, size: int, room: int, most: int, colour: str) -> int:
        """The words in at most so many lines, the last one cut; the base of the last line."""
        left, base = place
        broken = _broken(plain(self.words(label)), size, room, most)
        for index, line in enumerate(broken):
            self.text((left, base + index * round(size * 1.3)), line, size, room, colour)
        return base + (len(broken) - 1) * round(size * 1.3)

    def words(self, label: Phrase | str) -> str:
        return label if isinstance(label, str) else self.said(label)

    def card(self, box: Box) -> None:
        self.fill(box, CARD, _ROUND)

    def fill(self, box: Box, colour: str, rounded: int = 0) -> None:
        """Nothing is drawn where the box has no room."""
        if box.width <= 0 or box.height <= 0:
            return
        # Drawn larger and made smaller: round corners without steps.
        width, height = box.width * _FINE, box.height * _FINE
        shape = Image.new("L", (width, height))
        radius = min(rounded * _FINE, width // 2, height // 2)
        ImageDraw.Draw(shape).rounded_rectangle((0, 0, width - 1, height - 1), radius, fill=255)
        mask = shape.resize((box.width, box.height), Image.Resampling.BOX)
        self.image.paste(colour, (box.left, box.top, box.left + box.width, box.top + box.height), mask)

    def png(self, height: int) -> bytes:
        """The sheet down to that height."""
        encoded = BytesIO()
        # Few colours: a third of the size, and nobody sees a difference.
        shown = self.image.crop((0, 0, WIDTH, height)).quantize(64, dither=Image.Dither.NONE)
        shown.save(encoded, "PNG", optimize=True)
        return encoded.getvalue()


def sheet(said: Said) -> Sheet:
    image = Image.new("RGB", (WIDTH, TALLEST), PAPER)
    return Sheet(image, ImageDraw.Draw(image), said)


def as_jpeg(png: bytes) -> bytes:
    """The same picture, its colours at full resolution: at half of it the edges of letters go grey."""
    encoded = BytesIO()
    with Image.open(BytesIO(png)) as picture:
        picture.convert("RGB").save(encoded, "JPEG", quality=90, subsampling="4:4:4")
    return encoded.getvalue()


def _broken(words: str, size: int, room: int, most: int) -> list[str]:
    font, lines = sized(size), [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(lines) < most and font.getlength(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
