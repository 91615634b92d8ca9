"""How the open figures name places, times and how a request stands."""

from datetime import timedelta

from bot.appeals.district import District
from bot.dialogs.resident.wording import settlement_name
from bot.figures.public_place import PublicPlace, title_of
from bot.handlers.web.open.site import Words
from bot.usecases.opening import PublicRequest

_A_MINUTE, _AN_HOUR, _A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# From so many hours of work on people think in days.
_MANY_HOURS = 3


def place_words(district: District, words: Words, place: PublicPlace) -> str:
    """«ул. Советская, деревня Бабино, Третьяковское сельское поселение»: from the smallest to the largest."""
    near = words("page-open-near", landmark=place.landmark) if place.landmark else ""
    settlement = settlement_name(district, place.settlement) if place.settlement else district.name
    return ", ".join(one for one in (place.street, near, _locality(district, place), settlement) if one)


def where(district: District, words: Words, place: PublicPlace) -> str:
    """The same without the settlement, where a village says enough."""
    near = words("page-open-near", landmark=place.landmark) if place.landmark else ""
    near_first = [one for one in (_locality(district, place), place.street, near) if one]
    return ", ".join(near_first) or (settlement_name(district, place.settlement) if place.settlement else district.name)


def _locality(district: District, place: PublicPlace) -> str:
    known = (one for one in district.localities() if (one.settlement, one.name) == (place.settlement, place.locality))
    return next((title_of(one) for one in known), place.locality)


def working_time(words: Words, amount: timedelta, a_day: timedelta) -> str:
    """«40 мин», «5 ч», «3 рабочих дня»; a working day is as long as the district's."""
    if amount < _AN_HOUR:
        return words("page-open-minutes", count=max(1, round(amount / _A_MINUTE)))
    if amount < _MANY_HOURS * a_day:
        return words("page-open-hours", count=round(amount / _AN_HOUR))
    return words("page-open-days-of-work", count=round(amount / a_day))


def took(words: Words, amount: timedelta) -> str:
    """«за несколько часов», «за 3 дня»."""
    days = round(amount / _A_DAY)
    return words("page-open-took-days", count=days) if days else words("page-open-took-hours")


def standing(words: Words, request: PublicRequest) -> str:
    """How it stands, or the desk's own words if they were released."""
    if request.words:
        return request.words
    if request.note == "merged":
        return words("page-open311-status-merged", number=request.merged)
    return words(f"page-open311-status-{request.note.replace('_', '-')}")
