"""Charts as SVG made on the server: shapes and numbers besides colours, so that they are read without seeing colours."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

_HEIGHT, _TOP, _BOTTOM = 200, 18, 34
_BAR, _GAP, _LEFT = 16, 12, 34
_ROW, _LABEL, _WIDE = 30, 250, 560


@dataclass(frozen=True, slots=True)
class Pair:
    """Two counts under one label."""

    label: str
    first: int
    second: int


def pairs(rows: Sequence[Pair], title: str) -> Markup:
    """Two bars a label: the first is filled, the second is striped. `title` is what a screen reader hears."""
    highest = _rounded(max((max(one.first, one.second) for one in rows), default=0))
    step = 2 * _BAR + _GAP
    width, base = _LEFT + step * len(rows) + _GAP, _HEIGHT - _BOTTOM
    scale = (base - _TOP) / highest
    parts = [_grid(highest, width, base, scale)]
    every = 1 if len(rows) <= 14 else 4
    for at, one in enumerate(rows):
        x = _LEFT + _GAP / 2 + at * step
        parts.append(_bar(x, base, one.first, scale, "filled"))
        parts.append(_bar(x + _BAR, base, one.second, scale, "striped"))
        if at % every == 0 or at == len(rows) - 1:
            place = f'x="{x + _BAR:.0f}" y="{base + 18}" text-anchor="middle"'
            parts.append(Markup('<text class="axis" {}>{}</text>').format(Markup(place), one.label))
    return _drawing(width, _HEIGHT, title, parts)


def bars(rows: Sequence[tuple[str, int]], title: str) -> Markup:
    """One bar a row with its number at the end."""
    highest = max((count for _, count in rows), default=0) or 1
    parts = []
    for at, (label, count) in enumerate(rows):
        y, length = at * _ROW, (_WIDE - _LABEL - 50) * count / highest
        shown = label if len(label) <= 34 else f"{label[:33]}…"
        parts.append(Markup('<text class="label" x="0" y="{}">{}</text>').format(y + 20, shown))
        parts.append(
            Markup('<rect class="filled" x="{}" y="{}" width="{}" height="18" rx="3"/>').format(
                _LABEL, y + 6, f"{max(length, 2):.0f}"
            )
        )
        parts.append(
            Markup('<text class="count" x="{}" y="{}">{}</text>').format(f"{_LABEL + length + 8:.0f}", y + 20, count)
        )
    return _drawing(_WIDE, max(len(rows), 1) * _ROW, title, parts)


def _drawing(width: float, height: float, title: str, parts: Sequence[Markup]) -> Markup:
    stripes = (
        '<pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="ground" width="6" height="6"/><rect class="stripe" width="3" height="6"/></pattern>'
    )
    box = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
    return Markup('<svg class="chart" role="img" aria-label="{}" {}><defs>{}</defs>{}</svg>').format(
        title, Markup(box), Markup(stripes), Markup("").join(parts)
    )


def _grid(highest: int, width: float, base: int, scale: float) -> Markup:
    lines = []
    for count in dict.fromkeys((0, highest // 2, highest)):
        y = f"{base - count * scale:.0f}"
        lines.append(Markup('<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(_LEFT, f"{width:.0f}", y, y))
        place = Markup(f'x="{_LEFT - 6}" y="{float(y) + 4:.0f}" text-anchor="end"')
        lines.append(Markup('<text class="axis" {}>{}</text>').format(place, escape(count)))
    return Markup("").join(lines)


def _bar(x: float, base: int, count: int, scale: float, kind: str) -> Markup:
    if not count:
        return Markup("")
    height = max(count * scale, 2)
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        kind, f"{x:.1f}", f"{base - height:.1f}", _BAR - 2, f"{height:.1f}"
    )


def _rounded(highest: int) -> int:
    """The end of the scale: even, so that its middle is a number too."""
    for step in (2, 10, 20, 50, 100, 200, 500, 1000):
        if highest <= 10 * step:
            return max(-(-highest // step) * step, 4)
    return highest
