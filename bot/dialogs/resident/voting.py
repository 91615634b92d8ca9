"""The vote on an answer: «Доволен» and «Нейтрально» close, «Не решено» reopens."""

from dataclasses import replace
from functools import reduce

from bot.appeals.appeal import Appeal
from bot.appeals.status import Action, Status, next_status
from bot.dialogs.draft import Draft, joined
from bot.dialogs.effects import Act, Say
from bot.dialogs.events import Person
from bot.dialogs.message import message, say
from bot.dialogs.resident.following import RATINGS, begin, finish, fitting, not_possible
from bot.dialogs.resident.scene import Outcome, Scene, stay
from bot.dialogs.resident.states import Supplement, Talk
from bot.dialogs.resident.wording import own_buttons


def rate(talk: Talk, appeal: Appeal, rating: str, by: Person, scene: Scene) -> Outcome | None:
    """None for a rating that there is not."""
    if rating == "bad":
        return _object(talk, appeal, by, scene)
    if rating not in RATINGS:
        return None
    if next_status(appeal.status, Action.RATE) is None:
        return not_possible(talk, appeal)
    thanks = Say(message(say(f"rated-{rating}"), buttons=own_buttons()))
    if appeal.status is Status.CLOSED and appeal.rating == rating:
        return stay(talk, thanks)
    said = _said_of(talk, appeal)
    words, photos, messages = said.text, said.photos, said.messages
    vote = Act(appeal.number, Action.RATE, by, text=words, photos=photos, messages=messages, arg=rating)
    # Who votes well after «Не решено» has changed their mind: it is not to be reopened later.
    return Outcome(_without_objection(talk, appeal), (vote, thanks))


def _object(talk: Talk, appeal: Appeal, by: Person, scene: Scene) -> Outcome:
    """Asks what is wrong, unless that has been said already."""
    said = _said_of(talk, appeal)
    if said.is_empty or fitting("objection", appeal) is None:
        return begin(talk, appeal, "objection", by, scene)
    calm = _without_objection(talk, appeal)
    outcome = finish(calm, Supplement(appeal.number, "objection", said), by, scene)
    return Outcome(replace(outcome.talk, aside=calm.aside), outcome.effects)


def _said_of(talk: Talk, appeal: Appeal) -> Draft:
    """Words after the answer that wait for this press."""
    said = [one.draft for one in (talk.implied, talk.aside) if one is not None and _objects(one, appeal)]
    return reduce(joined, said, Draft())


def _without_objection(talk: Talk, appeal: Appeal) -> Talk:
    aside = None if _objects(talk.aside, appeal) else talk.aside
    return replace(talk, aside=aside, implied=None if _objects(talk.implied, appeal) else talk.implied)


def _objects(words: Supplement | None, appeal: Appeal) -> bool:
    return words is not None and (words.number, words.purpose) == (appeal.number, "objection")
