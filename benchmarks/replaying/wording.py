"""Knows the bot's messages by their words: taken from the locale itself, so that better words break no benchmark."""

import re

from bot.appeals.district import District
from bot.words import Words

NUMBER = r"\d\d-\d{5}"
_HOLE = "\u2063"  # stands where a sentence shows something that is not known beforehand


class Wording:
    """Labels and patterns of one locale."""

    def __init__(self, district: District) -> None:
        self._words = Words(district.locale, district.time_zone)
        self.number = re.compile(NUMBER)
        self.filed = self._pattern("filed-number", number=NUMBER)
        self.card = self._pattern("card-title", mark=r"\S+", number=NUMBER, status=r".+")
        self.photos_of = self._pattern("card-photos-of", number=NUMBER)
        self.prompts = {one: self._pattern(f"prompt-{one}", number=NUMBER) for one in ("solve", "explain")}
        self.told = {one: self._pattern(f"told-{one}", number=NUMBER) for one in ("solve", "explain")}
        self.voted = {one: self._pattern(f"desk-told-rate-{one}", number=NUMBER) for one in ("good", "neutral")}
        self.topic_questions = self._texts("ask-topic-likely", "ask-topic-category", "ask-topic-in-category")
        self.place_questions = self._texts(
            "ask-place", "ask-place-several", "ask-place-missed", "ask-place-outside"
        ) | {
            self.text("ask-place-region", contact=district.links.region),
            *(self.text("ask-place-neighbour", name=one.name, contact=one.contact) for one in district.neighbours),
        }
        # One message is to become one appeal, whatever the bot makes of it.
        self.goes_on = [
            self.text(f"button-{one}") for one in ("another-problem", "together", "is-message", "topic-list")
        ]
        self.locality_question = self.text("ask-locality")
        self.words_questions = self._texts("ask-words-photo", "ask-words-pin")
        self.refusals = self._texts("button-stale", "press-refused", "handling-failed", "desk-handling-failed")
        self.thanks = {one: self.text(f"rated-{one}") for one in ("good", "neutral")}
        self.not_choices = self._texts(
            "button-other-topic",
            "button-other-place",
            "button-unchanged",
            "button-no-locality",
            "button-page-next",
            "button-page-back",
        )

    def text(self, message_id: str, **args: str) -> str:
        return self._words.text(message_id, **args)

    def _texts(self, *ids: str) -> frozenset[str]:
        return frozenset(self.text(one) for one in ids)

    def _pattern(self, message_id: str, **holes: str) -> re.Pattern[str]:
        """The sentence with something like `holes` in it; the number is group 1."""
        said = self.text(message_id, **{name: _HOLE + name + _HOLE for name in holes})
        pattern = re.escape(said)
        for name, shape in holes.items():
            found = f"({shape})" if name == "number" else f"(?:{shape})"
            pattern = pattern.replace(re.escape(_HOLE + name + _HOLE), found, 1)
        return re.compile(pattern)
