"""Where in the district a location pin lies: by borders where the file has them, else by the nearest village."""

from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt

from bot.appeals.appeal import Place
from bot.appeals.area import holds
from bot.appeals.district import District, Locality, Point

# A pin further than this from every locality is in somebody else's district, where no border says better.
REACH_KM = 15.0
# Borders are drawn by people and phones err: so near to a locality a pin is still in the district.
CLOSE_KM = 1.0
_EARTH_KM = 6371.0


class Pins:
    """Answers for one district."""

    def __init__(self, district: District) -> None:
        self._district = district

    def nearest(self, point: Point) -> Place | None:
        """The settlement whose border holds the pin, with its nearest locality; None outside the district."""
        for settlement in self._district.settlements:
            if settlement.area and holds(settlement.area, point):
                near = _nearest(point, settlement.localities)
                return Place(settlement.code, near[1].name if near else None, point=point)
        if any(holds(one.area, point) for one in self._district.neighbours):
            return None
        reached = [
            found
            for settlement in self._district.settlements
            if (found := _nearest(point, settlement.localities))
            and found[0] <= (CLOSE_KM if settlement.area else REACH_KM)
        ]
        if not reached:
            return None
        _, locality = min(reached, key=lambda pair: pair[0])
        return Place(locality.settlement, locality.name, point=point)

    def neighbour_at(self, point: Point) -> str:
        """The name of the neighbour whose border holds the pin; empty when none does."""
        return next((one.name for one in self._district.neighbours if holds(one.area, point)), "")


def _nearest(point: Point, localities: Iterable[Locality]) -> tuple[float, Locality] | None:
    near = [(distance_km(point, one.point), one) for one in localities if one.point]
    return min(near, key=lambda pair: pair[0]) if near else None


def distance_km(one: Point, other: Point) -> float:
    """Over the ground, by the haversine formula."""
    lat, other_lat = radians(one.lat), radians(other.lat)
    across = cos(lat) * cos(other_lat) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, sin((other_lat - lat) / 2) ** 2 + across)))
