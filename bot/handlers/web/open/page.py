"""GET /open: what was asked and what was done, for residents; the same as JSON, and the released pictures."""

import json
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from bot.appeals.district import Point
from bot.dialogs.resident.wording import category_name, settlement_name
from bot.figures.public import LEAST, Group, PublicFigures
from bot.handlers.web import pages
from bot.handlers.web.open import spark
from bot.handlers.web.open.site import PAGE_SECONDS, OpenSite
from bot.handlers.web.open.view import page_view
from bot.usecases.opening import SolvedCase
from bot.usecases.releasing import released_picture

HERE = Path(__file__).parent
# More would only make the page long; programs have Open311.
MOST_CASES = 100
_pages = Environment(
    loader=FileSystemLoader([HERE / "templates", pages.HERE / "templates"]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_KEPT = {"Cache-Control": f"public, max-age={PAGE_SECONDS}"}


async def page(site: OpenSite, request: Request) -> Response:
    days = site.period(request.query_params.get("days"))
    now = site.service.now()
    html = await site.remembered.get(("page", days), now, PAGE_SECONDS, partial(_rendered, site, days))
    return HTMLResponse(html, headers=_KEPT)


async def figures(site: OpenSite, request: Request) -> Response:
    """GET /open/figures.json: counts and times of the chosen days."""
    days = site.period(request.query_params.get("days"))
    return JSONResponse(_json(site, await _figures(site, days)), headers={**_KEPT, **spark.HEADERS})


async def points(site: OpenSite, request: Request) -> Response:
    """GET /open/map.json: borders and solved cases as GeoJSON."""
    days = site.period(request.query_params.get("days"))
    cases = await _cases(site, days) if "map" in site.parts else []
    headers = {**_KEPT, **spark.HEADERS, "Content-Type": "application/geo+json; charset=utf-8"}
    return Response(json.dumps(_geojson(site, cases), ensure_ascii=False), headers=headers)


async def picture(site: OpenSite, request: Request) -> Response:
    """GET /open/picture/<name>.jpg: while it is released, and a few minutes longer where it was seen already."""
    try:
        if "pictures" not in site.parts:
            raise FileNotFoundError
        name = request.path_params["name"]
        # A crowd at the first look has it drawn once.
        draw = partial(released_picture, site.service, name)
        content = await site.remembered.get(("picture", name), site.service.now(), 0, draw)
    except FileNotFoundError:
        return PlainTextResponse(site.words("page-error-no-photo"), status_code=404)
    return Response(content, media_type="image/jpeg", headers={**_KEPT, **spark.HEADERS})


async def _rendered(site: OpenSite, days: int) -> str:
    found, cases = await _figures(site, days), await _cases(site, days)
    view = page_view(site, days, found, cases)
    return _pages.get_template("open.html").render(words=site.words, district=site.district.name, **view)


async def _figures(site: OpenSite, days: int) -> PublicFigures:
    now = site.service.now()
    return await site.remembered.get(("figures", days), now, PAGE_SECONDS, lambda: site.opening.figures(days, now))


async def _cases(site: OpenSite, days: int) -> Sequence[SolvedCase]:
    now = site.service.now()
    return await site.remembered.get(
        ("cases", days), now, PAGE_SECONDS, lambda: site.opening.solved(days, now, MOST_CASES)
    )


def _json(site: OpenSite, found: PublicFigures) -> dict[str, object]:
    """Times in hours of work; null where it is not shown."""
    shown: dict[str, object] = {
        "district": site.district.name,
        "days": found.days,
        "until": spark.moment(found.until),
        "received": _whole(found.received),
        "answered": _whole(found.answered),
        "solved": _whole(found.solved),
        "in_work": _whole(found.in_work),
        "solved_share": None if found.decided is None else round(found.decided, 2),
    }
    if "times" in site.parts:
        times = {"first_answer_hours": found.first_answer, "solution_hours": found.solution}
        shown |= {name: one and round(one.total_seconds() / 3600, 1) for name, one in times.items()}
    if "topics" in site.parts:
        shown["topics"] = [_group(one, category_name(site.district, one.code)) for one in found.topics]
    if "settlements" in site.parts:
        shown["settlements"] = [_group(one, settlement_name(site.district, one.code)) for one in found.settlements]
    return shown


def _whole(number: int) -> int | None:
    return number if number == 0 or number >= LEAST else None


def _group(one: Group, name: str) -> dict[str, object]:
    return {
        "code": one.code or None,
        "name": name if one.code else None,
        "received": _whole(one.received),
        "solved": _whole(one.solved),
    }


def _geojson(site: OpenSite, cases: Sequence[SolvedCase]) -> dict[str, object]:
    solved = Counter(one.place.point for one in cases if one.place.point)
    return {
        "type": "FeatureCollection",
        "features": [
            *(
                _feature({"settlement": one.full_name}, "MultiPolygon", [[_ring(ring)] for ring in one.area])
                for one in site.district.settlements
                if one.area
            ),
            *(_feature(_spot(site, count), "Point", _pair(point)) for point, count in solved.items()),
        ],
    }


def _spot(site: OpenSite, count: int) -> dict[str, object]:
    return {"solved": count, "title": site.words("page-open-map-here", count=count)}


def _feature(properties: dict[str, object], kind: str, coordinates: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def _ring(ring: Sequence[Point]) -> list[list[float]]:
    return [_pair(point) for point in ring]


def _pair(point: Point) -> list[float]:
    return [point.lon, point.lat]
