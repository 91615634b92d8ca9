"""Where a resident's conversation stands: one class a step, holding only what that step knows."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.appeals.appeal import Place
from bot.dialogs.draft import Draft
from bot.triage.reading import MessageKind, Problem


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is being written."""


@dataclass(frozen=True, slots=True)
class AwaitingConsent:
    """The resident has not agreed yet; what was written meanwhile waits here and is taken up after."""

    draft: Draft
    wake: datetime | None = None
    greeted: bool = False


@dataclass(frozen=True, slots=True)
class Gathering:
    """More may follow (an album, several short messages): wait for quiet."""

    draft: Draft
    wake: datetime


@dataclass(frozen=True, slots=True)
class AwaitingWords:
    """There are photos, a pin or a greeting, but no story yet."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class ChoosingTopic:
    """`options` are topic codes, or categories as «category:roads»."""

    draft: Draft
    options: tuple[str, ...]


Listed = Literal["settlements", "likely", "localities"]


@dataclass(frozen=True, slots=True)
class ChoosingPlace:
    """`options` are what the shown buttons mean, and `listed` what kind of list they are.

    An option with only a settlement opens its localities.
    """

    draft: Draft
    options: tuple[Place, ...]
    listed: Listed = "settlements"


@dataclass(frozen=True, slots=True)
class Doubted:
    """Taken for talk or thanks, and answered so; one press makes the words a message after all."""

    draft: Draft
    kind: MessageKind


@dataclass(frozen=True, slots=True)
class Splitting:
    """The message seems to tell of several problems: as one or apart?"""

    draft: Draft
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ChoosingKnown:
    """Somebody may have written about it already: `numbers` are the appeals shown."""

    draft: Draft
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Confirming:
    """The card is shown; one press files it."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class ConfirmingDeletion:
    """The resident asked to be forgotten and is asked once more; a draft in hand waits for the answer."""

    draft: Draft = field(default_factory=Draft)


Step = (
    Idle
    | AwaitingConsent
    | Gathering
    | AwaitingWords
    | Doubted
    | Splitting
    | ChoosingTopic
    | ChoosingPlace
    | ChoosingKnown
    | Confirming
    | ConfirmingDeletion
)

Purpose = Literal["add", "reply", "objection"]


@dataclass(frozen=True, slots=True)
class Supplement:
    """Words and photos for an appeal already filed, gathered beside whatever else is going on.

    `implied` says that nothing but the moment they came told what they are about.
    """

    number: str
    purpose: Purpose
    draft: Draft = field(default_factory=Draft)
    wake: datetime | None = None
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """How many messages came since `since`; `wake` is when one who writes too much is answered again."""

    since: datetime
    count: int
    wake: datetime | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """Words that just went to the appeal `number`; what follows before `until` goes on with them."""

    number: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Warned:
    """Whom to ring was said about the danger `code`; before `until` it is not said again."""

    code: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Talk:
    """A resident's conversation. `turn` numbers the keyboards, so that a press on an old one is known.

    `implied` keeps words that were taken for an appeal's, in case they were about something else; `nudge` is when a
    draft that was forgotten before the last press is spoken of. `queue` are the other problems of a message that was
    taken apart: each has its card when the one before is filed.
    """

    step: Step = field(default_factory=Idle)
    aside: Supplement | None = None
    turn: int = 0
    pace: Pace | None = None
    implied: Supplement | None = None
    nudge: datetime | None = None
    passed: Passed | None = None
    warned: Warned | None = None
    queue: tuple[Draft, ...] = ()

    @property
    def draft(self) -> Draft:
        """What is being written now; empty when nothing is."""
        return Draft() if isinstance(self.step, Idle) else self.step.draft

    @property
    def wake(self) -> datetime | None:
        """When the dialog is to be woken next."""
        timed = (self.step, self.aside, self.pace)
        times: list[datetime | None] = [self.nudge, *(getattr(one, "wake", None) for one in timed)]
        return min((one for one in times if one is not None), default=None)
