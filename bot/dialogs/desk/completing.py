"""Makes a gathered reply complete: what may not go is refused, a picture drawn, the preview shown."""

from dataclasses import replace

from bot.appeals.appeal import Appeal, Photo
from bot.dialogs.desk.preview import preview
from bot.dialogs.desk.scene import DeskOutcome, DeskScene, drop, preview_key, put, remark, stay, tidy
from bot.dialogs.desk.states import DeskTalk, Reply
from bot.dialogs.effects import DrawCollage, Post, Say
from bot.dialogs.events import CollageDrawn
from bot.dialogs.message import Phrase, message, say

# A refusal for these reasons has words of its own.
SPEAKS_FOR_ITSELF = frozenset({"abuse", "too_little"})
NEEDS_WORDS = frozenset({"ask", "transfer", "extend", "decline"})
# Words that claim something is done: the resident's own picture proves nothing there.
CLAIMS = frozenset({"answer", "solve", "explain"})


def complete(talk: DeskTalk, reply: Reply, appeal: Appeal, scene: DeskScene) -> DeskOutcome:
    """Checks the reply and shows it, drawing «до/после» first where there is something to compare."""
    reply = replace(reply, stage="gathering", collage=None, wake=None)
    fresh = _not_seen_before(reply, appeal, scene)
    if len(fresh) == len(reply.draft.photos):
        return _completed(talk, reply, appeal, scene)
    reply = replace(reply, draft=replace(reply.draft, photos=fresh))
    if not reply.has_words_or_photos:
        return _wait(talk, reply, say("photo-same-as-before"))
    refused = remark(say("photo-same-as-before"), appeal.number, reply.asked_in, on=_post(reply))
    outcome = _completed(talk, reply, appeal, scene)
    return DeskOutcome(outcome.talk, (refused, *outcome.effects))


def _completed(talk: DeskTalk, reply: Reply, appeal: Appeal, scene: DeskScene) -> DeskOutcome:
    speaks = reply.intent == "decline" and reply.arg in SPEAKS_FOR_ITSELF
    if not reply.has_words_or_photos and not speaks:
        gone = remark(say("preview-dropped"), appeal.number, reply.asked_in)
        return DeskOutcome(drop(talk, reply), (gone,))
    if reply.intent in NEEDS_WORDS and not reply.draft.text and not speaks:
        return _wait(talk, reply, say("reply-needs-words"))
    if reply.intent == "solve" and reply.draft.photos and appeal.before:
        return _draw(talk, reply, appeal, scene)
    return show(talk, reply, appeal, scene)


def _not_seen_before(reply: Reply, appeal: Appeal, scene: DeskScene) -> tuple[Photo, ...]:
    """A photo that the resident sent as «до» proves nothing as «после»; to ask about it is another matter."""
    before = [one.fingerprint for one in appeal.before] if reply.intent in CLAIMS else []
    photos = reply.draft.photos
    return tuple(one for one in photos if not any(scene.looks_same(one.fingerprint, other) for other in before))


def _wait(talk: DeskTalk, reply: Reply, words: Phrase) -> DeskOutcome:
    """What there is stays; an answer to this line, or to the prompt again, completes it."""
    asking = Say(message(words), _post(reply), preview_key(reply), reply.asked_in, mention=reply.by)
    kept = tidy(put(talk, reply))
    return DeskOutcome(kept.talk, (*kept.effects, asking))


def _post(reply: Reply) -> Post:
    return Post("preview", reply.number, str(reply.id))


def _draw(talk: DeskTalk, reply: Reply, appeal: Appeal, scene: DeskScene) -> DeskOutcome:
    drawing = replace(reply, stage="drawing", wake=scene.now + scene.drawing)
    before, after = (tuple(one.file for one in side) for side in (appeal.before, reply.draft.photos))
    return DeskOutcome(put(talk, drawing), (DrawCollage(reply.id, appeal.number, before, after),))


def drawn(talk: DeskTalk, event: CollageDrawn, scene: DeskScene) -> DeskOutcome:
    """The picture is ready: now the preview can show what the resident will see."""
    reply = talk.reply(str(event.reply))
    appeal = scene.appeals.get(reply.number) if reply else None
    if reply is None or appeal is None or reply.stage != "drawing":
        return stay(talk)
    return show(talk, replace(reply, collage=event.file), appeal, scene)


def show(talk: DeskTalk, reply: Reply, appeal: Appeal, scene: DeskScene, heading: Phrase | None = None) -> DeskOutcome:
    """The preview in a message of its own."""
    reply = replace(reply, stage="shown", wake=None)
    kept = tidy(put(talk, reply))
    said = Say(preview(reply, appeal, scene, heading), _post(reply), preview_key(reply), reply.asked_in)
    return DeskOutcome(kept.talk, (*kept.effects, said))
