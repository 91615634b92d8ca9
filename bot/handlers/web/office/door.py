"""The door of the desk: a press makes a session of a link, every page asks who is there, every form has its token."""

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from functools import wraps
from urllib.parse import urlsplit

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.appeals.appeal import Photo
from bot.handlers.web.office.room import Shut, Trouble, office_of, page
from bot.handlers.web.room import Problem
from bot.handlers.web.session import tidy_name
from bot.handlers.web.upload import LARGEST_BODY, LARGEST_JSON, posted_form
from bot.usecases.entering import LONGEST, LONGEST_NAME, Refused, Visitor

COOKIE = "otklik_office"
Handler = Callable[[Request, Visitor], Awaitable[Response]]


def for_visitors(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """The page, for somebody who has come in; everybody else is shown the door."""

    @wraps(handler)
    async def answered(request: Request) -> Response:
        secret = request.cookies.get(COOKIE, "")
        visitor = await office_of(request).entering.visitor(secret) if secret else None
        if visitor is None:
            raise Shut("office-door-ended", unsent=await _unsent(request)) if secret else Shut()
        return await handler(request, visitor)

    return answered


def token(request: Request) -> str:
    """A form's proof that it was made for this browser; another one each time, so that compression tells nothing."""
    salt = secrets.token_hex(8)
    return f"{salt}.{_mac(request, 'form', salt)}"


def sealed(request: Request, photo: Photo) -> str:
    """A kept photo as a form carries it on: nobody can name another file."""
    named = f"{photo.file}|{photo.fingerprint}"
    return f"{named}|{_mac(request, 'photo', named)}"


def unsealed(request: Request, text: str) -> Photo | None:
    named, _, mac = text.rpartition("|")
    file, _, fingerprint = named.partition("|")
    return Photo(file, fingerprint) if _same(mac, _mac(request, "photo", named)) else None


def _mac(request: Request, what: str, text: str) -> str:
    key = f"otklik:office:{request.cookies.get(COOKIE, '')}".encode()
    return hmac.new(key, f"{what}:{text}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]


def _same(given: str, wanted: str) -> bool:
    """As bytes: of words only ASCII may be compared, and anybody may send others."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


async def _unsent(request: Request) -> str:
    """What somebody was writing while the session ended; a form that is not ours or is full of photos has no words."""
    try:
        form = await posted(request, None) if request.method == "POST" else FormData()
    except Trouble:
        return ""
    try:
        return word(form, "text") if _is_ours(request, form) else ""
    finally:
        await form.close()


def _is_ours(request: Request, form: FormData) -> bool:
    salt, _, mac = str(form.get("token", "")).partition(".")
    return _same(mac, _mac(request, "form", salt))


async def posted(request: Request, visitor: Visitor | None) -> FormData:
    """The form of our own page, within its bounds. Raises Trouble."""
    room = office_of(request)
    if not _from_our_page(request):
        raise Trouble(403, "office-trouble-foreign")
    if visitor and not room.allowance.take(visitor.session.digest, room.service.now()):
        raise Trouble(429, "office-trouble-often")
    try:
        # Photos are taken only from those who have come in.
        form = await posted_form(request, LARGEST_BODY if visitor else LARGEST_JSON)
    except Problem as problem:
        too_much = problem.status == 413
        raise Trouble(problem.status, "office-trouble-large" if too_much else "office-trouble-form") from problem
    if visitor and not _is_ours(request, form):
        await form.close()
        raise Trouble(403, "office-trouble-foreign")
    return form


def _from_our_page(request: Request) -> bool:
    """A plain form names its origin; hosts are compared, not schemes: behind a proxy we are not https."""
    origin, site = request.headers.get("origin", ""), request.headers.get("sec-fetch-site", "same-origin")
    own = urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
    return bool(origin) and own and site == "same-origin"


def word(form: FormData, name: str, longest: int = 4000) -> str:
    """One field of words that every database takes: no NUL, no halves of characters."""
    value = form.get(name, "")
    if isinstance(value, UploadFile):
        return ""
    text = value.encode("utf-8", "ignore").decode().replace("\x00", "").replace("\r\n", "\n")
    return text.strip()[:longest]


async def door(request: Request) -> Response:
    """GET /enter/<code>: a page with one press, so that the preview of a messenger does not use the link up."""
    code = request.path_params["code"]
    try:
        role = await office_of(request).entering.invited(code)
    except Refused as refused:
        raise Shut(f"office-door-{refused.why}", 410) from refused
    return page(request, "enter.html", code=code, role=role, wrong=False, name="")


async def enter(request: Request) -> Response:
    """POST /enter/<code>: the name to sign with; the session's cookie."""
    form, code, room = await posted(request, None), request.path_params["code"], office_of(request)
    name = tidy_name(word(form, "name"))[:LONGEST_NAME]
    try:
        if not name:
            role = await room.entering.invited(code)
            return page(request, "enter.html", status=422, code=code, role=role, wrong=True, name="")
        secret = await room.entering.enter(code, name)
    except Refused as refused:
        raise Shut(f"office-door-{refused.why}", 410) from refused
    response = RedirectResponse("/office/", status_code=303)
    secure = room.secure or request.url.scheme == "https"
    age = int(LONGEST.total_seconds())
    response.set_cookie(COOKIE, secret, max_age=age, path="/office", httponly=True, samesite="lax", secure=secure)
    return response


@for_visitors
async def leave(request: Request, visitor: Visitor) -> Response:
    """POST /leave: «Выйти»; the cookie means nothing from now on, wherever it was copied to."""
    await posted(request, visitor)
    await office_of(request).entering.leave(request.cookies[COOKIE])
    response = RedirectResponse("/office/", status_code=303)
    response.delete_cookie(COOKIE, path="/office")
    return response
