"""Finds a desk or a settlement by the words of a command line: its code, its name, or a name misspelt a little."""

import difflib
from collections.abc import Mapping

from bot.appeals.district import Desk, District, Settlement

_CLOSE = 0.75
# Two candidates nearer than this to each other cannot be told apart.
_MARGIN = 0.08
# Words that many names share, so that they tell nothing.
_COMMON = {"сельское", "городское", "поселение", "администрация", "отдел"}


class UnclearName(LookupError):
    """The message says in Russian what can be written; `candidates` are names by code."""

    def __init__(self, message: str, candidates: Mapping[str, str]) -> None:
        self.candidates = dict(candidates)
        rows = [f"  {code} — {name}" for code, name in candidates.items()]
        super().__init__("\n".join([message, *rows]))


def find_desk(district: District, words: str) -> Desk:
    """Raises UnclearName when none or several are meant."""
    names = {desk.code: (desk.name, *_place_names(district, desk.settlement)) for desk in district.desks}
    return district.desk(_find(words, names, "отдела"))


def find_settlement(district: District, words: str) -> Settlement:
    """Raises UnclearName when none or several are meant."""
    names = {one.code: _place_names(district, one.code) for one in district.settlements}
    return district.settlement(_find(words, names, "поселения"))


def _place_names(district: District, code: str | None) -> tuple[str, ...]:
    """A settlement answers also to the names of its villages: people say «Булгаково» for «Булгаковское»."""
    if code is None:
        return ()
    settlement = district.settlement(code)
    villages = (name for place in settlement.localities for name in (place.name, *place.aliases))
    return (f"{settlement.name} {settlement.kind}", settlement.name, *villages)


def _find(words: str, names: Mapping[str, tuple[str, ...]], whose: str) -> str:
    """The code that the words mean; the first of the names is the one to show."""
    wanted, shown = _plain(words), {code: several[0] for code, several in names.items()}
    if wanted in names:
        return wanted
    scores = {code: max(_likeness(wanted, _plain(name)) for name in several) for code, several in names.items()}
    best = max(scores.values(), default=0.0)
    if best < _CLOSE:
        raise UnclearName(f"Нет {whose} «{words}». Напишите код или название из списка:", shown)
    # The very name is not put in doubt by another one that resembles it.
    nearly = best if best == 1 else best - _MARGIN
    close = {code: shown[code] for code, score in scores.items() if score >= nearly}
    if len(close) > 1:
        raise UnclearName(f"«{words}» подходит нескольким. Напишите код:", close)
    return next(iter(close))


def _plain(words: str) -> str:
    letters = "".join(letter if letter.isalnum() or letter in "-_" else " " for letter in words.lower())
    several = letters.replace("ё", "е").split()
    return " ".join([word for word in several if word not in _COMMON] or several)


def _likeness(wanted: str, name: str) -> float:
    """1 for the same words, a little less for the beginning of a name, else how alike the letters are."""
    if wanted == name:
        return 1.0
    if len(wanted) >= 3 and name.startswith(wanted):
        return 0.9
    return min(0.9, difflib.SequenceMatcher(None, wanted, name).ratio())
