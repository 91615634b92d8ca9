"""The sentences that people of a campaign wait for, taken from the locale."""

from tests.e2e.wording import DISTRICT, label, said

NUMBER = r"(\d\d-\d{5})"
AGREE, SEND, ACCEPT = label("button-agree"), label("button-send"), label("desk-accept")
DESK_SEND, GOOD = label("desk-send"), label("button-good")
HISTORY = label("desk-history")
VERBS = {verb: label(f"desk-{verb}") for verb in ("solve", "explain")}
# One message is to become one appeal, whatever the bot makes of it.
GOES_ON = [label(f"button-{one}") for one in ("another-problem", "together", "is-message", "topic-list")]
NOT_CHOICES = {
    label(f"button-{one}")
    for one in ("other-topic", "other-place", "unchanged", "no-locality", "page-next", "page-back")
}
QUESTIONS = [
    said(one)
    for one in ("ask-topic-likely", "ask-topic-category", "ask-topic-in-category", "ask-place", "ask-place-several")
]
FILED, RATED = said("filed-number"), said("rated-good")
TOLD = [said("told-solve"), said("told-explain")]
CARD, ACCEPTED = said("card-title"), said("card-accepted")
PROMPTS = [said("prompt-solve"), said("prompt-explain")]
PREVIEW_SENT, BOUND = said("preview-sent"), said("bound-desk")
UNKNOWN_REPLY, PHOTOS_LOST = said("reply-without-card"), [said("photo-unavailable"), said("photo-not-a-photo")]
PHOTO_WAITS = said("photo-waits")
BROKEN = [said("handling-failed"), said("desk-handling-failed")]
STALE = {label("button-stale"), label("press-refused")}

__all__ = ["DISTRICT"]
