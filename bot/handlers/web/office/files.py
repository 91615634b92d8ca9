"""Export: the same tables as `otklik export` writes, of what one may see."""

import tempfile
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import BinaryIO, Literal
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.handlers.web.office.door import for_visitors, token
from bot.handlers.web.office.room import Trouble, office_of, page
from bot.usecases.entering import Visitor
from bot.usecases.exporting import Exporting, Layout

Kind = Literal["csv", "xlsx"]
KINDS: dict[Kind, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LAYOUTS: tuple[Layout, ...] = ("plain", "incident")
# More at once would keep everybody else waiting.
LONGEST = timedelta(days=366)
_IN_MEMORY = 4 * 1024 * 1024
_CHUNK = 64 * 1024


@for_visitors
async def export_page(request: Request, visitor: Visitor) -> Response:
    """GET /export: which days, which columns, which program."""
    today = office_of(request).service.now().astimezone(office_of(request).service.district.time_zone).date()
    return page(request, "export.html", visitor, first=today.replace(day=1), last=today, token=token(request))


@for_visitors
async def export(request: Request, visitor: Visitor) -> Response:
    """GET /export/file?from=…&to=…&format=csv&layout=plain."""
    room, query = office_of(request), request.query_params
    first, last = _day(query.get("from", "")), _day(query.get("to", ""))
    kind = next((one for one in KINDS if one == query.get("format")), None)
    layout = next((one for one in LAYOUTS if one == query.get("layout", "plain")), None)
    if first is None or last is None or kind is None or layout is None or first > last or last - first > LONGEST:
        raise Trouble(400, "office-trouble-dates")
    service, rights = room.service, visitor.rights
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed when it has been sent
    sheet = room.open_sheet(file, kind, layout, room.words("export-title"))  # type: ignore[arg-type]
    exporting = Exporting(service.store, service.district, service.words, service.calendar)
    await exporting.export(
        first, last, layout, sheet, service.now(), lambda one: rights.sees_at(one.place.settlement, one.desk)
    )
    name = quote(f"{room.words('office-export-name')}-{first}-{last}.{kind}")
    headers = {"Content-Disposition": f"attachment; filename=\"otklik-{first}-{last}.{kind}\"; filename*=UTF-8''{name}"}
    file.seek(0)
    return StreamingResponse(_chunks(file), media_type=KINDS[kind], headers=headers)  # type: ignore[arg-type]


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None


async def _chunks(file: BinaryIO) -> AsyncIterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
