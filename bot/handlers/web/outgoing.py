"""The browser page as a messenger: letters become lines of its chats, and open pages are woken."""

from bot.dialogs.events import LostPhoto, Person
from bot.handlers.web import address
from bot.handlers.web.live import Bell, Whisper
from bot.usecases.platform import CannotEdit, Clock, Edit, Outgoing, PhotoUnavailable, Refused, Toast
from bot.usecases.transcript import KeepPhoto, Transcripts


class WebMessenger:
    """`Messenger` of the addresses `web:…`; nothing leaves the house, so nothing is to be tried later."""

    platform = "web"

    def __init__(self, transcripts: Transcripts, keep_photo: KeepPhoto, bell: Bell, clock: Clock) -> None:
        self._transcripts = transcripts
        self._keep = keep_photo
        self._bell = bell
        self._clock = clock

    async def send(self, letter: Outgoing) -> tuple[str, ...]:
        """One line, whatever it holds. The person mentioned finds the typing box already answering it."""
        if not letter.chat.startswith(("web:r-", "web:d-")):
            raise Refused("no_chat", f"not a chat of the page: {letter.chat}")
        line = await self._transcripts.add(
            letter.chat,
            author="",
            text=_called(letter.text, letter.mention),
            at=self._clock(),
            keyboard=letter.keyboard,
            photos=[await self._kept(photo) for photo in letter.photos],
            reply_to=_line(letter.reply_to),
            letter=letter.id,
        )
        self._bell.ring(letter.chat)
        if letter.mention is not None:
            self._bell.whisper(Whisper("prompt", letter.chat, letter.mention.address, {"line": line.id}))
        return (str(line.id),)

    async def edit(self, letter: Edit) -> None:
        """New words and buttons; the photos of the line stay."""
        line = _line(letter.messages[0]) if letter.messages else None
        keyboard = letter.keyboard
        if line is None or await self._transcripts.edit(letter.chat, line, text=letter.text, keyboard=keyboard) is None:
            raise CannotEdit(f"no line {letter.messages} in {letter.chat}")
        self._bell.ring(letter.chat)

    async def toast(self, letter: Toast) -> None:
        """Shown on the open pages of the person who pressed, and nowhere kept."""
        shown = {"press": letter.press, "text": letter.text}
        self._bell.whisper(Whisper("toast", letter.chat, letter.person, shown))

    async def fetch(self, ref: str) -> bytes:
        """Never needed: what a page uploads is kept at once."""
        raise PhotoUnavailable(f"the page keeps its photos itself: {ref}")

    async def is_member(self, chat: str, person: str) -> bool:
        """Whether the person came in with the chat's own key."""
        return address.is_member(chat, person)

    async def _kept(self, photo: bytes) -> str:
        kept = await self._keep(photo)
        if isinstance(kept, LostPhoto):
            raise Refused("bad_letter", f"a photo of ours could not be kept: {kept.reason}")
        return kept.file


def _called(text: str, mention: Person | None) -> str:
    return text if mention is None or not mention.name else f"{mention.name}! {text}"


def _line(message: str | None) -> int | None:
    return int(message) if message is not None and message.isascii() and message.isdigit() else None
