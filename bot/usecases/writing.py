"""Puts messages into the outbox: phrases become words here, and long messages become several letters."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.dialogs.effects import Post, Replace, Say, Tell
from bot.dialogs.events import Person
from bot.dialogs.message import Message, Phrase
from bot.usecases.platform import Keyboard, KeyboardButton
from bot.usecases.store import NewLetter, SentLetter, Transaction

# Every platform takes this much; a caption is shorter than a text everywhere.
LONGEST_TEXT = 4000
LONGEST_CAPTION = 900
ALBUM = 10


class Words(Protocol):
    """The words of a phrase in the district's language."""

    def __call__(self, phrase: Phrase) -> str: ...

    def text(self, message_id: str, **args: str | int) -> str:
        """Words that no dialog says: of pages, menus and pictures."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter says, ready to be shown; kept as JSON in the outbox."""

    text: str = ""
    keyboard: Keyboard = ()
    photos: tuple[str, ...] = ()
    mention: Person | None = None
    press: str = ""
    person: str = ""
    called: tuple[Person, ...] = ()

    def dump(self) -> str:
        keyboard = [[[one.label, one.data] for one in row] for row in self.keyboard]
        mention = [self.mention.address, self.mention.name] if self.mention else None
        # "keyboard":[] is looked for in the database: no spaces, and the key always there.
        fields: dict[str, object] = {"text": self.text, "keyboard": keyboard, "photos": self.photos, "mention": mention}
        fields |= {"press": self.press, "person": self.person}
        if self.called:
            fields["called"] = [[one.address, one.name] for one in self.called]
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def load_content(text: str) -> Content:
    """Raises KeyError, TypeError or ValueError for what is no letter."""
    try:
        fields = json.loads(text)
    except RecursionError as error:  # of brackets without end
        raise ValueError("no letter") from error
    keyboard = tuple(tuple(KeyboardButton(*one) for one in row) for row in fields["keyboard"])
    mention = Person(*fields["mention"]) if fields["mention"] else None
    called = tuple(Person(*one) for one in fields.get("called", ()))
    return Content(
        fields["text"], keyboard, tuple(fields["photos"]), mention, fields["press"], fields["person"], called
    )


def remembered(text: str) -> str:
    """Of the content of a letter that was sent: its buttons and photos, for later edits; not the words."""
    content = load_content(text)
    return Content(keyboard=content.keyboard, photos=content.photos).dump()


class Writer:
    """Writes into chats, in one transaction, with one time and one language.

    A `bulk` one writes what nobody waits for at this moment: it is overtaken by everything else.
    """

    def __init__(self, tx: Transaction, words: Words, now: datetime, *, bulk: bool = False) -> None:
        self._tx, self._words, self._now, self._bulk = tx, words, now, bulk

    def in_bulk(self) -> "Writer":
        """The same one for what nobody waits for."""
        return Writer(self._tx, self._words, self._now, bulk=True)

    def render(self, message: Message) -> tuple[str, Keyboard]:
        lines = (one if isinstance(one, str) else self._words(one) for one in message.paragraphs)
        text = ("\n" if message.tight else "\n\n").join(line for line in lines if line)
        keyboard = tuple(
            tuple(KeyboardButton(self._words(one.label), one.data) for one in row) for row in message.buttons if row
        )
        return text, keyboard

    async def say(self, chat: str, effect: Say) -> None:
        """Letters for the message: photos first, buttons under the last words."""
        await self.say_to_each([(chat, effect.post)], effect)

    async def say_to_each(self, chats: Sequence[tuple[str, Post | None]], effect: Say) -> None:
        """The same message into many chats, in each about its own post; its words are made once."""
        text, keyboard = self.render(effect.message)
        contents = _parts(text, keyboard, effect.message.photos, effect.mention)
        contents[-1] = replace(contents[-1], called=effect.called)
        letters = [
            NewLetter(
                chat,
                "message",
                one.dump(),
                reply_to=effect.reply_to if index == 0 else None,
                key=effect.key if index == len(contents) - 1 else "",
                # The card is the last part alone; its photos and first words are only about it.
                post=_post_of_part(post, last=index == len(contents) - 1),
                bulk=self._bulk,
            )
            for chat, post in chats
            for index, one in enumerate(contents)
        ]
        if letters:
            await self._tx.outbox.add(letters, self._now)

    async def replace(self, chat: str, effect: Replace) -> None:
        """Edits the newest message with that key, if there is one."""
        earlier = await self._tx.outbox.by_key(chat, effect.key)
        if earlier is not None:
            await self.edit(earlier, effect.message)

    async def edit(self, earlier: SentLetter, message: Message) -> None:
        text, keyboard = self.render(message)
        photos = load_content(earlier.content).photos
        limit = LONGEST_CAPTION if photos else LONGEST_TEXT
        text = text if len(text) <= limit else text[: limit - 1] + "…"
        content = Content(text, keyboard, photos).dump()
        if not await self._tx.outbox.renew_edit(earlier.id, content):
            edit = NewLetter(earlier.chat, "edit", content, target=earlier.id, bulk=self._bulk)
            await self._tx.outbox.add([edit], self._now)

    async def tell(self, chat: str, effect: Tell) -> None:
        text = self._words(effect.words)[:200] if effect.words else ""
        content = Content(text, press=effect.press, person=effect.person)
        await self._tx.outbox.add([NewLetter(chat, "toast", content.dump())], self._now)


def _post_of_part(post: Post | None, *, last: bool) -> Post | None:
    if post is None or last or post.kind != "card":
        return post
    return Post("about", post.number, post.arg)


def _parts(text: str, keyboard: Keyboard, photos: Sequence[str], mention: Person | None) -> list[Content]:
    if len(photos) == 1 and len(text) <= LONGEST_CAPTION:
        return [Content(text, keyboard, tuple(photos), mention)]
    albums = [Content(photos=tuple(photos[at : at + ALBUM])) for at in range(0, len(photos), ALBUM)]
    pieces = _split(text)
    words = [Content(piece) for piece in pieces[:-1]]
    return [*albums, *words, Content(pieces[-1], keyboard, (), mention)]


def _split(text: str) -> list[str]:
    """Pieces that fit a message, cut between lines or words where there are any."""
    pieces = []
    while len(text) > LONGEST_TEXT:
        cut = max(text.rfind("\n", 0, LONGEST_TEXT), text.rfind(" ", 0, LONGEST_TEXT))
        cut = cut if cut > LONGEST_TEXT // 2 else LONGEST_TEXT
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text]
