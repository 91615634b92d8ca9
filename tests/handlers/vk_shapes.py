"""Events as VK writes them in JSON, for the stories of its handler."""

from itertools import count
from typing import Any

Json = dict[str, Any]

GROUP = 219_000_001
ANNA = 100_000_001
CHAT = 2_000_000_001

_numbers = count(1)


def event(kind: str, body: Json, **more: Any) -> Json:
    return {"group_id": GROUP, "type": kind, "event_id": f"e{next(_numbers)}", "v": "5.199", "object": body} | more


def message(peer: int = ANNA, sender: int = ANNA, number: int = 7, **content: Any) -> Json:
    """A message of a private conversation has an id, one of a беседа has 0."""
    own = {"id": 0 if peer >= CHAT else 900 + number, "conversation_message_id": number}
    return own | {"date": 1_790_000_000, "from_id": sender, "peer_id": peer, "out": 0, "text": "", **content}


def written(peer: int = ANNA, sender: int = ANNA, number: int = 7, **content: Any) -> Json:
    client = {"button_actions": ["text", "callback"], "keyboard": True, "inline_keyboard": True}
    return event("message_new", {"message": message(peer, sender, number, **content), "client_info": client})


def in_chat(**content: Any) -> Json:
    return written(CHAT, **content)


def ours(number: int = 5, peer: int = CHAT) -> Json:
    """A message of the community, to be replied to."""
    return message(peer, -GROUP, number, text="Карточка")


def attached(kind: str, **body: Any) -> Json:
    return {"type": kind, kind: body}


def photo(name: str) -> Json:
    """A photo whose best size stands in the middle, as VK sends them."""
    sizes = [("m", 130, 97), ("w", 2560, 1920), ("x", 604, 453)]
    return attached(
        "photo",
        id=457_239_017,
        owner_id=ANNA,
        access_key="k",
        sizes=[
            {"type": letter, "width": wide, "height": high, "url": f"https://sun9-1.userapi.com/{name}/{letter}.jpg"}
            for letter, wide, high in sizes
        ],
    )
