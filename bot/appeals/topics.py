"""The topics an appeal can have: the product's own list, which a district may rename or switch off."""

import csv
import io
from dataclasses import dataclass
from importlib import resources

from bot.appeals.durations import Duration, parse_duration


@dataclass(frozen=True, slots=True)
class Topic:
    """`code` is «category.topic»; `name` and `category_name` are shown to people.

    `first_answer` and `solution` are how long these may take; None means the district's default.
    `absorbed` are the codes of topics that the district has merged into this one. `owner` tells whose the topic
    usually is: «settlement», or the code of a department that takes it without being told.
    """

    code: str
    name: str
    category_name: str
    first_answer: Duration | None = None
    solution: Duration | None = None
    absorbed: tuple[str, ...] = ()
    owner: str = "settlement"

    @property
    def category(self) -> str:
        return self.code.split(".", 1)[0]


def read_topics(text: str) -> dict[str, Topic]:
    """Topics by code, in the order of the rows; the columns are those of `topics.csv`.

    Raises ValueError for a code that is repeated or has no category, and for what is no duration: such a list is a
    bug, not somebody's typo.
    """
    topics: dict[str, Topic] = {}
    for row in csv.DictReader(io.StringIO(text)):
        terms = (_duration(row["first_answer"]), _duration(row["solution"]))
        topic = Topic(row["code"], row["name"], row["category"], *terms, owner=row["owner"])
        if topic.code in topics or "." not in topic.code:
            raise ValueError(f"topic code {topic.code!r} is repeated or has no category")
        topics[topic.code] = topic
    return topics


def _duration(text: str) -> Duration | None:
    duration = parse_duration(text)
    if text and duration is None:
        raise ValueError(f"{text!r} is no duration")
    return duration


def product_topics() -> dict[str, Topic]:
    """The list that comes with the product, before any district has changed it."""
    return read_topics(resources.files("bot.appeals").joinpath("topics.csv").read_text(encoding="utf-8"))
