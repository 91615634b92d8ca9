"""The map without tiles and without a script: borders of the settlements and points, as a drawing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from bot.appeals.district import Area, District, Point

WIDTH, _TALLEST, _SHORTEST, _MARGIN = 600, 720, 240, 24
_SMALLEST_DOT, _LARGEST_DOT = 8, 20


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
        tuple(_label(frame, name, area) for name, area in areas),
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
    rings = ("L".join(f"{frame.x(point)} {frame.y(point)}" for point in ring) for ring in area)
    return "".join(f"M{ring}Z" for ring in rings)


def _label(frame: _Frame, name: str, area: Area) -> Label:
    ring = max(area, key=len)
    xs, ys = [frame.x(one) for one in ring], [frame.y(one) for one in ring]
    return Label(round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1), name)


def _dot(frame: _Frame, point: Point, count: int) -> Dot:
    radius = min(_SMALLEST_DOT + 2 * (count - 1), _LARGEST_DOT)
    return Dot(frame.x(point), frame.y(point), radius, count)
