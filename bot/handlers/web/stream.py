"""GET /api/chat/<panes>/stream: server-sent events, taken up after a lost connection where they stopped."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.handlers.web.guard import let_in
from bot.handlers.web.live import Whisper, sse
from bot.handlers.web.panes import Pane, line_json, panes_of
from bot.handlers.web.room import Problem, Room
from bot.handlers.web.upload import number_in
from bot.usecases.transcript import Line

HEARTBEAT = 15.0
AT_ONCE = 200


async def stream(request: Request) -> Response:
    """Lines newer than `Last-Event-ID` (or `?after=`), then everything as it happens. `<panes>` go by commas."""
    room = let_in(request)
    panes = await panes_of(request)
    rev = number_in(request.headers.get("last-event-id")) or number_in(request.query_params.get("after")) or 0
    events = _events(room, panes, rev, partial(_still, request, panes))
    return StreamingResponse(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _still(request: Request, panes: Sequence[Pane]) -> bool:
    """Whether these chats are open to this browser now: the private link that it came by may be renewed meanwhile."""
    try:
        return await panes_of(request) == panes
    except Problem:
        return False


async def _events(
    room: Room, panes: Sequence[Pane], rev: int, still: Callable[[], Awaitable[bool]]
) -> AsyncIterator[str]:
    chats = list({pane.chat for pane in panes})
    with room.bell.listen({(pane.chat, pane.sender.address) for pane in panes}) as listener:
        yield "retry: 2000\n\n"
        while not room.bell.closed:
            whispers = listener.heard()
            lines = await room.history.news(chats, rev, AT_ONCE)
            if (lines or whispers) and not await still():
                return  # the page comes back by itself, to what is its own
            for line in lines:
                rev = line.rev
                for event in _shown(panes, line):
                    yield event
            for event in _whispered(panes, whispers):
                yield event
            if len(lines) < AT_ONCE and not await listener.wait(HEARTBEAT):
                yield ": on duty\n\n"


def _shown(panes: Sequence[Pane], line: Line) -> list[str]:
    return [sse("line", line_json(pane, line), line.rev) for pane in panes if pane.chat == line.chat]


def _whispered(panes: Sequence[Pane], whispers: Sequence[Whisper]) -> list[str]:
    meant = [(pane, whisper) for whisper in whispers for pane in panes if _is_for(pane, whisper)]
    return [sse(whisper.kind, {"pane": pane.id, **whisper.content}) for pane, whisper in meant]


def _is_for(pane: Pane, whisper: Whisper) -> bool:
    return (pane.chat, pane.sender.address) == (whisper.chat, whisper.person)
