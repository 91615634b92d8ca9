"""The door: a request from another site, without a session or too soon does not come in."""

import hmac
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from starlette.datastructures import FormData, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.handlers.web.address import form_token
from bot.handlers.web.room import Problem, Room, room_of
from bot.handlers.web.session import session_of

OWN_HEADER = "x-otklik"
TOKEN = "token"  # noqa: S105 - the name of a form's field
# Photos are cleaned and drawn anew: as dear as so many other requests of one address.
COST_OF_A_MESSAGE = 4
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
FRAMED = "/embed"


@dataclass(frozen=True, slots=True)
class Policy:
    """What this installation allows: sites that may show the page in a frame, and where the map's tiles come from."""

    embed_on: tuple[str, ...] = ()
    tiles: str = ""

    def headers(self, path: str) -> dict[str, str]:
        """For the page at `path`: only one of them is ever shown in a frame."""
        headers = dict(HEADERS)
        policy = headers["Content-Security-Policy"]
        if self.tiles:
            policy = policy.replace("img-src 'self'", f"img-src 'self' {self.tiles}")
        if path == FRAMED and self.embed_on:
            policy = policy.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(self.embed_on)}")
            # The older header knows no lists; browsers that read it know the policy too.
            del headers["X-Frame-Options"]
        return headers | {"Content-Security-Policy": policy}


def let_in(request: Request, cost: float = 1) -> Room:
    """The room, for a request of our own page that has a session and does not hurry. Raises Problem."""
    room, session = room_of(request), session_of(request)
    if not _from_our_page(request):
        raise Problem(403, "page-error-foreign")
    if session is None:
        raise Problem(401, "page-error-session")
    in_time = room.allowance.take(session.secret, room.clock())
    # A new session costs nothing, so its neighbours behind the same address pay for it too.
    if not room.neighbours.take(_neighbourhood(request), room.clock(), cost) or not in_time:
        raise Problem(429, "page-error-too-often")
    return room


def own_form(request: Request, form: FormData) -> None:
    """A plain form of ours carries its session's token, whatever the browser says of origins. Raises Problem."""
    session, token = session_of(request), form.get(TOKEN)
    wanted = form_token(session.secret) if session else ""
    if not isinstance(token, str) or not hmac.compare_digest(token.encode(), wanted.encode()):
        raise Problem(403, "page-error-session")


def _neighbourhood(request: Request) -> str:
    """The address; of the newer kind the part that one household has for itself."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(int(address) >> 64) if isinstance(address, IPv6Address) else host


def _from_our_page(request: Request) -> bool:
    """Other sites cannot set a header of ours; our plain forms cannot either, and must name their origin."""
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

    def __init__(self, app: ASGIApp, policy: Policy | None = None) -> None:
        self._app = app
        self._policy = policy or Policy()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._policy.headers(scope["path"]).items():
                    headers.setdefault(name, value)
                # Scripts change with the release, so they are asked after; everything else is a person's own.
                ours = scope["path"].startswith(("/static/", "/leaflet/"))
                headers.setdefault("Cache-Control", "no-cache" if ours else "no-store")
            await send(message)

        await self._app(scope, receive, dressed if scope["type"] == "http" else send)
