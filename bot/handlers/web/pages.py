"""The pages themselves: the resident's chat, the demo, and how any page is put together."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.handlers.web.address import form_token, new_secret, resident_address
from bot.handlers.web.demo import DemoScene
from bot.handlers.web.room import Room, room_of
from bot.handlers.web.script_words import SCRIPT_WORDS
from bot.handlers.web.session import Session, remember, remember_embedded, session_of
from bot.handlers.web.upload import LARGEST_PHOTO, LONGEST_TEXT, MOST_PHOTOS

# In the order in which residents are offered them.
WAYS = ("vk", "telegram")

PaneView = tuple[str, str, bool]  # title, column, group
HERE = Path(__file__).parent
_pages = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_pages.policies["json.dumps_kwargs"] = {"ensure_ascii": False}  # Russian words, not their codes: half the size


async def resident(request: Request) -> Response:
    """GET /: the chat of this browser; the first visit makes it."""
    session = session_of(request) or Session(new_secret())
    return await _resident(request, session, embedded=False)


async def embedded(request: Request) -> Response:
    """GET /embed: the same chat in a frame of the municipality's site."""
    session = session_of(request) or Session(new_secret())
    response = await _resident(request, session, embedded=True)
    remember_embedded(response, session)
    return response


async def _resident(request: Request, session: Session, *, embedded: bool) -> Response:
    room = room_of(request)
    ways, tiles = [way for way in WAYS if way in room.reception.ways], room.reception.tiles
    config = page_config(room, {"me": ("", "resident", False)})
    config["embedded"] = embedded
    config["map"] = tiles and {"tiles": tiles.address, "credit": tiles.credit, "centre": asdict(tiles.centre)}
    mine = resident_address(session.secret)
    came = await room.reception.doors.chat_of(mine) != mine
    given = {
        "ways": ways,
        "tiles": tiles,
        "came": came,
        "open_figures": room.reception.open_figures,
        "token": form_token(session.secret) if came else "",
    }
    return page(request, session, "resident.html", config=config, embedded=embedded, **given)


async def demo(request: Request) -> Response:
    """GET /demo: all the chats of the scene side by side; only where a scene was given."""
    room, session = room_of(request), session_of(request) or Session(new_secret())
    if room.demo is None:
        return missing(request, "page-error-no-page")
    config = page_config(room, _columns(room.demo), guests=True) | dict(room.demo.page)
    return page(request, session, "demo.html", config=config)


def _columns(scene: DemoScene) -> dict[str, PaneView]:
    """On a wide page: residents, then the first half of the desks, then the other officials."""
    half = (len(scene.desks) + 1) // 2
    kinds = {"resident": "resident", "head": "second"} | {f"desk-{number}": "first" for number in range(1, half + 1)}
    chats = scene.chats().items()
    column = {name: kinds.get(name) or kinds.get(name.split("-")[0], "second") for name, _ in chats}
    return {name: (chat.title, chat.column or column[name], chat.group) for name, chat in chats}


def missing(request: Request, words: str, status: int = 404) -> Response:
    """A page that says why there is nothing here."""
    room = room_of(request)
    return HTMLResponse(_rendered(room, "missing.html", said=room.words(words)), status_code=status)


def page(request: Request, session: Session, template: str, **given: object) -> Response:
    """A page of this session, whose cookies live on from now."""
    response = HTMLResponse(_rendered(room_of(request), template, **given))
    remember(request, response, session)
    return response


def _rendered(room: Room, template: str, **given: object) -> str:
    return _pages.get_template(template).render(words=room.words, district=room.district_name, **given)


def page_config(room: Room, panes: Mapping[str, PaneView], guests: bool = False) -> dict[str, object]:
    """What the page's script is told; its panes stand by their names."""
    return {
        "panes": [
            {"id": name, "title": title, "column": column, "group": group}
            for name, (title, column, group) in panes.items()
        ],
        "guests": guests,
        "words": {name: room.words(name) for name in SCRIPT_WORDS},
        "limits": {"text": LONGEST_TEXT, "photos": MOST_PHOTOS, "photo": LARGEST_PHOTO},
    }
