"""What a person says in a chat: texts, photos, albums, places, anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .files import StoredFile
from .formatting import trimmed
from .messages import Message
from .place import Place
from .shapes import ANONYMOUS_ADMIN, chat_json, message_json, origin_json, user_json

if TYPE_CHECKING:
    from .people import Person

Json = dict[str, Any]
LONGEST_TEXT = 4096


class Speaking(Place):
    def writes(self, text: str, *, reply_to: Message | None = None, forwarded: Any = None) -> Message:
        """Sends a text. The apps cut one that is too long into several messages: the last of them comes back.

        `forwarded` is whose message it was: a person, a group, or just a name for somebody who hides his account.
        """
        assert text.strip(), "the apps do not let anybody send an empty message"
        parts = [text[start : start + LONGEST_TEXT] for start in range(0, len(text), LONGEST_TEXT)]
        return [self.sends(_text(part), reply_to=reply_to, forwarded=forwarded) for part in parts][-1]

    def sends_photo(self, data: bytes, caption: str = "", *, album: str | None = None, **how: Any) -> Message:
        """A photo, which loses its EXIF and comes in several sizes, as from the apps."""
        sizes = self.world.files.keep_photo(data)
        return self.sends({"photo": [size.as_json() for size in sizes]}, caption, files=sizes[-1:], album=album, **how)

    def sends_album(self, photos: Sequence[bytes], caption: str | Sequence[str] = "", **how: Any) -> list[Message]:
        """Several photos at once: a message each, one `media_group_id`, the caption usually on the first only."""
        captions = [caption] if isinstance(caption, str) else list(caption)
        captions += [""] * (len(photos) - len(captions))
        album = self.new_album()
        return [self.sends_photo(data, words, album=album, **how) for data, words in zip(photos, captions, strict=True)]

    def new_album(self) -> str:
        """A `media_group_id` for `sends_photo(…, album=…)` and `sends_document(…, album=…)`."""
        return str(13_900_000_000_000_000 + next(self.world.numbers))

    def sends_document(
        self,
        data: bytes,
        name: str = "file.bin",
        mime: str = "",
        caption: str = "",
        *,
        size: int = 0,
        album: str | None = None,
        **how: Any,
    ) -> Message:
        """A file; `size` in bytes lets it pretend to be larger than it is."""
        shape = {"file_name": name} | ({"mime_type": mime} if mime else {})
        file = self.world.files.keep("document", data, size, **shape)
        return self.sends({"document": file.as_json()}, caption, files=[file], album=album, **how)

    def sends_video(
        self, data: bytes = b"video", caption: str = "", *, seconds: int = 5, size: int = 0, **how: Any
    ) -> Message:
        file = self.world.files.keep(
            "video", data, size, duration=seconds, width=1280, height=720, mime_type="video/mp4"
        )
        return self.sends({"video": file.as_json()}, caption, files=[file], **how)

    def sends_voice(self, data: bytes = b"voice", *, seconds: int = 3, **how: Any) -> Message:
        file = self.world.files.keep("voice", data, duration=seconds, mime_type="audio/ogg")
        return self.sends({"voice": file.as_json()}, files=[file], **how)

    def sends_video_note(self, data: bytes = b"round", *, seconds: int = 3, **how: Any) -> Message:
        file = self.world.files.keep("video_note", data, duration=seconds, length=384)
        return self.sends({"video_note": file.as_json()}, files=[file], **how)

    def sends_sticker(self, emoji: str = "👍", **how: Any) -> Message:
        kind: Json = {"is_animated": False, "is_video": False, "type": "regular", "set_name": "Animals"}
        file = self.world.files.keep("sticker", b"sticker", width=512, height=512, emoji=emoji, **kind)
        return self.sends({"sticker": file.as_json()}, files=[file], **how)

    def sends_location(self, latitude: float, longitude: float, **how: Any) -> Message:
        return self.sends({"location": {"latitude": latitude, "longitude": longitude}}, **how)

    def sends_venue(self, latitude: float, longitude: float, title: str, address: str = "", **how: Any) -> Message:
        location = {"latitude": latitude, "longitude": longitude}
        return self.sends(
            {"location": location, "venue": {"location": location, "title": title, "address": address}}, **how
        )

    def sends_contact(self, phone: str = "+79001234567", of: Person | str | None = None, **how: Any) -> Message:
        """The person's own number, or that of somebody else: of a user, or of a name in the phone's address book."""
        whose = self.person if of is None else of
        contact: Json = {"phone_number": phone, "first_name": whose if isinstance(whose, str) else whose.name}
        if not isinstance(whose, str):
            contact["user_id"] = whose.id
        return self.sends({"contact": contact}, **how)

    def sends(
        self,
        content: Json,
        caption: str = "",
        *,
        reply_to: Message | None = None,
        forwarded: Any = None,
        files: Sequence[StoredFile] = (),
        album: str | None = None,
    ) -> Message:
        """Anything else in the Bot API's own words, as `{"dice": {"emoji": "🎲", "value": 6}}`."""
        self._opens()
        author, extras = self._appearance()
        if caption:
            content = content | _text(caption, "caption", "caption_entities")
        if forwarded is not None:
            extras |= origin_json(_source(forwarded), self.world.now())
        if album:
            extras["media_group_id"] = album
        if reply_to and reply_to.chat is not self.chat:
            extras["external_reply"] = _external(reply_to)
            reply_to = None
        message = self.world.post(
            self.chat, author, content, reply_to=reply_to, topic=self.topic, extras=extras, files=list(files)
        )
        return self.world.tell("message", message)

    def edits(self, message: Message, text: str) -> Message:
        """Changes the text, or the caption, of an own message."""
        assert message.author["id"] in (self.person.id, ANONYMOUS_ADMIN["id"]), "people edit only what they wrote"
        message.remember()
        field = "caption" if message.content.keys() & {"photo", "document", "video"} else "text"
        entities = "caption_entities" if field == "caption" else "entities"
        kept = {name: value for name, value in message.content.items() if name not in (field, entities)}
        message.content = kept | _text(text, field, entities)
        message.edit_date, message.touched = self.world.now(), self.world.moment()
        return self.world.tell("edited_message", message)

    def _appearance(self) -> tuple[Json, Json]:
        if not self.anonymous:
            return user_json(self.person), {}
        assert self.chat.kind == "supergroup", "only the administrators of a supergroup can be anonymous"
        return ANONYMOUS_ADMIN, {"sender_chat": chat_json(self.chat)}

    def _opens(self) -> None:
        """Whoever writes to the bot has started it."""
        if self.chat.person:
            assert not self.chat.person.blocked, f"{self.person.name} blocked the bot and must unblock it first"
            self.chat.person.started = True


def _text(words: str, field: str = "text", entities: str = "entities") -> Json:
    words, found = trimmed(words, [])
    return {field: words, entities: found} if found else {field: words}


def _source(forwarded: Any) -> Any:
    """A person, a name or a chat."""
    if isinstance(forwarded, Place):
        return forwarded.person
    return forwarded if isinstance(forwarded, str) else forwarded.chat


def _external(message: Message) -> Json:
    """An answer across chats, as when a group has become a supergroup since."""
    origin = {"type": "user", "sender_user": message.author, "date": message.date}
    return {"origin": origin, "chat": message_json(message, with_reply=False)["chat"], "message_id": message.id}
