"""Whether a point lies inside an area."""

from itertools import pairwise

from bot.appeals.district import Area, Point


def holds(area: Area, point: Point) -> bool:
    """By rays: an odd number of rings around the point, so that a hole and an exclave need no thought."""
    return sum(_encloses(ring, point) for ring in area) % 2 == 1


def _encloses(ring: tuple[Point, ...], point: Point) -> bool:
    crossed = False
    for one, other in pairwise(ring):
        if (one.lat > point.lat) != (other.lat > point.lat):
            lon = one.lon + (point.lat - one.lat) / (other.lat - one.lat) * (other.lon - one.lon)
            crossed ^= point.lon < lon
    return crossed
