"""A resident changed an earlier message: words still in hand follow, of others the appeal they belong to is told."""

from dataclasses import replace

from bot.dialogs.draft import Draft, amend, has_message, has_room, words_of
from bot.dialogs.effects import NoteEdit, Say
from bot.dialogs.events import MessageEdited
from bot.dialogs.message import message
from bot.dialogs.resident.alarming import warned
from bot.dialogs.resident.drafting import no_room, written
from bot.dialogs.resident.hinting import way_on
from bot.dialogs.resident.meaning import question_about
from bot.dialogs.resident.scene import Outcome, Scene, stay
from bot.dialogs.resident.states import ConfirmingDeletion, Supplement, Talk


def edited(talk: Talk, event: MessageEdited, scene: Scene) -> Outcome:
    """What is in hand: words for an appeal, the draft, or words that wait for the press that says what they mean."""
    if talk.aside is not None and has_message(talk.aside.draft, event.message):
        return _changed(talk, talk.aside.draft, talk.aside, event, scene)
    if has_message(talk.draft, event.message):
        return _changed(talk, talk.draft, None, event, scene)
    if talk.implied is not None and has_message(talk.implied.draft, event.message) and question_about(talk, scene):
        return _changed(talk, talk.implied.draft, talk.implied, event, scene)
    return stay(talk, NoteEdit(event.message, event.text))


def _changed(talk: Talk, draft: Draft, words: Supplement | None, event: MessageEdited, scene: Scene) -> Outcome:
    if not has_room(draft, event.text, instead_of=words_of(draft, event.message)):
        return stay(talk, Say(message(no_room(draft))))
    draft = amend(draft, event.message, event.text)
    if words is None:
        return _redrafted(talk, draft, scene)
    if words is talk.aside:
        return stay(replace(talk, aside=replace(words, draft=draft, wake=scene.now + scene.quiet)))
    talk = replace(talk, implied=replace(words, draft=draft))
    return stay(talk, way_on(talk, scene))


def _redrafted(talk: Talk, draft: Draft, scene: Scene) -> Outcome:
    if isinstance(talk.step, ConfirmingDeletion):
        talk = replace(talk, step=ConfirmingDeletion(draft))
        return stay(talk, way_on(talk, scene))
    return warned(written(talk, draft, scene), draft.text, scene)
