"""What is wrong when a database refuses, in one word: drivers say it in English, and may name people's words."""

import errno
from typing import Literal

Trouble = Literal["unreachable", "absent", "password", "rights", "full", "busy", "limits", "broken"]

# PostgreSQL's own codes, by how they begin.
_STATES: tuple[tuple[str, Trouble], ...] = (
    ("3D000", "absent"),
    ("28", "password"),
    ("42501", "rights"),
    ("25006", "rights"),
    ("53100", "full"),
    ("55P03", "busy"),
    ("53", "unreachable"),
    ("57P", "unreachable"),
    ("08", "unreachable"),
    # A value that is too long or of a kind that there is no place for.
    ("22", "limits"),
)
# SQLite's, by what is in its words.
_SAYINGS: tuple[tuple[str, Trouble], ...] = (
    ("is full", "full"),
    ("is locked", "busy"),
    ("readonly", "rights"),
    ("unable to open", "rights"),
    ("malformed", "broken"),
    ("not a database", "broken"),
)


def trouble_of(error: BaseException) -> Trouble | None:
    """Of an error of SQLAlchemy, a driver or the system; None for what no administrator could mend."""
    for one in (error, getattr(error, "orig", None), error.__cause__):
        state = getattr(one, "sqlstate", None) or ""
        for begins, trouble in _STATES:
            if state.startswith(begins):
                return trouble
        if isinstance(one, OSError):
            return "full" if one.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else _of_system(one)
        for words, trouble in _SAYINGS:
            if one is not None and type(one).__module__.startswith("sqlite3") and words in str(one):
                return trouble
    return None


def _of_system(error: OSError) -> Trouble | None:
    if isinstance(error, PermissionError):
        return "rights"
    return "unreachable" if isinstance(error, ConnectionError | TimeoutError) or error.errno is None else None
