"""GET /widget.js: the one line that a municipality puts on its site; the script with its words filled in."""

import json

from starlette.requests import Request
from starlette.responses import Response

from bot.handlers.web.pages import HERE
from bot.handlers.web.room import room_of

_WORDS = ("page-widget-open", "page-widget-close", "page-widget-title", "page-widget-tab", "page-widget-blocked")
_HOLE = '"FILLED IN BY THE SERVER"'


async def script(request: Request) -> Response:
    """Read by other sites, so it holds nothing of anybody's; kept by browsers for an hour."""
    room = room_of(request)
    told = {
        "words": {name.removeprefix("page-widget-"): room.words(name) for name in _WORDS},
        "framed": bool(room.reception.embed_on),
    }
    source = (HERE / "static" / "widget.js").read_text(encoding="utf-8")
    filled = source.replace(_HOLE, json.dumps(told, ensure_ascii=False))
    headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=3600"}
    return Response(filled, media_type="text/javascript", headers=headers)
