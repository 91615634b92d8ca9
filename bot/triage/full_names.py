"""Finds people called by full name: surname, given name and patronymic, at least two of them, or with initials."""

import re
from collections.abc import Iterator

from bot.triage.morphology import Kind, Morphology, Word
from bot.triage.place_words import STREETS
from bot.triage.speech import fold

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_PATRONYMIC = re.compile(
    r"[а-я]{2,}(?:ов|ев)(?:ич(?:а|у|ем|е)?|н(?:а|ы|е|у|ой|ою))"
    r"|[а-я]{2,}инич(?:н(?:а|ы|е|у|ой))|(?:иль|кузьм|лук|фом|никит|савв)ич(?:а|у|ем|е|ом|на|ны|не|ну|ной)?"
)
_SURNAME_ENDS = re.compile(
    r"[а-я]{2,}(?:(?:ов|ев|ин|ын)(?:а|у|ым|ой|е)?|(?:ск|цк)(?:ий|ая|ого|ому|им|ой|ую|ом)|енко|ко|чук|юк|ян|дзе|швили|ых|их)"
)
_HOUSE = re.compile(r"[\s,]{0,3}(?:д\.|дом\b|корп|к\.|подъезд|парадн|ул\b)?\s?(?:\d|ул|подъезд|парадн)", re.IGNORECASE)
_INITIALS = r"[А-ЯЁ]\.\s?[А-ЯЁ]\."
_SURNAME = r"[А-ЯЁ][А-ЯЁа-яё]{2,25}(?:-[А-ЯЁ][а-яё]{1,25})?"
_WITH_INITIALS = re.compile(
    rf"(?<![\w.])(?:(?P<before>{_INITIALS}\s?{_SURNAME})|(?P<after>{_SURNAME}\s{{1,2}}(?:{_INITIALS}|[А-ЯЁ](?:\.\s?|\s)[А-ЯЁ]\b\.?)))"
)


class FullNames:
    """After `of_things` and words for streets a name is a street's or a school's; `famous` gave names to streets."""

    def __init__(self, morphology: Morphology, of_things: frozenset[str], famous: frozenset[str]) -> None:
        self._morphology, self._famous = morphology, famous
        self._of_things = of_things | STREETS

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        for match in _WITH_INITIALS.finditer(text):
            surname = next(word for word in _WORD.findall(match.group()) if len(word) > 2)
            if self._surname(surname) and not self._of_thing(text, match.start(), surname):
                yield match.span()
        words = list(_WORD.finditer(text))
        number = 0
        while number < len(words):
            width = self._width(text, words, number)
            if width:
                start, end = words[number].start(), words[number + width - 1].end()
                if not self._of_thing(text, start, *text[start:end].split(), after=text[end : end + 12]):
                    yield start, end
            number += width or 1

    def _width(self, text: str, words: list[re.Match[str]], first: int) -> int:
        """How many words from `first` on are one person's name; 0 when none."""
        group = [words[first].group()]
        for one, following in zip(words[first : first + 2], words[first + 1 : first + 3], strict=False):
            if text[one.end() : following.start()].strip(" \t\xa0\n") or "\n\n" in text[one.end() : following.start()]:
                break
            group.append(following.group())
        return next((width for width in (3, 2) if width <= len(group) and self._person(group[:width])), 0)

    def _person(self, group: list[str]) -> bool:
        """Whether these words name somebody: a patronymic beside a given name, or a given name and a surname."""
        keys = [fold(word) for word in group]
        patronymics = [number for number, key in enumerate(keys) if self._patronymic(key)]
        if patronymics:
            number = patronymics[0]
            if number == 0 or not self._given(keys[number - 1], group[number - 1]):
                return False
            rest = [word for other, word in enumerate(group) if other not in (number, number - 1)]
            return all(self._surname(word, beside_patronymic=True) for word in rest)
        if len(group) != 2:
            return False
        capital = all(word[0].isupper() for word in group) and not all(word.isupper() for word in group)
        return any(
            self._given(keys[given], group[given])
            and self._surname(group[surname])
            and self._together(self._word(keys[given]), self._word(keys[surname]), capital=capital)
            for given, surname in ((0, 1), (1, 0))
        )

    def _together(self, given: Word, surname: Word, *, capital: bool) -> bool:
        """«Иван Петров», «Вера Смирнова», «иван сидоров»; not «вера смирнова», and «Ивана Петрово» is a place."""
        certain = given.kind is Kind.SURNAME and surname.kind is Kind.SURNAME
        return (certain or capital) and not surname.place and _agree(given, surname)

    def _patronymic(self, key: str) -> bool:
        return bool(_PATRONYMIC.fullmatch(key)) and self._word(key).first_name

    def _given(self, key: str, written: str) -> bool:
        word = self._word(key)
        return word.first_name and (word.kind is Kind.SURNAME or len(written) > 2) and not _PATRONYMIC.fullmatch(key)

    def _surname(self, written: str, *, beside_patronymic: bool = False) -> bool:
        key = fold(written)
        word = self._word(key)
        if word.kind is Kind.SURNAME:
            return True
        if not _SURNAME_ENDS.fullmatch(key.rpartition("-")[2]):
            return beside_patronymic and word.kind is Kind.UNKNOWN
        return written[0].isupper() or (beside_patronymic and word.kind is not Kind.COMMON)

    def _of_thing(self, text: str, start: int, *name: str, after: str = "") -> bool:
        """«улица Карла Маркса», «школа имени Козлова», «на Юрия Гагарина», «Лизы Чайкиной 5»."""
        before = [fold(word) for word in _WORD.findall(text[max(0, start - 40) : start])[-3:]]
        if before and (before[-1] in self._of_things or (len(before) > 1 and before[-2] in {"имени", "им", *STREETS})):
            return True
        patronymic = any(_PATRONYMIC.fullmatch(fold(word)) for word in name)
        if patronymic:
            return False
        return bool(_HOUSE.match(after)) or any(self._word(fold(word)).lemmas & self._famous for word in name)

    def _word(self, key: str) -> Word:
        return self._morphology.word(key)


def _agree(given: Word, surname: Word) -> bool:
    """«Иван Петрова» are two people."""
    cases, others = ({(case, number) for case, number, _ in word.nouns | word.adjectives} for word in (given, surname))
    return not (cases and others) or bool(cases & others)
