"""How the resident's dialog names things: topics, places and the buttons shown in several steps."""

from bot.appeals.appeal import Appeal, Place
from bot.appeals.district import District
from bot.dialogs.message import Button, Phrase, Rows, say


def topic_name(district: District, code: str) -> str:
    """The topic as people read it; one that the district has since dropped shows its code."""
    topic = district.topics.get(code)
    return topic.name if topic else code


def category_name(district: District, category: str) -> str:
    return next((one.category_name for one in district.topics.values() if one.category == category), category)


def place_name(district: District, place: Place) -> str:
    """«д. Бабино, у магазина» or, when only the settlement is known, its name."""
    where = place.locality or district.settlement(place.settlement).full_name
    return ", ".join(one for one in (where, place.address) if one)


def status_phrase(appeal: Appeal) -> Phrase:
    return say(f"status-{appeal.status.value.replace('_', '-')}")


def own_buttons() -> Rows:
    """What is always possible while nothing is being written."""
    return ((Button(say("button-mine"), "mine:0"), Button(say("button-help"), "help")),)


def shortly(text: str, longest: int) -> str:
    """The text, or its beginning."""
    return text if len(text) <= longest else text[:longest] + "…"
