"""The demo's cast: which chats stand on its page, and under which names one plays in them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.handlers.web.address import desk_address, resident_address


@dataclass(frozen=True, slots=True)
class DemoChat:
    """A pane of the demo: `person` is the first name one plays under, `group` tells officials' chats.

    `about` says who this is, `look` how the chat is drawn at first, `column` where it stands on a wide page.
    """

    title: str
    secret: str
    group: bool
    person: str
    about: str = ""
    look: str = ""
    column: str = ""

    @property
    def address(self) -> str:
        return desk_address(self.secret) if self.group else resident_address(self.secret)


@dataclass(frozen=True, slots=True)
class DemoScene:
    """Residents stand on the left, desks in the middle, the rest of the officials and the heads on the right.

    `page` is what the page's script is told besides; without it there is neither clock nor scenes.
    """

    residents: tuple[DemoChat, ...]
    desks: tuple[DemoChat, ...]
    heads: tuple[DemoChat, ...] = ()
    page: Mapping[str, object] = field(default_factory=dict)

    def chats(self) -> dict[str, DemoChat]:
        """All the panes by their names on the page."""
        kinds = (("resident", self.residents), ("desk", self.desks), ("head", self.heads))
        return {f"{kind}-{number}": chat for kind, chats in kinds for number, chat in enumerate(chats, 1)}


def guest(session: str, number: int, name: str) -> DemoChat:
    """«Новый житель»: a resident of this browser only, the same each time it comes back."""
    secret = hashlib.sha256(f"otklik:guest:{session}:{number}".encode()).hexdigest()[:22]
    return DemoChat(title=f"{name} {number}", secret=secret, group=False, person=f"{name} {number}")
