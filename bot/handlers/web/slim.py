"""Makes answers small on their way to a phone, where nothing secret could be told from their length."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

# Pages with a form's token stay as they are: what is packed together with a secret tells of it by its length.
_PAGES = ("/", "/embed", "/widget.js")
_FILES = (".js", ".css", ".svg")


class Slim:
    """Packs scripts, styles, the chat page and its lines; streams and pictures go as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain, self._packed = app, GZipMiddleware(app, minimum_size=800, compresslevel=6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        packed = path in _PAGES or path.startswith("/api/chat/") or path.endswith(_FILES)
        await (self._packed if packed and scope["type"] == "http" else self._plain)(scope, receive, send)
