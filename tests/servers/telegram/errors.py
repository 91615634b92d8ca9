"""A refusal: the answer with `"ok": false`, worded the way Telegram words it."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A request Telegram would not carry out: an HTTP status, a description and sometimes parameters."""

    def __init__(self, description: str, code: int = 400, **parameters: Any) -> None:
        super().__init__(description)
        self.description, self.code, self.parameters = description, code, parameters

    def as_json(self) -> dict[str, Any]:
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return body | {"parameters": self.parameters} if self.parameters else body


def bad_request(reason: str) -> Refused:
    """Status 400. Telegram lowers the first letter of a sentence and leaves NAMES_LIKE_THIS alone."""
    if reason[1:2] != "_" and not reason[1:2].isupper():
        reason = reason[:1].lower() + reason[1:]
    return Refused(f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    return Refused(f"Forbidden: {reason}", 403)


def conflict(reason: str) -> Refused:
    return Refused(f"Conflict: {reason}", 409)


def too_many(seconds: int) -> Refused:
    return Refused(f"Too Many Requests: retry after {seconds}", 429, retry_after=seconds)
