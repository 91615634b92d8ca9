"""GET /photo/<file>?pane=…: a kept file, for those whose chat shows it."""

from starlette.requests import Request
from starlette.responses import Response

from bot.handlers.web.panes import pane_of
from bot.handlers.web.room import Problem, room_of


async def photo(request: Request) -> Response:
    """The JPEG; to everybody else there is no such photo."""
    room, file = room_of(request), request.path_params["file"]
    pane = await pane_of(request, request.query_params.get("pane", ""))
    if not await room.history.shows(pane.chat, file):
        raise Problem(404, "page-error-no-photo")
    try:
        content = await room.open_photo(file)
    except FileNotFoundError as error:
        raise Problem(404, "page-error-no-photo") from error
    # Kept by this browser for an hour and by nobody in between; a file never changes under its name.
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600, immutable"})
