"""The words of the open figures: all there, all used, and as plain as anybody's."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

from bot.handlers.web.open import routes
from bot.words import Words
from tests.words.samples import MOSCOW, SAMPLES, wanted
from tests.words.test_house_rules import LONGEST_SENTENCE, OFFICIALESE

SAID = SAMPLES | {"at": datetime(2026, 11, 24, tzinfo=UTC), "day": date(2026, 11, 24), "landmark": "магазин"}
SAID |= {"address": "Бабино", "what": "26-00017", "url": "https://example.org", "number": "26-00017"}
# Put together in the code: how a request stands, and why a place was not understood.
FAMILIES = {
    "page-open311-status-": ("new", "in-work", "asked", "solved", "explained", "declined", "merged", "closed"),
    "page-open311-": ("no-place", "several-places", "outside"),
}


def ours() -> dict[str, set[str]]:
    return {one: names for one, names in wanted().items() if one.startswith("page-open") and one != "page-open-photo"}


def used() -> set[str]:
    files = [one for one in Path(routes.HERE).rglob("*") if one.suffix in (".py", ".html")]
    found = {
        one for file in files for one in re.findall(r"page-open[a-z0-9-]*[a-z0-9]\b(?!-)", file.read_text("utf-8"))
    }
    return found | {start + end for start, ends in FAMILIES.items() for end in ends}


def test_every_word_is_there_and_none_lies_unused() -> None:
    said = used() - {start.rstrip("-") for start in FAMILIES}
    assert said - set(ours()) == set()
    assert set(ours()) - said == set()


def test_they_are_plain_and_short() -> None:
    words = Words("ru", MOSCOW)
    for one, names in ours().items():
        said = words.text(one, **{name: SAID[name] for name in names})
        assert not OFFICIALESE.search(said), one
        assert not re.search(r"[\"“”]| - |\.\.\.|[{}]", said), one
        assert all(len(sentence) <= LONGEST_SENTENCE for sentence in re.split(r"[.!?:](?=\s)|\n", said)), one
