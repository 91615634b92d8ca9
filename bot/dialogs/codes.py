"""One-time codes that bind a chat: how they look, wherever they stand in a message."""

import re

# Letters and digits that nobody mixes up when copying by hand: no 0, O, 1, I, L.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE = re.compile(rf"(?<![A-Z0-9])([{ALPHABET}]{{4}})[-–— ]?([{ALPHABET}]{{4}})(?![A-Z0-9])", re.IGNORECASE)
# A resident's long story is never searched for a code.
LONGEST = 200


def code_in(text: str) -> str | None:
    """The code as it was printed («7K3M-9QXP»), or None. Every code has a letter and a digit, unlike a phone."""
    found = _CODE.search(text) if len(text) <= LONGEST else None
    code = f"{found[1]}-{found[2]}".upper() if found else ""
    return code if re.search(r"\d", code) and re.search(r"[A-Z]", code) else None
