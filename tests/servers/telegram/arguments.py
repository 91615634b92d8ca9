"""The arguments of one request, read as leniently as Telegram reads them: everything is text until asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from .errors import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in the request itself."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Arguments:
    fields: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def has(self, name: str) -> bool:
        return self.text(name) != ""

    def integer(self, name: str, default: int = 0, low: int = -(2**63), high: int = 2**63) -> int:
        """A number; what is not one counts as 0 and what is out of bounds is clamped, as Telegram does."""
        value = self.text(name).strip()
        if not value:
            return default
        try:
            number = int(value)
        except ValueError:
            number = 0
        return min(max(number, low), high)

    def number(self, name: str) -> float:
        try:
            return float(self.text(name))
        except ValueError:
            raise bad_request(f"{name} is empty" if not self.has(name) else f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def decoded(self, name: str, what: str) -> Any:
        """The JSON in a field, or None when the field is absent; `what` names it in the error."""
        value = self.fields.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"Can't parse {what} JSON object") from None

    def for_journal(self) -> dict[str, Any]:
        files = {name: f"<{upload.name}, {len(upload.data)} bytes>" for name, upload in self.uploads.items()}
        return dict(self.fields) | files


async def read_arguments(request: web.Request) -> Arguments:
    """The query string and the body in any of the ways Telegram accepts."""
    fields: dict[str, Any] = dict(request.query)
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _read_parts(request, fields)
    if kind == "application/json":
        fields |= json.loads(await request.text() or "{}")
    elif request.can_read_body:
        fields |= dict((await request.post()).items())
    return Arguments(fields)


async def _read_parts(request: web.Request, fields: dict[str, Any]) -> Arguments:
    # Not request.post(): that writes every upload to a temporary file, which a benchmark would feel.
    uploads: dict[str, Upload] = {}
    size = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        data = bytes(await part.read())
        size += len(data)
        if size > request.client_max_size:
            raise web.HTTPRequestEntityTooLarge(request.client_max_size, size)
        if part.filename is None:
            fields[part.name] = data.decode()
        else:
            uploads[part.name] = Upload(part.filename, part.headers.get("Content-Type", ""), data)
    return Arguments(fields, uploads)
