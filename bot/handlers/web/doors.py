"""What the resident's page can do beside the talk itself: private links, moving to a messenger, a map, other sites."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from starlette.requests import Request

from bot.appeals.district import District, Point

# A longer list does not fit a page that must open on an old phone.
MOST_LISTED = 600


class Doors(Protocol):
    """Who comes into which chat; each call is one committed transaction."""

    async def chat_of(self, session: str) -> str:
        """The chat of a browser's own address: this very address, unless a private link led elsewhere."""

    async def link_made_at(self, chat: str) -> datetime | None:
        """When the chat's private link was made, None where it has none."""

    async def renew_link(self, chat: str, digest: str, session: str, now: datetime) -> None:
        """The only link of the chat from now on; browsers that came by an older one are out, but not `session`."""

    async def enter(self, digest: str, session: str, now: datetime) -> str | None:
        """Lets the browser into the link's chat; None for a link that is none, or is none any more."""

    async def leave(self, session: str) -> None:
        """The browser is alone with its own address again."""

    async def offer_move(self, chat: str, digest: str, expires_at: datetime) -> None:
        """The only code that takes the chat's talk to a messenger from now on."""


@dataclass(frozen=True, slots=True)
class Tiles:
    """Pictures of a map: their address with {z}, {x} and {y}, whose they are, and where the map begins."""

    address: str
    credit: str
    centre: Point

    @property
    def origin(self) -> str:
        """The site that the browser is sent to for them; empty where it is ours."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


@dataclass(frozen=True, slots=True)
class Reception:
    """`ways` are links with a hole for {code}, by platform: filled in when a platform has told the bot's name.

    `places` are localities by settlement, for those who choose from a list; `address` is the page's own from outside;
    `open_figures` tells that there is a page of them to lead to.
    """

    doors: Doors
    ways: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    embed_on: tuple[str, ...] = ()
    tiles: Tiles | None = None
    address: str = ""
    open_figures: bool = False

    def url(self, request: Request, path: str) -> str:
        """The whole address of a page of ours, as people see it."""
        return (self.address or str(request.base_url).rstrip("/")) + path


def listed(district: District) -> dict[str, tuple[str, ...]]:
    """The places of the district by settlement; only the settlements where the localities are too many."""
    localities = sum(len(one.localities) for one in district.settlements)
    if localities > MOST_LISTED:
        return {district.name: tuple(one.full_name for one in district.settlements)}
    return {
        one.full_name: tuple(f"{place.kind} {place.name}".strip() for place in one.localities)
        for one in district.settlements
    }


def tiles_over(district: District, address: str, credit: str) -> Tiles | None:
    """The map, where there are tiles and anything is known of where the district lies."""
    centre = _middle(district)
    return Tiles(address, credit, centre) if address and centre else None


def _middle(district: District) -> Point | None:
    """Between the outermost localities that have a point."""
    points = [place.point for one in district.settlements for place in one.localities if place.point]
    points += [point for one in district.settlements for ring in one.area for point in ring]
    if not points:
        return None
    lats, lons = [one.lat for one in points], [one.lon for one in points]
    return Point((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
