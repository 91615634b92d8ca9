"""The words of the locale as tests look for them: what a test does not care about may be anything."""

import re
from pathlib import Path

from bot.appeals.district_file import load_district
from bot.words import Words

DISTRICT_FILE = Path(__file__).parents[2] / "district.toml"
DISTRICT = load_district(DISTRICT_FILE)
WORDS = Words(DISTRICT.locale, DISTRICT.time_zone)

_ANYTHING = "\ue000"
_ARGUMENTS = (
    *("number", "due", "solve", "at", "name", "desk", "district", "policy", "portal", "seconds", "status", "mark"),
    *(
        "topic",
        "place",
        "title",
        "text",
        "until",
        "day",
        "count",
        "emergency",
        "question",
        "url",
        "what",
        "who",
        "version",
    ),
)
NUMBER = re.compile(r"\d\d-\d{5}")


def label(button: str) -> str:
    """What stands on a button."""
    return WORDS.text(button)


def said(message_id: str, **known: str | int) -> re.Pattern[str]:
    """The sentence, with anything in the place of the arguments that are not given."""
    arguments: dict[str, str | int] = dict.fromkeys(_ARGUMENTS, _ANYTHING)
    text = WORDS.text(message_id, **(arguments | known))
    return re.compile(".+?".join(re.escape(part) for part in text.split(_ANYTHING)), re.DOTALL)


def number_in(text: str) -> str:
    found = NUMBER.search(text)
    assert found, f"no number in «{text}»"
    return found[0]
