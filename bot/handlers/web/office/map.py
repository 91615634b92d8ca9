"""The map of what is open: markers by place, borders of settlements, tiles only where a setting names them."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from bot.appeals.appeal import Appeal
from bot.appeals.district import Area, District, Point
from bot.appeals.due import is_overdue
from bot.handlers.web.office.door import for_visitors, token
from bot.handlers.web.office.listing import asked_in, choices
from bot.handlers.web.office.room import OfficeRoom, office_of, page
from bot.usecases.entering import Visitor
from bot.usecases.office_browsing import Browsing

# About ten metres: what is nearer stands in one marker.
_DIGITS = 4
# So many of one place are named in its bubble.
_NAMED = 12


@for_visitors
async def district_map(request: Request, visitor: Visitor) -> Response:
    """GET /map: open ones, narrowed as in the list; under it the same as a list."""
    room = office_of(request)
    asked = asked_in(request.query_params, room.service.district)
    wanted = replace(asked.wanted, standing="open")
    found = await Browsing(room.service).on_map(visitor.rights, wanted)
    now = room.service.now()
    groups, nowhere = _grouped(room.service.district, found)
    drawn = {
        "tiles": room.tiles,
        "credit": room.credit,
        "areas": _areas(room.service.district),
        "markers": [_marker(room, point, sure, ones) for (point, sure), ones in groups.items()],
        "words": {"rough": room.words("office-map-rough"), "more": room.words("office-map-more")},
    }
    return page(
        request,
        "map.html",
        visitor,
        asked=asked,
        drawn=json.dumps(drawn, ensure_ascii=False),
        found=found,
        overdue={one.number for one in found if is_overdue(one, now)},
        nowhere=nowhere,
        choices=choices(room.service.district, visitor.rights),
        token=token(request),
    )


Groups = dict[tuple[Point, bool], list[Appeal]]


def _grouped(district: District, appeals: Iterable[Appeal]) -> tuple[Groups, list[Appeal]]:
    """By place: (point, whether it is the resident's own pin); and those of which nobody knows where they are."""
    known = {(one.settlement, one.name): one.point for one in district.localities() if one.point}
    middles = {one.code: _middle(one.area) for one in district.settlements if one.area}
    groups: Groups = defaultdict(list)
    nowhere = []
    for one in appeals:
        own = one.place.point
        point = own or known.get((one.place.settlement, one.place.locality or "")) or middles.get(one.place.settlement)
        if point is None:
            nowhere.append(one)
        else:
            groups[Point(round(point.lat, _DIGITS), round(point.lon, _DIGITS)), own is not None].append(one)
    return groups, nowhere


def _middle(area: Area) -> Point:
    """Of the ring's corners: inside it wherever a settlement is no horseshoe."""
    corners = area[0]
    return Point(sum(one.lat for one in corners) / len(corners), sum(one.lon for one in corners) / len(corners))


def _label(area: Area) -> list[float]:
    """Where the name stands: above the middle, where the markers of an unknown place are."""
    middle, north = _middle(area), max(one.lat for one in area[0])
    return [(middle.lat + north) / 2, middle.lon]


def _marker(room: OfficeRoom, point: Point, sure: bool, ones: list[Appeal]) -> dict[str, object]:
    now = room.service.now()
    late = [one for one in ones if is_overdue(one, now)]
    first = [*late, *(one for one in ones if one not in late)]
    title = room.words("office-map-marker", count=len(ones), overdue=len(late))
    return {
        "at": [point.lat, point.lon],
        "sure": sure,
        "count": len(ones),
        "late": len(late),
        "title": title,
        "items": [_item(room, one) for one in first[:_NAMED]],
        "more": max(len(first) - _NAMED, 0),
    }


def _item(room: OfficeRoom, appeal: Appeal) -> dict[str, object]:
    topic = room.service.district.topics.get(appeal.topic)
    late = room.words("office-overdue") if is_overdue(appeal, room.service.now()) else ""
    return {"number": appeal.number, "topic": topic.name if topic else appeal.topic, "late": late}


def _areas(district: District) -> list[dict[str, object]]:
    return [
        {
            "name": one.name,
            "label": _label(one.area),
            "rings": [[[point.lat, point.lon] for point in ring] for ring in one.area],
        }
        for one in district.settlements
        if one.area
    ]
