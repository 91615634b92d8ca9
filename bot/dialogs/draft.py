"""Words and photos being gathered from one or several messages, before they become something."""

from dataclasses import dataclass, replace

from bot.appeals.appeal import Photo, Place
from bot.appeals.district import Point
from bot.dialogs.events import KeptPhoto, MessageSent
from bot.triage.reading import MessageKind

MAX_TEXT = 10_000
MAX_PHOTOS = 10


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one message; kept apart so that an edit of that message finds them."""

    message: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person has said so far, and what is already decided about it.

    `own_topic` and `own_place` mark what the person chose: that is never asked or guessed again. `topic_asked` and
    `place_asked` mark what was asked once already, `words_asked` that the story was asked for in other words;
    `known_asked` that the person said that this is another problem than those known; `left_out` counts the photos that
    found no room. `kind` is set when the person said what kind of message it is,
    `whole` when it is not to be taken apart, and `share` when officials may see the masked details.
    """

    said: tuple[Said, ...] = ()
    photos: tuple[Photo, ...] = ()
    point: Point | None = None
    topic: str | None = None
    place: Place | None = None
    own_topic: bool = False
    own_place: bool = False
    topic_asked: bool = False
    place_asked: bool = False
    left_out: int = 0
    known_asked: bool = False
    words_asked: bool = False
    kind: MessageKind | None = None
    whole: bool = False
    share: bool = False

    @property
    def text(self) -> str:
        return "\n".join(one.text for one in self.said if one.text)

    @property
    def messages(self) -> tuple[str, ...]:
        return tuple(one.message for one in self.said)

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.photos or self.point)


def kept(event: MessageSent) -> tuple[Photo, ...]:
    """The photos of the message that were fetched and kept."""
    return tuple(Photo(one.file, one.fingerprint) for one in event.photos if isinstance(one, KeptPhoto))


def fits(draft: Draft, event: MessageSent) -> bool:
    """Whether the draft has room for the whole message."""
    return len(draft.text) + len(event.text) <= MAX_TEXT and len(draft.photos) + len(kept(event)) <= MAX_PHOTOS


def has_room(draft: Draft, words: str, instead_of: str = "") -> bool:
    """Whether these words still fit, in addition or in place of others; photos that do not fit are only left out."""
    return len(draft.text) - len(instead_of) + len(words) <= MAX_TEXT


def unguessed(draft: Draft) -> Draft:
    """The draft with only the person's own choices: new words may mean something else."""
    topic = draft.topic if draft.own_topic else None
    place = draft.place if draft.own_place else None
    return replace(draft, topic=topic, place=place)


def extend(draft: Draft, event: MessageSent) -> Draft:
    """The draft with this message in it; the same photo twice is kept once, the eleventh is counted only."""
    known = {one.file for one in draft.photos}
    fresh = tuple({one.file: one for one in kept(event) if one.file not in known}.values())
    room = MAX_PHOTOS - len(draft.photos)
    return replace(
        unguessed(draft),
        said=(*draft.said, Said(event.message, event.text.strip())),
        photos=draft.photos + fresh[:room],
        point=event.point or draft.point,
        left_out=draft.left_out + len(fresh[room:]),
    )


def joined(first: Draft, second: Draft) -> Draft:
    """The words and photos of both, in order; a message that stands in both stands once."""
    photos = tuple({one.file: one for one in (*first.photos, *second.photos)}.values())
    return replace(
        first,
        said=tuple(dict.fromkeys((*first.said, *second.said))),
        photos=photos[:MAX_PHOTOS],
        point=second.point or first.point,
        left_out=first.left_out + second.left_out + len(photos[MAX_PHOTOS:]),
    )


def has_message(draft: Draft, message: str) -> bool:
    return message in draft.messages


def words_of(draft: Draft, message: str) -> str:
    """What that message said."""
    return next((one.text for one in draft.said if one.message == message), "")


def amend(draft: Draft, message: str, text: str) -> Draft:
    """The draft with the new words of one message."""
    said = tuple(Said(message, text.strip()) if one.message == message else one for one in draft.said)
    return replace(unguessed(draft), said=said)
