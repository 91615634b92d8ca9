"""The cookies: who one is on this page, and of which desk."""

from dataclasses import dataclass
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

from bot.handlers.web.address import is_secret

SESSION, DESK, NAME = "otklik_session", "otklik_desk", "otklik_name"
# The same secret in a frame of another site, where only a cookie of this kind lives; each such site has its own.
EMBEDDED = "otklik_embedded"
LONGEST_NAME = 40
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Session:
    """`secret` is the person's, `desk` the key of the officials' chat, `name` what colleagues call them."""

    secret: str
    desk: str | None = None
    name: str = ""


def session_of(request: Request) -> Session | None:
    """None for a browser that has not opened a page of ours yet, or whose cookie is not one of ours."""
    secrets = (request.cookies.get(name, "") for name in (SESSION, EMBEDDED))
    secret = next((one for one in secrets if is_secret(one)), None)
    if secret is None:
        return None
    desk, name = request.cookies.get(DESK, ""), tidy_name(unquote(request.cookies.get(NAME, "")))
    return Session(secret, desk if is_secret(desk) else None, name)


def remember(request: Request, response: Response, session: Session) -> None:
    """Sets the cookies anew, so that the year counts from the last visit."""
    values = {SESSION: session.secret, DESK: session.desk or "", NAME: quote(session.name)}
    for name, value in values.items():
        if value:
            https = request.url.scheme == "https"
            response.set_cookie(name, value, max_age=_YEAR, httponly=True, samesite="lax", secure=https)


def remember_embedded(response: Response, session: Session) -> None:
    """Beside the other: a frame of another site is let keep only this one, and nobody else's frame sees it.

    By hand, for Python's own cookies learn «Partitioned» in 3.14.
    """
    kind = "HttpOnly; Secure; SameSite=None; Partitioned"
    response.headers.append("set-cookie", f"{EMBEDDED}={session.secret}; Path=/; Max-Age={_YEAR}; {kind}")


def tidy_name(text: str) -> str:
    """A name on one line, without what cannot be printed."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:LONGEST_NAME].strip()
