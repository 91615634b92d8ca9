"""An official's reply before it is sent: gathered from messages that answer a card, changed by an edit."""

from dataclasses import replace

from bot.appeals.appeal import Appeal
from bot.dialogs.desk.completing import complete
from bot.dialogs.desk.overtaking import known, leaving_rival
from bot.dialogs.desk.scene import DeskOutcome, DeskScene, mark, put, remark, renewed, stay
from bot.dialogs.desk.states import DeskTalk, Intent, Reply
from bot.dialogs.draft import MAX_TEXT, amend, extend, fits
from bot.dialogs.effects import Effect, Post, Say
from bot.dialogs.events import MessageSent, Person
from bot.dialogs.message import message, say


def take(talk: DeskTalk, event: MessageSent, appeal: Appeal, post: Post, scene: DeskScene) -> DeskOutcome:
    """A message that answers a card, a prompt or a preview."""
    earlier = _earlier(talk, event, post) or _new(talk, event, appeal, post)
    if earlier.stage == "leaving":
        return stay(talk, remark(say("reply-leaving"), appeal.number, event.message))
    if not fits(earlier.draft, event):
        return stay(talk, remark(say("draft-full"), appeal.number, event.message, on=post))
    album = event.album or earlier.album
    reply = replace(earlier, draft=extend(earlier.draft, event), album=album, asked_in=event.message)
    return _advance(talk, reply, appeal, event.album is not None, scene)


def _earlier(talk: DeskTalk, event: MessageSent, post: Post) -> Reply | None:
    """The reply that this message goes on with: of the same album, of the same prompt, or whose preview it answers."""
    own = [one for one in talk.replies if one.by.address == event.sender.address and one.number == post.number]
    of_album = (one for one in own if event.album is not None and one.album == event.album)
    if (found := next(of_album, None)) is not None:
        return found
    if post.kind == "preview":
        return talk.grown_from(post.arg)
    same_prompt = (one for one in own if one.prompt is not None and one.prompt == event.reply_to)
    return next((one for one in same_prompt if post.kind == "prompt" and one.stage != "leaving"), None)


def _new(talk: DeskTalk, event: MessageSent, appeal: Appeal, post: Post) -> Reply:
    if post.kind != "prompt":
        return begun(talk, appeal, "answer", "", event.sender)
    intent, _, arg = post.arg.partition(":")
    return replace(begun(talk, appeal, _intent(intent), arg, event.sender), prompt=event.reply_to)


def begun(talk: DeskTalk, appeal: Appeal, intent: Intent, arg: str, by: Person) -> Reply:
    """An empty reply that has no number yet."""
    rival = leaving_rival(talk, appeal.number, by)
    return Reply(0, appeal.number, intent, by, arg, known=replace(known(appeal), rival=rival))


def _intent(word: str) -> Intent:
    match word:
        case "ask" | "solve" | "explain" | "transfer" | "extend" | "decline":
            return word
        case _:
            return "answer"


def _advance(talk: DeskTalk, reply: Reply, appeal: Appeal, more_may_come: bool, scene: DeskScene) -> DeskOutcome:
    """Waits for the rest of an album, or completes the reply at once; an older preview is put away."""
    effects: tuple[Effect, ...] = ()
    if reply.id == 0 or reply.stage != "gathering":
        effects = (mark(reply, say("preview-replaced")),) if reply.stage == "shown" else ()
        talk, reply = renewed(talk, reply)
    if more_may_come:
        waiting = replace(reply, stage="gathering", collage=None, wake=scene.now + scene.quiet)
        return DeskOutcome(put(talk, waiting), effects)
    outcome = complete(talk, reply, appeal, scene)
    return DeskOutcome(outcome.talk, (*effects, *outcome.effects))


def edited(talk: DeskTalk, message_id: str, text: str, scene: DeskScene) -> DeskOutcome:
    """An official changed the words: the preview follows; what has left cannot be changed, and they are told."""
    for reply in talk.replies:
        if message_id in reply.draft.messages and reply.stage != "leaving":
            return _amended(talk, reply, message_id, text, scene)
    if message_id in talk.sent or any(message_id in one.draft.messages for one in talk.replies):
        return stay(talk, Say(message(say("edit-too-late")), reply_to=message_id))
    return stay(talk)


def _amended(talk: DeskTalk, reply: Reply, message_id: str, text: str, scene: DeskScene) -> DeskOutcome:
    appeal = scene.appeals.get(reply.number)
    draft = amend(reply.draft, message_id, text)
    # A messenger also calls it an edit when it has found a picture for a link.
    if appeal is None or draft.text == reply.draft.text:
        return stay(talk)
    if len(draft.text) > MAX_TEXT:
        return stay(talk, remark(say("draft-full"), appeal.number, message_id))
    return _advance(talk, replace(reply, draft=draft), appeal, reply.wake is not None, scene)
