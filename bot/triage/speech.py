"""A resident's message cut into words, each remembering where it stood."""

import re
from dataclasses import dataclass

# Enough for any real complaint: a pasted document must not hold up the other residents.
READ_WORDS = 400

# Other scripts name nothing here, and dictionaries stumble over them.
_WORD = re.compile(r"[а-яёА-ЯЁa-zA-Z0-9]+")
_SENTENCE_ENDS = re.compile(r"[.!?…\n]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: `key` is what it is compared by; `start` and `end` are its place in the text."""

    key: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Speech:
    """The text and its first `READ_WORDS` words and numbers, in order."""

    text: str
    words: tuple[Token, ...]

    def key(self, number: int) -> str:
        """The word of that number, empty before the first and after the last."""
        return self.words[number].key if 0 <= number < len(self.words) else ""

    def gap(self, number: int) -> str:
        """What stands between the word of that number and the one before it."""
        if not 0 <= number < len(self.words):
            return "."
        return self.text[self.words[number - 1].end if number else 0 : self.words[number].start]

    def starts_sentence(self, number: int) -> bool:
        # «д. Бабино»: a dot after an abbreviation ends nothing.
        return number == 0 or (bool(_SENTENCE_ENDS.search(self.gap(number))) and len(self.key(number - 1)) > 3)

    def said(self, first: int, after: int) -> str:
        """The words from `first` to the one before `after` as they were written, on one line."""
        words = " ".join(self.text[self.words[first].start : self.words[after - 1].end].split())
        return words + "»" if words.count("«") > words.count("»") else words


def heard(text: str) -> Speech:
    shouted = text.isupper()
    found: list[Token] = []
    for match in _WORD.finditer(text):
        word = match.group()
        found.append(Token(fold(word), match.start(), match.end(), word[0].isupper() and not shouted))
        if len(found) == READ_WORDS:
            break
    return Speech(text, tuple(found))


def fold(word: str) -> str:
    """The word as it is compared: small letters, «е» for «ё»."""
    return word.lower().replace("ё", "е")
