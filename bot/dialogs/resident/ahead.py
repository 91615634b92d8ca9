"""Which words the next step is going to read: reading takes longer than the step, and can be done before it."""

from bot.appeals.district import Point
from bot.dialogs.draft import Draft, amend, extend, has_message
from bot.dialogs.events import Event, MessageEdited, MessageSent
from bot.dialogs.resident.states import ChoosingPlace, ChoosingTopic, Talk

Words = tuple[str, Point | None]


def to_be_read(talk: Talk, event: Event) -> tuple[Words, ...]:
    """Words and the pin with them, each once. What this does not foresee the step reads all the same, only later."""
    match event:
        case MessageSent():
            # A danger is heard in the words alone.
            found = [(event.text, None), (event.text, event.point), *_answered(talk, event)]
        case MessageEdited():
            found = [(event.text, None), *_edited(talk.draft, event)]
        case _:
            found = [*_drafted(talk.draft), *(_drafted(talk.aside.draft) if talk.aside else ())]
    return tuple(dict.fromkeys((text, point) for text, point in found if text and not text.startswith("/")))


def _answered(talk: Talk, event: MessageSent) -> tuple[Words, ...]:
    """Words in place of a press go to the draft, which is read anew at once; others wait for quiet."""
    return _drafted(extend(talk.draft, event)) if isinstance(talk.step, ChoosingTopic | ChoosingPlace) else ()


def _edited(draft: Draft, event: MessageEdited) -> tuple[Words, ...]:
    return _drafted(amend(draft, event.message, event.text)) if has_message(draft, event.message) else ()


def _drafted(draft: Draft) -> tuple[Words, ...]:
    """As it is read, and as it is filed: by then the place has the pin."""
    return (draft.text, draft.point), (draft.text, draft.place.point if draft.place else draft.point)
