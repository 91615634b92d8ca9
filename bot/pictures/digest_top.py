"""The top of a digest's picture: whose and when, two large figures, and four counts."""

from bot.dialogs.digest_chart import Counted, Tile
from bot.dialogs.message import Phrase
from bot.pictures.layout import Box
from bot.pictures.lettering import plain, sized
from bot.pictures.sheet import GAP, INK, INSIDE, MARGIN, ORANGE, QUIET, ROOM, Sheet

_TILES_HEIGHT, _COUNTS_HEIGHT = 264, 136
_LARGEST, _SMALLEST, _TWO_LINES = 56, 42, 40


def title(sheet: Sheet, name: Phrase | str, period: Phrase | str) -> int:
    """A long name takes two lines. Gives the top of what comes below, as all these do."""
    base, words = 88, plain(sheet.words(name))
    if sized(_SMALLEST).getlength(words) <= ROOM:
        sheet.fitted((MARGIN, base), words, (_SMALLEST, _LARGEST), ROOM)
    else:
        base = sheet.lines((MARGIN, 76), words, _TWO_LINES, ROOM, 2, INK)
    sheet.text((MARGIN, base + 56), period, 36, ROOM, QUIET)
    return base + 56 + 32


def tiles(sheet: Sheet, above: int, shown: tuple[Tile, ...]) -> int:
    for tile, box in zip(shown, _columns(len(shown), above, _TILES_HEIGHT, GAP), strict=True):
        sheet.card(box)
        left, room = box.left + INSIDE, box.width - 2 * INSIDE
        sheet.text((left, box.top + 52), tile.label, 32, room, QUIET)
        sheet.fitted((left, box.top + 160), tile.value, (56, 112), room, ORANGE if tile.bad else INK)
        for index, note in enumerate(tile.notes):
            sheet.text((left, box.top + 202 + 38 * index), note, 28, room, QUIET)
    return above + _TILES_HEIGHT + GAP


def counts(sheet: Sheet, above: int, shown: tuple[Counted, ...]) -> int:
    sheet.card(Box(MARGIN, above, ROOM, _COUNTS_HEIGHT))
    for counted, box in zip(shown, _columns(len(shown), above, _COUNTS_HEIGHT, 0), strict=True):
        middle, room = box.left + box.width // 2, box.width - 16
        colour = ORANGE if counted.bad else INK
        sheet.number((middle, box.top + 72), str(counted.count), 60, room, colour, "ms")
        sheet.text((middle, box.top + 112), counted.label, 28, room, colour if counted.bad else QUIET, "ms")
    return above + _COUNTS_HEIGHT + GAP


def quiet(sheet: Sheet, above: int, sentence: Phrase) -> int:
    """All there is to say of a quiet period."""
    height = 196
    sheet.card(Box(MARGIN, above, ROOM, height))
    sheet.lines((MARGIN + INSIDE, above + 84), sentence, 48, ROOM - 2 * INSIDE, 3, INK)
    return above + height + GAP


def _columns(many: int, above: int, height: int, gap: int) -> list[Box]:
    """So many boxes of one width side by side."""
    width = (ROOM - gap * (many - 1)) // many
    return [Box(MARGIN + index * (width + gap), above, width, height) for index in range(many)]
