"""An official's reply on its way to the resident: gathered, shown exactly, sent after a press, recallable."""

from dataclasses import replace
from datetime import date

from bot.appeals.appeal import Appeal, Photo
from bot.appeals.deadlines import end_of_workday
from bot.appeals.status import Action, next_status
from bot.dialogs.desk.scene import DeskOutcome, DeskScene, drop, put, remember_sent, stay
from bot.dialogs.desk.states import DeskTalk, Intent, Reply
from bot.dialogs.draft import Draft, amend, extend, fits
from bot.dialogs.effects import Act, DrawCollage, Effect, Post, Replace, Say, Tell
from bot.dialogs.events import ButtonPressed, CollageDrawn, MessageSent, Person
from bot.dialogs.message import Button, Message, Phrase, Rows, message, say
from bot.dialogs.notices import notice
from bot.dialogs.resident.wording import status_phrase

# A refusal for these reasons has words of its own; every other reply needs the official's.
SPEAKS_FOR_ITSELF = frozenset({"abuse", "too_little"})


def take(talk: DeskTalk, event: MessageSent, appeal: Appeal, post: Post, scene: DeskScene) -> DeskOutcome:
    """A message that answers a card, a prompt or a preview."""
    earlier = _earlier(talk, event, post)
    if earlier is None:
        intent, _, arg = post.arg.partition(":") if post.kind == "prompt" else ("answer", "", "")
        earlier = _new(talk, appeal.number, _intent(intent), arg, event.sender)
    elif earlier.stage == "leaving":
        return stay(talk, Say(message(say("reply-leaving")), reply_to=event.message))
    if not fits(earlier.draft, event):
        return stay(talk, Say(message(say("draft-full")), reply_to=event.message))
    reply = replace(earlier, draft=extend(earlier.draft, event), album=event.album, asked_in=event.message)
    return _advance(talk, earlier, reply, appeal, event.album is not None, scene)


def _earlier(talk: DeskTalk, event: MessageSent, post: Post) -> Reply | None:
    """The reply that this message goes on with: of the same album, or the one whose preview it answers."""
    if event.album is not None:
        for one in talk.replies:
            if one.album == event.album and one.by.address == event.sender.address:
                return one
    return talk.reply(post.arg) if post.kind == "preview" else None


def _new(talk: DeskTalk, number: str, intent: Intent, arg: str, by: Person) -> Reply:
    return Reply(talk.serial + 1, number, intent, by, arg)


def _intent(word: str) -> Intent:
    match word:
        case "ask" | "solve" | "explain" | "transfer" | "extend" | "decline":
            return word
        case _:
            return "answer"


def _advance(
    talk: DeskTalk, earlier: Reply, reply: Reply, appeal: Appeal, more_may_come: bool, scene: DeskScene
) -> DeskOutcome:
    """Waits for the rest of an album, or prepares the preview at once; an older preview is put away."""
    effects: tuple[Effect, ...] = ()
    if earlier.stage != "gathering" or earlier.id > talk.serial:
        old = earlier.stage == "shown"
        effects = (Replace(f"preview:{earlier.id}", message(say("preview-replaced"))),) if old else ()
        talk = drop(talk, earlier)
        talk = replace(talk, serial=talk.serial + 1)
        reply = replace(reply, id=talk.serial)
    if more_may_come:
        waiting = replace(reply, stage="gathering", collage=None, wake=scene.now + scene.quiet)
        return DeskOutcome(put(talk, waiting), effects)
    outcome = prepare(talk, reply, appeal, scene)
    return DeskOutcome(outcome.talk, (*effects, *outcome.effects))


def prepare(talk: DeskTalk, reply: Reply, appeal: Appeal, scene: DeskScene) -> DeskOutcome:
    """Checks the reply and shows it, drawing «до/после» first where there is something to compare."""
    fresh = _not_seen_before(reply.draft.photos, appeal, scene)
    refused: tuple[Effect, ...] = ()
    if len(fresh) < len(reply.draft.photos):
        refused = (Say(message(say("photo-same-as-before")), reply_to=reply.asked_in),)
        reply = replace(reply, draft=replace(reply.draft, photos=fresh))
    if reply.draft.is_empty and reply.arg not in SPEAKS_FOR_ITSELF:
        return DeskOutcome(drop(talk, reply), refused)
    if not reply.draft.text and reply.intent in ("ask", "extend", "transfer"):
        return DeskOutcome(
            drop(talk, reply), (*refused, Say(message(say("reply-needs-words")), reply_to=reply.asked_in))
        )
    if reply.intent == "solve" and fresh and appeal.before:
        drawing = replace(reply, stage="drawing", wake=None)
        files = tuple(one.file for one in appeal.before), tuple(one.file for one in fresh)
        return DeskOutcome(put(talk, drawing), (*refused, DrawCollage(reply.id, appeal.number, *files)))
    outcome = show(talk, reply, appeal, scene)
    return DeskOutcome(outcome.talk, (*refused, *outcome.effects))


def _not_seen_before(photos: tuple[Photo, ...], appeal: Appeal, scene: DeskScene) -> tuple[Photo, ...]:
    """A photo that the resident sent as «до» proves nothing as «после»."""
    before = [one.fingerprint for one in appeal.before]
    return tuple(one for one in photos if not any(scene.looks_same(one.fingerprint, other) for other in before))


def drawn(talk: DeskTalk, event: CollageDrawn, scene: DeskScene) -> DeskOutcome:
    """The picture is ready: now the preview can show what the resident will see."""
    reply = talk.reply(str(event.reply))
    appeal = scene.appeals.get(reply.number) if reply else None
    if reply is None or appeal is None or reply.stage != "drawing":
        return stay(talk)
    return show(talk, replace(reply, collage=event.file), appeal, scene)


def show(talk: DeskTalk, reply: Reply, appeal: Appeal, scene: DeskScene) -> DeskOutcome:
    """The preview: what the resident will see, and three buttons."""
    if next_status(appeal.status, Action(reply.intent)) is None:
        sorry = message(say("reply-too-late", number=appeal.number, status=status_phrase(appeal)))
        return DeskOutcome(drop(talk, reply), (Say(sorry, reply_to=reply.asked_in),))
    talk = put(talk, replace(reply, stage="shown", wake=None))
    preview = _with_preview(reply, appeal, scene, say(f"preview-{reply.intent}"), _buttons(reply))
    post = Post("preview", appeal.number, str(reply.id))
    return DeskOutcome(talk, (Say(preview, post=post, key=f"preview:{reply.id}", reply_to=reply.asked_in),))


def _with_preview(reply: Reply, appeal: Appeal, scene: DeskScene, title: Phrase, buttons: Rows) -> Message:
    seen = notice(appeal, _act(reply, scene), scene.district)
    paragraphs = seen.message.paragraphs if seen else ()
    photos = seen.message.photos if seen else ()
    own = (say("preview-own-reason", text=reply.draft.text),) if reply.intent == "transfer" else ()
    return message(title, *paragraphs, *own, buttons=buttons, photos=photos)


def _buttons(reply: Reply) -> Rows:
    send = Button(say("desk-send"), f"r:send:{reply.id}")
    note = Button(say("desk-note"), f"r:note:{reply.id}")
    cancel = Button(say("desk-drop"), f"r:drop:{reply.id}")
    return ((send,), (note, cancel))


def _act(reply: Reply, scene: DeskScene) -> Act:
    until = end_of_workday(scene.district, date.fromisoformat(reply.arg)) if reply.intent == "extend" else None
    return Act(
        reply.number,
        Action(reply.intent),
        reply.by,
        text=reply.draft.text,
        photos=reply.draft.photos,
        arg=reply.arg,
        until=until,
        collage=reply.collage,
    )


def pressed(talk: DeskTalk, verb: str, reply: Reply, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    """«Отправить жителю», «Как заметку», «Отмена», «Отозвать»."""
    match verb, reply.stage:
        case "send", "shown":
            return _leave(talk, reply, event, scene)
        case "note", "shown":
            act = replace(_act(reply, scene), action=Action.NOTE)
            return DeskOutcome(drop(talk, reply), (act, _mark(reply, say("preview-noted"))))
        case "drop", "shown":
            return DeskOutcome(drop(talk, reply), (_mark(reply, say("preview-dropped")),))
        case "recall", "leaving":
            appeal = scene.appeals[reply.number]
            back = _with_preview(reply, appeal, scene, say("preview-recalled"), _buttons(reply))
            return DeskOutcome(
                put(talk, replace(reply, stage="shown", wake=None)), (Replace(f"preview:{reply.id}", back),)
            )
        case _:
            return stay(talk, Tell(event.press, event.sender.address, say("button-stale")))


def _leave(talk: DeskTalk, reply: Reply, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    appeal = scene.appeals[reply.number]
    if next_status(appeal.status, Action(reply.intent)) is None:
        words = say("reply-too-late", number=appeal.number, status=status_phrase(appeal))
        return DeskOutcome(drop(talk, reply), (_mark(reply, words), Tell(event.press, event.sender.address, words)))
    leaving = replace(reply, stage="leaving", wake=scene.now + scene.recall, by=event.sender)
    recall = ((Button(say("desk-recall"), f"r:recall:{reply.id}"),),)
    title = say("preview-leaving", seconds=int(scene.recall.total_seconds()))
    shown = _with_preview(leaving, appeal, scene, title, recall)
    return DeskOutcome(put(talk, leaving), (Replace(f"preview:{reply.id}", shown),))


def left(talk: DeskTalk, reply: Reply, appeal: Appeal, scene: DeskScene) -> DeskOutcome:
    """The time to recall has passed: now it is done."""
    talk = drop(talk, reply)
    if next_status(appeal.status, Action(reply.intent)) is None or appeal.desk not in scene.desks:
        words = say("reply-too-late", number=appeal.number, status=status_phrase(appeal))
        return DeskOutcome(talk, (_mark(reply, words),))
    talk = remember_sent(talk, reply)
    shown = _with_preview(reply, appeal, scene, say("preview-sent", at=scene.now, name=reply.by.name), ())
    return DeskOutcome(talk, (_act(reply, scene), Replace(f"preview:{reply.id}", shown)))


def edited(talk: DeskTalk, message_id: str, text: str, scene: DeskScene) -> DeskOutcome:
    """An official changed the words: the preview follows; what has left cannot be changed, and they are told."""
    for reply in talk.replies:
        if message_id in reply.draft.messages and reply.stage != "leaving":
            appeal = scene.appeals.get(reply.number)
            changed = replace(reply, draft=amend(reply.draft, message_id, text))
            if appeal is None:
                return stay(talk)
            return _advance(talk, reply, changed, appeal, reply.stage == "gathering", scene)
    if message_id in talk.sent or any(message_id in one.draft.messages for one in talk.replies):
        return stay(talk, Say(message(say("edit-too-late")), reply_to=message_id))
    return stay(talk)


def _mark(reply: Reply, words: Phrase) -> Replace:
    return Replace(f"preview:{reply.id}", message(words, say("preview-mark", number=reply.number)))


def at_once(talk: DeskTalk, appeal: Appeal, intent: Intent, arg: str, by: Person, asked_in: str | None) -> Reply:
    """A reply without words of its own: a refusal whose reason says all."""
    return replace(_new(talk, appeal.number, intent, arg, by), draft=Draft(), asked_in=asked_in)
