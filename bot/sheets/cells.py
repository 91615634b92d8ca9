"""Words made harmless for a cell: a sheet must never take somebody's message for a formula."""

import re
import unicodedata

# What a sheet takes for the beginning of a formula, the full-width forms included: some programs fold them.
_SIGNS = tuple("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫")
# Shows the words as words; nearly every program of this kind hides it.
_GUARD = "'"
# Excel takes no more in one cell.
LONGEST = 32767
# Neither XML nor Excel can hold them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def harmless(text: str) -> str:
    """The words as a cell may hold them: printable, not too long, and never a formula."""
    words = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    guarded = _GUARD + words if _begins_like_a_formula(words) else words
    return guarded if len(guarded) <= LONGEST else guarded[: LONGEST - 1] + "…"


def _begins_like_a_formula(words: str) -> bool:
    # A program that trims spaces and invisible marks would find the sign behind them.
    seen = (one for one in words if not one.isspace() and unicodedata.category(one) != "Cf")
    return words[:1] in _SIGNS or next(seen, "") in _SIGNS
