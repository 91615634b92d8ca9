"""`otklik classify`: what a message is about, where, how dangerous. JSON lines in, JSON lines out."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.appeals.district import District, Point
from bot.commands.json_lines import BadLine, answer_lines, number_of, text_of
from bot.settings import load_settings
from bot.triage.reading import Reading

if TYPE_CHECKING:
    from bot.commands.command import Commands

_TOP = 3
# Nobody goes out to a thanks.
_PLACELESS = frozenset({"thanks", "talk"})


def add(commands: "Commands") -> None:
    classify = commands.add_parser("classify", help="о чём сообщение и где это: строки JSON на входе и на выходе")
    classify.set_defaults(command=_classify)


async def _classify(_options: argparse.Namespace) -> int:
    """Needs only the district: no token, no database."""
    from bot.appeals.district_file import load_district
    from bot.triage.dispatcher import Dispatcher

    district = load_district(load_settings().district)
    triage = Dispatcher(district)

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        text = text_of(asked, "text")
        return told(triage(text, _pin(asked)), text, district)

    return answer_lines(answer)


def told(reading: Reading, text: str, district: District) -> dict[str, Any]:
    """A reading as the command's line; `place` is null unless exactly one place is meant."""
    topic = reading.topics[0] if reading.topics else None
    # A reading that gives no shares still names its topics.
    shares = [round(share, 4) for share in reading.confidences] or [0.0] * len(reading.topics)
    return {
        "topic": topic,
        "category": topic.split(".")[0] if topic else None,
        "confidence": shares[0] if shares else 0.0,
        "sure": reading.sure,
        "top": [list(pair) for pair in zip(reading.topics, shares, strict=False)][:_TOP],
        "kind": reading.kind,
        "urgent": reading.alarm is not None,
        "place": _place(reading, district),
        "ask_place": len(reading.places) != 1 and not reading.outside and reading.kind not in _PLACELESS,
        "outside": reading.outside,
        "several": len(reading.problems) > 1,
        "swearing": reading.swearing,
        "masked_text": reading.shown or text,
    }


def _place(reading: Reading, district: District) -> dict[str, str | None] | None:
    if len(reading.places) != 1:
        return None
    place = reading.places[0]
    return {
        "locality": place.locality,
        "settlement": district.settlement(place.settlement).name,
        "settlement_code": place.settlement,
        "street": reading.street or None,
        "house": reading.house or None,
    }


def _pin(asked: Mapping[str, Any]) -> Point | None:
    lat, lon = number_of(asked, "lat"), number_of(asked, "lon")
    if lat is None or lon is None:
        return None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise BadLine("«lat» — от -90 до 90, «lon» — от -180 до 180")
    return Point(lat, lon)
