"""The coordinator's digest as one picture: the district's figures and the settlements in a table."""

from bot.dialogs.digest_chart import DistrictChart, Row
from bot.dialogs.message import Phrase, say
from bot.pictures.digest_top import counts, quiet, tiles, title
from bot.pictures.layout import Box
from bot.pictures.sheet import GAP, INK, INSIDE, MARGIN, ORANGE, PALE, QUIET, ROOM, Said, Sheet, sheet

_HEAD, _LINE = 72, 48
_MOST = 14  # rows: more would be too small for a phone, or too long for its screen
_LEFT, _WIDTH = MARGIN + INSIDE, ROOM - 2 * INSIDE
# Right edges of the columns of numbers, and the room of each.
_EDGES = (MARGIN + 496, MARGIN + 640, MARGIN + 816, MARGIN + ROOM - INSIDE)
_ROOMS = (110, 130, 166, 116)
_NAMES = _EDGES[0] - _ROOMS[0] - 12 - _LEFT
_OVERDUE = 2


def draw_district_digest(chart: DistrictChart, said: Said) -> bytes:
    """A PNG 1080 wide and at most 1500 tall. Takes some tenths of a second: call it in a thread."""
    page = sheet(said)
    below = title(page, chart.title, chart.period)
    if chart.quiet is not None:
        return page.png(quiet(page, below, chart.quiet) + GAP)
    below = counts(page, tiles(page, below, chart.tiles), chart.counts)
    return page.png(_table(page, below, chart.rows) + GAP)


def _table(page: Sheet, above: int, rows: tuple[Row, ...]) -> int:
    shown = rows if len(rows) <= _MOST else rows[: _MOST - 1]
    lines = len(shown) + (len(shown) < len(rows))
    page.card(Box(MARGIN, above, ROOM, _HEAD + lines * _LINE + 12))
    page.text((_LEFT, above + 48), say("digest-chart-settlement"), 26, _NAMES, QUIET)
    received, closed = say("digest-chart-received"), say("digest-chart-closed")
    _numbers(page, above + 48, (received, closed, say("digest-chart-overdue"), say("digest-chart-share")), QUIET)
    for index, row in enumerate(shown):
        _row(page, row, above + _HEAD + index * _LINE)
    if len(shown) < len(rows):
        more = say("digest-chart-more", count=len(rows) - len(shown))
        page.text((_LEFT, above + _HEAD + len(shown) * _LINE + 34), more, 26, _WIDTH, QUIET)
    return above + _HEAD + lines * _LINE + 12 + GAP


def _row(page: Sheet, row: Row, above: int) -> None:
    page.fill(Box(_LEFT, above, _WIDTH, 2), PALE)
    page.text((_LEFT, above + 34), row.title, 28, _NAMES)
    counted = (str(row.received), str(row.closed), str(row.overdue), row.share)
    _numbers(page, above + 34, counted, INK, bad=row.overdue > 0)


def _numbers(page: Sheet, base: int, labels: tuple[Phrase | str, ...], colour: str, *, bad: bool = False) -> None:
    for index, (label, edge, room) in enumerate(zip(labels, _EDGES, _ROOMS, strict=True)):
        shown = ORANGE if bad and index == _OVERDUE else colour
        page.number((edge, base), label, 28 if colour == INK else 26, room, shown, "rs")
