"""The door: a request from another site, without a session or too soon does not come in."""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.handlers.web.room import Problem, Room, room_of
from bot.handlers.web.session import session_of

OWN_HEADER = "x-otklik"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: with it browsers send «Origin: null» from our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
}


def let_in(request: Request) -> Room:
    """The room, for a request of our own page that has a session and does not hurry. Raises Problem."""
    room, session = room_of(request), session_of(request)
    if not from_our_page(request):
        raise Problem(403, "page-error-foreign")
    if session is None:
        raise Problem(401, "page-error-session")
    if not room.allowance.take(session.secret, room.clock()):
        raise Problem(429, "page-error-too-often")
    return room


def from_our_page(request: Request) -> bool:
    """Other sites cannot set a header of ours; our one plain form cannot either, and must name its origin."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none") or (origin is not None and not _same_host(request, origin)):
        return False
    if request.method == "GET":
        return True
    return OWN_HEADER in request.headers if request.url.path.startswith("/api/") else origin is not None


def _same_host(request: Request, origin: str) -> bool:
    """Hosts are compared, not schemes: behind a proxy the page is https and we are http."""
    return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()


class SecurityHeaders:
    """Every answer says what a browser may do with it; written on plain ASGI so that streams are not held up."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                # Scripts change with the release, so they are asked after; everything else is a person's own.
                headers.setdefault("Cache-Control", "no-cache" if scope["path"].startswith("/static/") else "no-store")
            await send(message)

        await self._app(scope, receive, dressed if scope["type"] == "http" else send)
