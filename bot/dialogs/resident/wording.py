"""How the resident's dialog names things: topics, places and the buttons shown in several steps."""

from collections.abc import Sequence

from bot.appeals.appeal import Appeal, Place
from bot.appeals.district import District
from bot.appeals.status import Status
from bot.dialogs.message import Button, Phrase, Rows, say


def topic_name(district: District, code: str) -> str:
    """The topic as people read it; one that the district has since dropped shows its code."""
    topic = district.topics.get(code)
    return topic.name if topic else code


def category_name(district: District, category: str) -> str:
    return next((one.category_name for one in district.topics.values() if one.category == category), category)


def place_name(district: District, place: Place) -> str:
    """«д. Бабино, у магазина» or, when only the settlement is known, its name."""
    where = place.locality or settlement_name(district, place.settlement)
    return ", ".join(one for one in (where, place.address) if one)


def settlement_name(district: District, code: str) -> str:
    """The settlement as people read it; one that the district has since dropped shows its code."""
    return next((one.full_name for one in district.settlements if one.code == code), code)


def short_name(district: District, code: str) -> str:
    """«Булгаковское»: all that a button has room for."""
    return next((one.name for one in district.settlements if one.code == code), code)


def still_there(district: District, place: Place | None) -> Place | None:
    """The place, unless the district has since dropped its settlement: then nobody would answer for it."""
    return place if place and any(one.code == place.settlement for one in district.settlements) else None


def status_phrase(appeal: Appeal) -> Phrase:
    if appeal.status is Status.NEW and appeal.reopened:
        return say("status-reopened")
    return say(f"status-{appeal.status.value.replace('_', '-')}")


def own_buttons() -> Rows:
    """What is always possible while nothing is being written."""
    return ((Button(say("button-mine"), "mine:0"), Button(say("button-help"), "help")),)


def page_buttons(data: str, page: int, last: int) -> list[Button]:
    """«Назад» and «Дальше» in a list of pages from 0 to `last`; `data` is what stands before the page's number."""
    back = [Button(say("button-page-back"), f"{data}:{page - 1}")] if page > 0 else []
    return back + ([Button(say("button-page-next"), f"{data}:{page + 1}")] if page < last else [])


def in_rows(buttons: Sequence[Button], width: int) -> Rows:
    """The buttons, so many in a row."""
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def shortly(text: str, longest: int) -> str:
    """The text, or its beginning."""
    return text if len(text) <= longest else text[:longest] + "…"
