"""One message of a chat, as it looks now and as it looked before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .files import StoredFile

if TYPE_CHECKING:
    from .chats import Chat

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class Message:
    """`born` and `touched` count everything that happens on the server, so that "later than" needs no clock."""

    chat: Chat
    id: int
    author: Json
    date: int
    content: Json
    """The text, photo, location ... in the Bot API's words. It is replaced by an edit, never changed in place."""
    by_bot: bool = False
    reply_to: Message | None = None
    thread: int | None = None
    in_topic: bool = False
    extras: Json = field(default_factory=dict)
    markup: Json | None = None
    files: list[StoredFile] = field(default_factory=list)
    edit_date: int | None = None
    edits: list[Json] = field(default_factory=list)
    """Earlier looks, the oldest first, each with `text` or `caption` and `buttons`."""
    deleted: bool = False
    heard: bool = True
    """Whether the bot was told of it."""
    born: int = 0
    touched: int = 0

    @property
    def text(self) -> str | None:
        return self.content.get("text")

    @property
    def caption(self) -> str | None:
        return self.content.get("caption")

    @property
    def words(self) -> str:
        """The text or the caption."""
        return self.content.get("text") or self.content.get("caption") or ""

    @property
    def rows(self) -> list[list[str]]:
        return [[button["text"] for button in row] for row in self._keyboard()]

    @property
    def buttons(self) -> list[str]:
        return [label for row in self.rows for label in row]

    @property
    def photos(self) -> list[bytes]:
        """What was uploaded as a photo: one, or none; an album is several messages."""
        return [file.data for file in self.files if file.kind == "photo"]

    @property
    def documents(self) -> list[tuple[str, bytes]]:
        return [(file.shape.get("file_name", ""), file.data) for file in self.files if file.kind == "document"]

    @property
    def album(self) -> str | None:
        return self.extras.get("media_group_id")

    def button(self, label: str) -> Json | None:
        """The button with this label, or else the first whose label has these words in it."""
        buttons = [button for row in self._keyboard() for button in row]
        exact = next((button for button in buttons if button["text"] == label), None)
        return exact or next((button for button in buttons if label in button["text"]), None)

    def data(self, label: str) -> str:
        """The callback data behind a button."""
        button = self.button(label)
        assert button, f"no button «{label}» under message {self.id}, but {self.buttons}"
        return str(button["callback_data"])

    def remember(self) -> None:
        """Keeps the present look before an edit."""
        self.edits.append({"text": self.text, "caption": self.caption, "buttons": self.buttons})

    def _keyboard(self) -> list[list[Json]]:
        return self.markup["inline_keyboard"] if self.markup else []

    def __str__(self) -> str:
        kind = next(
            (name for name in self.content if name not in ("text", "caption", "entities", "caption_entities")), ""
        )
        shown = " ".join(part for part in (f"<{kind}>" if kind else "", self.words) if part)
        buttons = f"  [{' | '.join(self.buttons)}]" if self.buttons else ""
        marks = [name for name in ("edited", "deleted", "not heard by the bot") if self._is(name)]
        return (
            f"#{self.id} {self.author['first_name']}: {shown}{buttons}{f'  ({chr(44).join(marks)})' if marks else ''}"
        )

    def _is(self, mark: str) -> bool:
        return {"edited": bool(self.edits), "deleted": self.deleted, "not heard by the bot": not self.heard}[mark]
