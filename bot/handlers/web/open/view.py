"""What the page shows, put into words: the template only lays it out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.dialogs.digest_wording import percent
from bot.dialogs.resident.wording import category_name, short_name, topic_name
from bot.figures.public import LEAST, Group, PublicFigures
from bot.handlers.web.open.site import OpenSite
from bot.handlers.web.open.sketch import sketch
from bot.handlers.web.open.wording import took, where, working_time
from bot.usecases.opening import SolvedCase

# As many pictures stand on top; the others stand by their cases.
_SHOWN_PICTURES = 6
# A phone is not scrolled for ever: the rest opens at a press, also without a script.
_FIRST_CASES = 9


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; `share` is of the largest, from 0 to 100."""

    name: str
    received: str
    solved: str
    share: int


@dataclass(frozen=True, slots=True)
class CaseView:
    """A solved case in words; `picture` is an address or empty."""

    topic: str
    where: str
    solved: str
    took: str
    words: str
    picture: str
    alt: str


@dataclass(frozen=True, slots=True)
class Number:
    """One of the large numbers; `small` ones are words."""

    value: str
    name: str


def page_view(site: OpenSite, days: int, found: PublicFigures, cases: Sequence[SolvedCase]) -> dict[str, object]:
    """What `open.html` asks for."""
    views = [_case(site, one) for one in cases]
    points = [one.place.point for one in cases if one.place.point]
    return {
        "days": days,
        "periods": site.periods,
        "parts": site.parts,
        "updated": site.words("page-open-updated", at=found.until),
        "quiet": found.received < LEAST and found.solved < LEAST,
        "numbers": _numbers(site, found),
        "times": _times(site, found),
        "topics": _rows(site, found.topics, "page-open-rest-topics", lambda code: category_name(site.district, code)),
        "settlements": _rows(
            site, found.settlements, "page-open-rest-settlements", lambda code: short_name(site.district, code)
        ),
        "pictures": [one for one in views if one.picture][:_SHOWN_PICTURES],
        "cases": views,
        "first_cases": _FIRST_CASES,
        "sketch": sketch(site.district, points),
        "nothing_to_map": not points,
        "tiles": site.tiles,
        "credit": site.credit if site.tiles else "",
    }


def _numbers(site: OpenSite, found: PublicFigures) -> list[Number]:
    words = site.words
    numbers = [
        Number(_number(site, found.received), words("page-open-received")),
        Number(_number(site, found.solved), words("page-open-solved")),
        Number(_number(site, found.in_work), words("page-open-in-work")),
    ]
    if found.decided is not None:
        share = words("page-open-share-percent", count=percent(found.decided))
        numbers.append(Number(share, words("page-open-decided")))
    return numbers


def _times(site: OpenSite, found: PublicFigures) -> list[Number]:
    return [
        Number(_time(site, found.first_answer), site.words("page-open-first-answer")),
        Number(_time(site, found.solution), site.words("page-open-solution")),
    ]


def _time(site: OpenSite, amount: timedelta | None) -> str:
    if amount is None:
        return site.words("page-open-few")
    return working_time(site.words, amount, site.district.hours.length)


def _number(site: OpenSite, number: int) -> str:
    """One or two would say whose they are."""
    return str(number) if number == 0 or number >= LEAST else site.words("page-open-small")


def _rows(site: OpenSite, groups: Sequence[Group], rest: str, name: Callable[[str], str]) -> list[Row]:
    most = max((one.received for one in groups), default=0) or 1
    return [
        Row(
            name(one.code) if one.code else site.words(rest),
            _number(site, one.received),
            _number(site, one.solved),
            round(100 * max(one.received, LEAST - 1) / max(most, LEAST)),
        )
        for one in groups
    ]


def _case(site: OpenSite, one: SolvedCase) -> CaseView:
    topic, place = topic_name(site.district, one.topic), where(site.district, site.words, one.place)
    pictured = one.picture and "pictures" in site.parts
    return CaseView(
        topic,
        place,
        site.words("page-open-case-solved", day=one.solved_on),
        took(site.words, one.took),
        one.words if pictured else "",
        f"/open/picture/{one.picture}.jpg" if pictured else "",
        site.words("page-open-before-after-alt", topic=topic, place=place),
    )
