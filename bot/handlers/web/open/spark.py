"""The two forms of an Open311 answer: JSON, and the XML that the specification maps it to."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from starlette.responses import Response

Value = str | int | float | bool | None | Sequence["Value"] | Mapping[str, "Value"]

FORMATS = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
# What an element of each list is called; the specification writes both.
_ITEM = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
# Signs that no XML may hold.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Anybody's page may read what anybody may know.
HEADERS = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


def answer(root: str, value: Value, form: str, *, status: int = 200, seconds: int = 0) -> Response:
    """The value under the name `root`; `seconds` is how long anybody may keep it."""
    body = written(root, value) if form == "xml" else json.dumps(value, ensure_ascii=False)
    keep = f"public, max-age={seconds}" if seconds else "no-store"
    return Response(body.encode(), status, {**HEADERS, "Cache-Control": keep, "Content-Type": FORMATS[form]})


def written(root: str, value: Value) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{_element(root, value)}\n'


def moment(when: datetime) -> str:
    """As the W3C notes: 2010-01-01T00:00:00Z."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _element(name: str, value: Value) -> str:
    match value:
        case None | "":
            return f"<{name}/>"
        case bool():
            inside = "true" if value else "false"
        case str():
            inside = escape(_UNPRINTABLE.sub("", value))
        case int() | float():
            inside = str(value)
        case Mapping():
            inside = "".join(_element(key, one) for key, one in value.items())
        case _:
            inside = "".join(_element(_ITEM[name], one) for one in value)
    return f"<{name}>{inside}</{name}>"
