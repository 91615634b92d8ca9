"""Finds a resident's own details, which officials and the public must not see: phones, documents, flats, names."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.triage.detail_forms import ANY_NUMBER, CARD, FORMS, PHONES_AFTER, is_card
from bot.triage.full_names import FullNames
from bot.triage.morphology import Morphology

_FILE: dict[str, Any] = tomllib.loads(files("bot.triage").joinpath("details.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail from `start` to before `end`; `shown` stands in its place: «[телефон]»."""

    kind: str
    start: int
    end: int

    @property
    def shown(self) -> str:
        shown: str = _FILE["shown"][self.kind]
        return shown


class Details:
    """Knows the forms of documents and numbers, and the names of people from the dictionary."""

    def __init__(self, morphology: Morphology) -> None:
        names = _FILE["names"]
        self._names = FullNames(morphology, frozenset(names["of_things"].split()), frozenset(names["famous"].split()))

    def spans(self, text: str) -> tuple[Detail, ...]:
        """From left to right, apart from each other; of two that overlap the surer kind stands."""
        taken: list[Detail] = []
        # What is hidden may be all that made a neighbour look innocent: «кв. 5 м@a.ru» is no area.
        while more := self._apart(_blanked(text, taken), taken):
            taken += more
        return tuple(sorted(taken, key=lambda one: one.start))

    def _apart(self, text: str, taken: list[Detail]) -> list[Detail]:
        """What else there is, beside what is taken."""
        more: list[Detail] = []
        for detail in [*_numbers(text), *(Detail("name", start, end) for start, end in self._names.find(text))]:
            if all(detail.end <= one.start or one.end <= detail.start for one in (*taken, *more)):
                more.append(detail)
        return more


def _blanked(text: str, taken: list[Detail]) -> str:
    """The same length, so that places stay; nothing in it means anything where something was taken."""
    for one in taken:
        text = f"{text[: one.start]}{'□' * (one.end - one.start)}{text[one.end :]}"
    return text


def _numbers(text: str) -> Iterator[Detail]:
    """In order of certainty: a named document, a card, a phone, and last any number that is too long to be innocent."""
    for kind, form in FORMS:
        if kind == "phone":
            yield from (Detail("card", *match.span()) for match in CARD.finditer(text) if is_card(match.group()))
        for match in form.finditer(text):
            yield Detail(kind, *match.span(match.lastgroup or 0))
    for context in PHONES_AFTER[0].finditer(text):
        for match in PHONES_AFTER[1].finditer(text, *context.span("numbers")):
            yield Detail("phone", *match.span())
    yield from (Detail("number", *match.span()) for match in ANY_NUMBER.finditer(text))
