"""Places that come up again: the same address with the same trouble, and where most people write from."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.appeals.filing import Filing
from bot.appeals.record import Record, Span
from bot.figures.outcome import within

Filed = Filing | Record

# Twice is chance; the third time somebody should ask why.
_AGAIN = 3
# Words of an address that people write or leave out.
_KINDS = re.compile(r"\b(улица|ул|дом|д|переулок|пер|проспект|пр-т|площадь|пл|квартира|кв)\b\.?")


@dataclass(frozen=True, slots=True)
class Repeat:
    """An address where a trouble has come up so many times since that day; `topic` is the newest one's."""

    locality: str
    address: str
    topic: str
    times: int
    since: date


@dataclass(frozen=True, slots=True)
class Spot:
    """A locality and a category of topics with so many messages; `locality` may be empty."""

    settlement: str
    locality: str
    category: str
    count: int


def repeats(records: Iterable[Filed], span: Span, zone: ZoneInfo) -> tuple[Repeat, ...]:
    """Those that came up in this span; two messages of one day are one time."""
    known = [one for one in records if not one.merged and one.filed_at < span[1] and one.place.address]
    lately = {_where(one) for one in known if within(one.filed_at, span)}
    groups: dict[tuple[str, str, str], list[Filed]] = defaultdict(list)
    for one in known:
        if (where := _where(one)) in lately and where[1]:
            groups[where].append(one)
    found = []
    for group in groups.values():
        newest = max(group, key=lambda one: (one.filed_at, one.number))
        days = {one.filed_at.astimezone(zone).date() for one in group}
        if len(days) >= _AGAIN:
            place = newest.place
            found.append(Repeat(place.locality or "", place.address, newest.topic, len(days), min(days)))
    return tuple(sorted(found, key=lambda one: (-one.times, one.since, one.locality, one.address, one.topic)))


def _where(filed: Filed) -> tuple[str, str, str]:
    """A trouble at an address: what is the same here has come up again."""
    return filed.place.locality or filed.place.settlement, plain_address(filed.place.address), category(filed)


def hot_spots(records: Iterable[Record], span: Span) -> tuple[Spot, ...]:
    """The most written about first; whoever joined counts as one who wrote."""
    counted: Counter[tuple[str, str, str]] = Counter()
    for one in records:
        if not one.merged and within(one.filed_at, span):
            counted[one.place.settlement, one.place.locality or "", category(one)] += 1 + one.followers
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Spot(*key, many) for key, many in ordered)


def category(record: Filed) -> str:
    return record.topic.split(".", 1)[0]


@lru_cache(maxsize=1 << 14)
def plain_address(words: str) -> str:
    """«ул. Лесная, д. 3» and «Лесная 3» are one place."""
    known = _KINDS.sub(" ", words.lower().replace("ё", "е"))
    return " ".join(re.findall(r"[\w/-]+", known))
