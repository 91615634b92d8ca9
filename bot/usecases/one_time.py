"""One-time codes: how one is made, and what is kept of it."""

import hashlib
import secrets

from bot.dialogs.codes import ALPHABET, code_in


def new_code() -> str:
    """Forty random bits, never only letters or only digits: such would look like a word or a phone."""
    while True:
        code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(2))
        if code_in(code):
            return code


def digest(code: str) -> str:
    """What the database keeps of a code."""
    return hashlib.sha256(code.encode()).hexdigest()
