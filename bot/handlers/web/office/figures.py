"""Figures by week, topic and settlement: each a picture and the same numbers in a table."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.handlers.web.office.charts import Pair, bars, pairs
from bot.handlers.web.office.door import for_visitors, token
from bot.handlers.web.office.room import OfficeRoom, office_of, page
from bot.usecases.entering import Visitor
from bot.usecases.office_figures import SPANS, desk_figures

_TOPICS = 12
_HOUR = timedelta(hours=1)


@for_visitors
async def figures(request: Request, visitor: Visitor) -> Response:
    """GET /figures?weeks=12."""
    room = office_of(request)
    asked = request.query_params.get("weeks", "")
    weeks = next((one for one in SPANS if str(one) == asked), SPANS[1])
    found = await desk_figures(room.service, visitor.rights, weeks)
    by_week = [Pair(f"{period.first:%d.%m}", one.received, one.closed) for period, one in found.weeks]
    topics = [(_topic(room, code), count) for code, count in found.topics[:_TOPICS]]
    places = [Pair(_short(room, code), one.received, one.overdue) for code, one in found.settlements]
    return page(
        request,
        "figures.html",
        visitor,
        found=found,
        weeks=weeks,
        spans=SPANS,
        week_chart=pairs(by_week, room.words("office-figures-weeks")),
        topic_chart=bars(topics, room.words("office-figures-topics")) if topics else "",
        place_chart=bars([(one.label, one.first) for one in places], room.words("office-figures-places")),
        share=_share,
        hours=hours,
        token=token(request),
    )


def _topic(room: OfficeRoom, code: str) -> str:
    topic = room.service.district.topics.get(code)
    return topic.name if topic else code


def _short(room: OfficeRoom, code: str) -> str:
    return next((one.name for one in room.service.district.settlements if one.code == code), code)


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.0%}"


def hours(value: timedelta | None) -> str:
    """Working time as people say it, in hours: «5,5»."""
    return "—" if value is None else f"{value / _HOUR:.1f}".replace(".", ",").removesuffix(",0")
