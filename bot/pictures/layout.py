"""Where each photo of a before/after picture stands: arithmetic on shapes, in pixels, and no drawing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, product
from math import ceil, log

WIDTH = 1080
TALLEST = 1920  # the whole screen of a phone
PREVIEW = 1440  # a chat shows a picture up to about 3:4; what is taller it shows smaller
GAP = 8
TITLE = 92
BAR = 76

Row = tuple[float, ...]  # shapes, width divided by height, of photos that stand side by side at one height


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the canvas."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A canvas `WIDTH` wide; `before` and `after` hold one box for each photo, in their order and their shape."""

    height: int
    title: Box
    before_bar: Box
    after_bar: Box
    before: tuple[Box, ...]
    after: tuple[Box, ...]


def arrange(before: Sequence[float], after: Sequence[float]) -> Layout:
    """Of all ways to stand these shapes in rows, the one that shows them largest on a phone. Nothing is cropped."""
    ways = product((_one_above_other, _side_by_side), _rowings(before), _rowings(after))
    return max((stand(first, second) for stand, first, second in ways), key=_clarity)


def _clarity(layout: Layout) -> float:
    """Photo areas as a chat shows them; their product, so that no photo is made tiny for another's sake."""
    zoom = min(1.0, PREVIEW / layout.height)
    return sum(log(box.width * box.height * zoom * zoom) for box in layout.before + layout.after)


def _rowings(shapes: Sequence[float]) -> Iterator[tuple[Row, ...]]:
    """Every way to cut a sequence into rows, the order kept."""
    inner = range(1, len(shapes))
    for count in range(len(shapes)):
        for cuts in combinations(inner, count):
            yield tuple(tuple(shapes[start:end]) for start, end in pairwise((0, *cuts, len(shapes))))


def _one_above_other(first: tuple[Row, ...], second: tuple[Row, ...]) -> Layout:
    room = TALLEST - TITLE - 2 * BAR
    wanted = _natural_height(first, WIDTH), _natural_height(second, WIDTH)
    # A half that needs less than its share leaves the rest to the other.
    before = _block(first, WIDTH, max(room // 2, room - wanted[1]))
    after = _block(second, WIDTH, max(room // 2, room - wanted[0]))
    below = TITLE + BAR + _height(before)
    return Layout(
        height=below + BAR + _height(after),
        title=Box(0, 0, WIDTH, TITLE),
        before_bar=Box(0, TITLE, WIDTH, BAR),
        after_bar=Box(0, below, WIDTH, BAR),
        before=_moved(before, 0, TITLE + BAR),
        after=_moved(after, 0, below + BAR),
    )


def _side_by_side(first: tuple[Row, ...], second: tuple[Row, ...]) -> Layout:
    half, top = (WIDTH - GAP) // 2, TITLE + BAR
    before, after = (_block(rows, half, TALLEST - top) for rows in (first, second))
    tallest = max(_height(before), _height(after))
    return Layout(
        height=top + tallest,
        title=Box(0, 0, WIDTH, TITLE),
        before_bar=Box(0, TITLE, half, BAR),
        after_bar=Box(half + GAP, TITLE, half, BAR),
        before=_moved(before, 0, top + (tallest - _height(before)) // 2),
        after=_moved(after, half + GAP, top + (tallest - _height(after)) // 2),
    )


def _natural_height(rows: tuple[Row, ...], width: int) -> int:
    return ceil(sum(_row_heights(rows, width))) + GAP * (len(rows) - 1)


def _row_heights(rows: tuple[Row, ...], width: int) -> list[float]:
    """The height at which each row's photos fill the width exactly."""
    return [(width - GAP * (len(row) - 1)) / sum(row) for row in rows]


def _block(rows: tuple[Row, ...], width: int, tallest: int) -> tuple[Box, ...]:
    """One half, from (0, 0): rows filling the width, or all narrowed alike and centred when that were too tall."""
    heights = _row_heights(rows, width)
    scale = min(1.0, (tallest - GAP * (len(rows) - 1)) / sum(heights))
    boxes: list[Box] = []
    top = 0
    for row, natural in zip(rows, heights, strict=True):
        height = max(1, int(natural * scale))  # rounded down: three rounded up would not fit
        widths = [max(1, int(shape * natural * scale)) for shape in row]
        left = (width - sum(widths) - GAP * (len(row) - 1)) // 2
        for one in widths:
            boxes.append(Box(left, top, one, height))
            left += one + GAP
        top += height + GAP
    return tuple(boxes)


def _height(boxes: Sequence[Box]) -> int:
    return max(box.top + box.height for box in boxes)


def _moved(boxes: Sequence[Box], right: int, down: int) -> tuple[Box, ...]:
    return tuple(replace(box, left=box.left + right, top=box.top + down) for box in boxes)
