"""Reads the borders in a GeoJSON file: named areas, or a sentence that says what is wrong with the file."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.appeals.district import Area, Point
from bot.appeals.read_places import in_russia

# The borders of a district with every bend of a river take less than a megabyte.
MOST_BYTES = 5_000_000
MOST_POINTS = 100_000
_FEWEST_CORNERS = 3
_LONGEST_CODE = 80


class GeoJsonError(ValueError):
    """The message is the end of a Russian sentence about the file."""


def load_areas(path: Path) -> dict[str, Area]:
    """Areas by the `code` in the properties of their features. Raises GeoJsonError."""
    return _Features().read(_parsed(_text(path)))


def _text(path: Path) -> str:
    try:
        # A pipe or a device has no end: only a plain file is opened.
        if not path.is_file():
            raise GeoJsonError("такого файла рядом нет")
        if path.stat().st_size > MOST_BYTES:
            raise GeoJsonError(f"он больше {MOST_BYTES // 1_000_000} МБ. Упростите границы")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise GeoJsonError("он сохранён не в UTF-8") from error
    except (OSError, ValueError) as error:
        if isinstance(error, GeoJsonError):
            raise
        raise GeoJsonError("он не открывается") from error


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise GeoJsonError(f"это не JSON, ошибка в его строке {error.lineno}") from error
    except (ValueError, RecursionError) as error:
        raise GeoJsonError("это не GeoJSON: слишком длинные числа или слишком много вложенных скобок") from error


@dataclass(slots=True)
class _Features:
    """Collects the areas of one file and counts their points."""

    areas: dict[str, Area] = field(default_factory=dict)
    points: int = 0

    def read(self, data: Any) -> dict[str, Area]:
        features = data.get("features") if isinstance(data, dict) else None
        if not isinstance(features, list):
            raise GeoJsonError('в нём нет списка "features": нужен GeoJSON вида FeatureCollection')
        for number, feature in enumerate(features, start=1):
            self._feature(feature, f"фигура № {number}")
        return self.areas

    def _feature(self, feature: Any, which: str) -> None:
        properties, geometry = _inside(feature, "properties"), _inside(feature, "geometry")
        code = properties.get("code")
        if not isinstance(code, str) or not code.strip():
            raise GeoJsonError(f"{which}: в свойствах нет строки code — кода поселения или названия соседнего района")
        code = code.strip()[:_LONGEST_CODE]
        which = f"{which} ({code})"
        if code in self.areas:
            raise GeoJsonError(f"{which}: такая уже есть. Объедините их в одну MultiPolygon")
        self.areas[code] = tuple(self._ring(ring, which) for ring in _rings(geometry, which))

    def _ring(self, ring: Any, which: str) -> tuple[Point, ...]:
        if not isinstance(ring, list):
            raise GeoJsonError(f"{which}: граница должна быть списком точек")
        self.points += len(ring)
        if self.points > MOST_POINTS:
            raise GeoJsonError(f"в нём больше {MOST_POINTS} точек. Упростите границы")
        points = tuple(_point(one, which) for one in ring)
        if len(set(points)) < _FEWEST_CORNERS:
            raise GeoJsonError(f"{which}: у границы меньше трёх разных точек")
        return points if points[0] == points[-1] else (*points, points[0])


def _inside(feature: Any, key: str) -> dict[str, Any]:
    value = feature.get(key) if isinstance(feature, dict) else None
    return value if isinstance(value, dict) else {}


def _rings(geometry: dict[str, Any], which: str) -> list[Any]:
    """All rings of all polygons in one list: whether a ring is a hole is told by counting."""
    coordinates, rings = geometry.get("coordinates"), list[Any]()
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(str(geometry.get("type")))
    if not isinstance(polygons, list):
        raise GeoJsonError(f"{which}: бывают только Polygon и MultiPolygon")
    for polygon in polygons:
        if not isinstance(polygon, list):
            raise GeoJsonError(f"{which}: в ней нет границы")
        rings.extend(polygon)
    if not rings:
        raise GeoJsonError(f"{which}: в ней нет границы")
    return rings


def _point(pair: Any, which: str) -> Point:
    if not isinstance(pair, list) or len(pair) < 2 or not all(type(one) in (int, float) for one in pair[:2]):
        raise GeoJsonError(f"{which}: точка пишется парой чисел, например [32.4167, 55.2]")
    lon, lat = pair[:2]
    if not in_russia(lat, lon):
        swapped = in_russia(lon, lat)
        hint = "В GeoJSON сначала долгота, потом широта" if swapped else "Нужны градусы WGS 84: долгота, широта"
        raise GeoJsonError(f"{which}: точка {str(lon)[:12]}, {str(lat)[:12]} не в России. {hint}")
    return Point(float(lat), float(lon))
