"""Charts as SVG made on the server: shapes and numbers besides colours, so that colours are not needed."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_HEIGHT, _TOP, _BOTTOM = 200, 18, 34
_BAR, _GAP, _LEFT = 16, 12, 34
_ROW, _WIDE, _NUMBER = 46, 330, 44


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
            parts.append(_text("axis", x + _BAR, base + 18, one.label, "middle"))
    return _drawing(width, _HEIGHT, title, parts)


def bars(rows: Sequence[tuple[str, int]], title: str) -> Markup:
    """One bar a row under its label, with its number at the end; as narrow as a phone."""
    highest = max((count for _, count in rows), default=0) or 1
    parts = []
    for at, (label, count) in enumerate(rows):
        y, length = at * _ROW, (_WIDE - _NUMBER) * count / highest
        parts.append(_text("label", 0, y + 16, label))
        parts.append(
            Markup('<rect class="filled" x="0" y="{}" width="{}" height="16" rx="3"/>').format(
                y + 22, f"{max(length, 2):.0f}"
            )
        )
        parts.append(_text("count", length + 8, y + 35, str(count)))
    return _drawing(_WIDE, max(len(rows), 1) * _ROW, title, parts)


def _drawing(width: float, height: float, title: str, parts: Sequence[Markup]) -> Markup:
    stripes = Markup(
        '<pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="ground" width="6" height="6"/><rect class="stripe" width="3" height="6"/></pattern>'
    )
    wide, high = f"{width:.0f}", f"{height:.0f}"
    head = Markup('<svg class="chart" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">')
    drawn = Markup("<defs>{}</defs>{}</svg>").format(stripes, Markup("").join(parts))
    return head.format(title, wide, high, wide, high) + drawn


def _text(kind: str, x: float, y: float, words: str, anchor: str = "start") -> Markup:
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        kind, f"{x:.0f}", f"{y:.0f}", anchor, words
    )


def _grid(highest: int, width: float, base: int, scale: float) -> Markup:
    lines = []
    for count in dict.fromkeys((0, highest // 2, highest)):
        y = f"{base - count * scale:.0f}"
        lines.append(Markup('<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(_LEFT, f"{width:.0f}", y, y))
        lines.append(_text("axis", _LEFT - 6, float(y) + 4, str(count), "end"))
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
