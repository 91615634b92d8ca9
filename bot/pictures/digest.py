"""A head's digest as one picture for a phone: shares and times large, then days, topics and votes."""

from bot.dialogs.digest_chart import Bars, Chart, Counted
from bot.dialogs.message import Phrase, say
from bot.pictures.digest_top import counts, quiet, tiles, title
from bot.pictures.layout import Box
from bot.pictures.lettering import sized
from bot.pictures.sheet import BLUE, GAP, GREY, INK, INSIDE, MARGIN, ORANGE, PALE, QUIET, ROOM, SKY, Said, Sheet, sheet

_VOTE_COLOURS = (BLUE, GREY, ORANGE, PALE)
_WIDTH = ROOM - 2 * INSIDE
_LEFT, _RIGHT = MARGIN + INSIDE, MARGIN + ROOM - INSIDE
_TALLEST_BAR, _TOPIC = 122, 40
# The names of topics, and the number after a bar.
_NAMES, _NUMBER = 540, 76
_SWATCH = 28


def draw_digest(chart: Chart, said: Said) -> bytes:
    """A PNG 1080 wide, usually 1350 tall. Takes some tenths of a second: call it in a thread."""
    page = sheet(said)
    below = title(page, chart.title, chart.period)
    if chart.quiet is not None:
        return page.png(quiet(page, below, chart.quiet) + GAP)
    below = counts(page, tiles(page, below, chart.tiles), chart.counts)
    below = _days(page, below, chart.bars)
    if chart.topics:
        below = _topics(page, below, chart.topics, chart.joined)
    if any(one.count for one in chart.votes):
        below = _votes(page, below, chart.votes)
    return page.png(below + GAP)


def _card(page: Sheet, above: int, height: int, label: Phrase) -> int:
    page.card(Box(MARGIN, above, ROOM, height))
    page.text((_LEFT, above + 46), label, 30, _WIDTH, INK)
    return above + height + GAP


def _days(page: Sheet, above: int, bars: tuple[Bars, ...]) -> int:
    below = _card(page, above, 276, say("digest-chart-days"))
    right = _RIGHT
    for label, colour in ((say("digest-chart-closed"), SKY), (say("digest-chart-received"), BLUE)):
        right -= page.text((right, above + 46), label, 28, 220, QUIET, "rs") + 12 + 22
        page.fill(Box(right, above + 25, 22, 22), colour, 6)
        right -= 28
    highest = max([1, *(max(one.received, one.closed) for one in bars)])
    step = _WIDTH // max(1, len(bars))
    for index, one in enumerate(bars):
        _pair(page, one, Box(_LEFT + index * step, above, step, 276), highest)
    return below


def _pair(page: Sheet, one: Bars, box: Box, highest: int) -> None:
    floor, wide = box.top + 228, min(54, box.width // 2 - 8)
    middle = box.left + box.width // 2
    for count, start, colour in ((one.received, middle - wide - 2, BLUE), (one.closed, middle + 2, SKY)):
        height = max(6, round(_TALLEST_BAR * count / highest)) if count else 3
        page.fill(Box(start, floor - height, wide, height), colour if count else PALE, 6)
        if count:
            page.number((start + wide // 2, floor - height - 8), str(count), 26, wide, INK, "ms")
    page.text((middle, floor + 34), one.label, 28, box.width - 4, QUIET, "ms")


def _topics(page: Sheet, above: int, topics: tuple[Counted, ...], joined: int) -> int:
    below = _card(page, above, 78 + _TOPIC * len(topics), say("digest-chart-topics", joined=joined))
    most = max(one.count for one in topics)
    for index, one in enumerate(topics):
        base = above + 92 + _TOPIC * index
        page.text((_LEFT, base), one.label, 26, _NAMES - 16)
        width = max(6, round((_WIDTH - _NAMES - _NUMBER) * one.count / max(1, most)))
        page.fill(Box(_LEFT + _NAMES, base - 22, width, 26), BLUE, 6)
        page.number((_LEFT + _NAMES + width + 12, base), str(one.count), 26, _NUMBER - 12)
    return below


def _votes(page: Sheet, above: int, votes: tuple[Counted, ...]) -> int:
    below = _card(page, above, 164, say("digest-chart-votes"))
    shown = [(one, colour) for one, colour in zip(votes, _VOTE_COLOURS, strict=True) if one.count]
    total, before, least = sum(one.count for one in votes), 0, 12
    room = _WIDTH - least * len(shown)
    for index, (one, colour) in enumerate(shown):
        left = _LEFT + least * index + round(room * before / total)
        before += one.count
        right = _LEFT + least * (index + 1) + round(room * before / total)
        page.fill(Box(left, above + 66, right - left - (4 if before < total else 0), 32), colour, 6)
    _legend(page, above + 136, votes)
    return below


def _legend(page: Sheet, base: int, votes: tuple[Counted, ...]) -> None:
    """The colours with their words and numbers, spread over the width; smaller where the numbers are large."""
    words = [f"{page.words(one.label)} {one.count}" for one in votes]
    size = next((size for size in (25, 23, 21) if _wide(words, size) <= _WIDTH), 19)
    gap = max(0, min(48, (_WIDTH - sum(_SWATCH + _long(one, size) for one in words)) // (len(words) - 1)))
    left = _LEFT
    for one, colour in zip(words, _VOTE_COLOURS, strict=True):
        page.fill(Box(left, base - 19, 20, 20), colour, 5)
        left += _SWATCH + page.text((left + _SWATCH, base), one, size, _RIGHT - left - _SWATCH) + gap


def _wide(words: list[str], size: int) -> int:
    return sum(_SWATCH + _long(one, size) + 16 for one in words) - 16


def _long(words: str, size: int) -> int:
    return round(sized(size).getlength(words))
