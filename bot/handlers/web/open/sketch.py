"""The map without tiles and without a script: borders of the settlements and points, as a drawing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians

from bot.appeals.district import Area, District, Point

WIDTH, _TALLEST, _SHORTEST, _MARGIN = 600, 720, 240, 24
_SMALLEST_DOT, _LARGEST_DOT = 8, 20
# How wide a letter of a name is, about; how far apart corners are drawn; places tried for a name, in each direction.
_LETTER, _FINEST, _TRIED = 9, 3, 12
_Spot = tuple[float, float]
_Edge = tuple[_Spot, _Spot]


@dataclass(frozen=True, slots=True)
class Dot:
    """`count` cases at one crossing of the grid."""

    x: float
    y: float
    radius: float
    count: int


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a settlement in the middle of it."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """A drawing `WIDTH` wide; `borders` are paths of SVG."""

    height: float
    borders: tuple[str, ...]
    labels: tuple[Label, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """From degrees to the drawing: north is up, a kilometre is as long in both directions."""

    west: float
    north: float
    scale: float
    squeeze: float
    height: float

    def x(self, point: Point) -> float:
        return round(_MARGIN + (point.lon - self.west) * self.squeeze * self.scale, 1)

    def y(self, point: Point) -> float:
        return round(_MARGIN + (self.north - point.lat) * self.scale, 1)


def sketch(district: District, points: Sequence[Point]) -> Sketch | None:
    """None where there is nothing to draw: neither borders nor points."""
    areas = [(one.name, one.area) for one in district.settlements if one.area]
    corners = [point for _, area in areas for ring in area for point in ring]
    frame = _frame([*corners, *points])
    if frame is None:
        return None
    return Sketch(
        frame.height,
        tuple(_path(frame, area) for _, area in areas),
        tuple(label for name, area in areas if (label := _label(frame, name, area))),
        tuple(_dot(frame, point, count) for point, count in _counted(points)),
    )


def _counted(points: Iterable[Point]) -> list[tuple[Point, int]]:
    """Large dots first: small ones lie on them and not under."""
    counts = Counter(points).items()
    return sorted(counts, key=lambda pair: (-pair[1], pair[0].lat, pair[0].lon))


def _frame(points: Sequence[Point]) -> _Frame | None:
    if not points:
        return None
    south, north = min(one.lat for one in points), max(one.lat for one in points)
    west, east = min(one.lon for one in points), max(one.lon for one in points)
    squeeze = cos(radians((south + north) / 2))
    room = WIDTH - 2 * _MARGIN
    wide, tall = max((east - west) * squeeze, 1e-3), max(north - south, 1e-3)
    scale = min(room / wide, (_TALLEST - 2 * _MARGIN) / tall)
    return _Frame(west, north, scale, squeeze, max(_SHORTEST, round(tall * scale + 2 * _MARGIN)))


def _path(frame: _Frame, area: Area) -> str:
    return "".join(f"M{'L'.join(f'{x} {y}' for x, y in corners)}Z" for corners in _corners(frame, area))


def _corners(frame: _Frame, area: Area) -> list[list[_Spot]]:
    """The rings in the drawing, without the bends that nobody would see: a river has a hundred thousand."""
    return [_smoothed([(frame.x(point), frame.y(point)) for point in ring]) for ring in area]


def _smoothed(ring: Sequence[_Spot]) -> list[_Spot]:
    kept = list(ring[:1])
    for x, y in ring[1:]:
        if hypot(x - kept[-1][0], y - kept[-1][1]) >= _FINEST:
            kept.append((x, y))
    return kept


def _label(frame: _Frame, name: str, area: Area) -> Label | None:
    """Where the settlement is widest around; None for one that is narrower than its name."""
    rings = _corners(frame, area)
    outer = max(rings, key=len)
    (left, right), (top, bottom) = _ends([x for x, _ in outer]), _ends([y for _, y in outer])
    if right - left < _LETTER * len(name):
        return None
    steps = [(number + 0.5) / _TRIED for number in range(_TRIED)]
    spots = [(left + (right - left) * across, top + (bottom - top) * down) for across in steps for down in steps]
    edges = [edge for ring in rings for edge in pairwise((*ring, ring[0]))]
    x, y = max(spots, key=lambda spot: (_inside(spot, edges), min(_away(spot, edge) for edge in edges)))
    return Label(round(x, 1), round(y, 1), name)


def _ends(values: Sequence[float]) -> _Spot:
    return min(values), max(values)


def _inside(spot: _Spot, edges: Sequence[_Edge]) -> bool:
    x, y = spot
    crossed = 0
    for (ax, ay), (bx, by) in edges:
        crossed += (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax)
    return crossed % 2 == 1


def _away(spot: _Spot, edge: _Edge) -> float:
    """To the nearest point of the edge."""
    (x, y), ((ax, ay), (bx, by)) = spot, edge
    dx, dy = bx - ax, by - ay
    along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy) if dx or dy else 0.0
    along = min(1.0, max(0.0, along))
    return hypot(x - ax - along * dx, y - ay - along * dy)


def _dot(frame: _Frame, point: Point, count: int) -> Dot:
    radius = min(_SMALLEST_DOT + 2 * (count - 1), _LARGEST_DOT)
    return Dot(frame.x(point), frame.y(point), radius, count)
