"""Topics and deadlines as they are in force: read from the same district that the service works with."""

from datetime import time, timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.appeals.desk_time import desk_time
from bot.appeals.district import WorkingHours
from bot.appeals.durations import Duration
from bot.appeals.routing import desk_for
from bot.handlers.web.office.door import for_visitors, token
from bot.handlers.web.office.room import OfficeRoom, office_of, page
from bot.usecases.entering import Visitor

_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


@for_visitors
async def rules(request: Request, visitor: Visitor) -> Response:
    """GET /rules."""
    room = office_of(request)
    district = room.service.district
    return page(
        request,
        "rules.html",
        visitor,
        terms=_terms(room),
        topics=[_topic(room, code) for code in district.topics],
        desks=[_desk(room, one.code) for one in district.desks],
        token=token(request),
    )


def _terms(room: OfficeRoom) -> list[tuple[str, str]]:
    """What holds where neither a topic nor a desk says otherwise."""
    district, words = room.service.district, room.words
    terms = district.terms
    return [
        (words("office-terms-how"), words("office-terms-plain" if terms.plain else "office-terms-working")),
        (words("office-rules-answer"), _length(room, terms.first_answer)),
        (words("office-rules-solution"), _length(room, terms.solution)),
        (words("office-terms-question"), _length(room, terms.question)),
        (words("office-terms-urgent-answer"), _length(room, terms.urgent_answer)),
        (words("office-terms-urgent-solution"), _length(room, terms.urgent_solution)),
        (words("office-terms-head"), _length(room, district.escalation.head)),
        (words("office-terms-coordinator"), _length(room, district.escalation.coordinator)),
        (words("office-terms-silence"), words("office-days", count=district.silence_days)),
        (words("office-rules-hours"), _hours(room, district.hours)),
    ]


def _topic(room: OfficeRoom, code: str) -> dict[str, str]:
    district = room.service.district
    topic = district.topics[code]
    desks = [desk_for(district, code, one.code) for one in district.settlements]
    departments = list(dict.fromkeys(one.name for one in desks if one.settlement is None))
    own = room.words("office-rules-own-desk")
    others = [own] if any(one.settlement is not None for one in desks) else []
    return {
        "category": topic.category_name,
        "name": topic.name,
        "desk": ", ".join([*departments, *others]),
        "answer": _length(room, topic.first_answer or district.terms.first_answer),
        "solution": _length(room, topic.solution or district.terms.solution),
    }


def _desk(room: OfficeRoom, code: str) -> dict[str, str]:
    """A desk's own terms go before those of the topics."""
    desk, as_topic = room.service.district.desk(code), room.words("office-rules-as-topic")
    return {
        "name": desk.name,
        "hours": _hours(room, desk_time(room.service.district, code).hours),
        "answer": _length(room, desk.first_answer) if desk.first_answer else as_topic,
        "solution": _length(room, desk.solution) if desk.solution else as_topic,
    }


def _length(room: OfficeRoom, duration: Duration) -> str:
    """«2 рабочих дня 4 ч»."""
    hours, rest = divmod(duration.time, _HOUR)
    minutes, seconds = divmod(rest, _MINUTE)
    days = "office-days" if room.service.district.terms.plain else "office-working-days"
    parts = [
        room.words(days, count=duration.days) if duration.days else "",
        room.words("office-hours", count=hours) if hours else "",
        room.words("office-minutes", count=minutes) if minutes else "",
        room.words("office-seconds", count=int(seconds.total_seconds())) if seconds else "",
    ]
    return " ".join(one for one in parts if one)


def _hours(room: OfficeRoom, hours: WorkingHours) -> str:
    """«пн–пт 09:00–18:00, обед 13:00–14:00»."""
    lunch = room.words("office-rules-lunch", time=_stretch(*hours.lunch)) if hours.lunch else ""
    days = f"{_weekdays(room, sorted(hours.weekdays))} {_stretch(hours.opens, hours.closes)}"
    return ", ".join(one for one in (days, lunch) if one)


def _weekdays(room: OfficeRoom, days: list[int]) -> str:
    """A run of days by its ends, others one by one."""
    names = room.words("office-rules-weekdays").split()
    whole = len(days) > 2 and days == list(range(days[0], days[-1] + 1))
    return f"{names[days[0]]}–{names[days[-1]]}" if whole else ", ".join(names[one] for one in days)


def _stretch(start: time, end: time) -> str:
    return f"{start:%H:%M}–{end:%H:%M}"
