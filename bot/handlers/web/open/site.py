"""What the open figures are given at construction: where they read, what is shown, and how often they are asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.requests import Request

from bot.appeals.district import District
from bot.handlers.web.allowance import Allowance
from bot.handlers.web.open.remembered import Remembered
from bot.usecases.opening import Opening
from bot.usecases.service import Service

Words = Callable[..., str]
PARTS = ("topics", "settlements", "times", "pictures", "map", "cases", "open311")
# Periods that a visitor may choose, besides the one of the settings.
PERIODS = (30, 90)
# So long an answer is kept, in seconds: a crowd of visitors asks the database once.
PAGE_SECONDS, REQUESTS_SECONDS = 300, 60


@dataclass(frozen=True, slots=True)
class OpenSite:
    """`days` is how far back is looked, `parts` what is shown, `tiles` the address of map tiles or nothing."""

    service: Service
    public_url: str = ""
    days: int = 90
    parts: frozenset[str] = frozenset(PARTS)
    tiles: str = ""
    credit: str = ""
    remembered: Remembered = field(default_factory=Remembered)
    # For questions that nobody has asked lately, and for what is posted, of all visitors together.
    questions: Allowance = field(default_factory=lambda: Allowance(60, 10))
    posts: Allowance = field(default_factory=lambda: Allowance(20, 60))
    # Digests of keys that opened before: whoever tries many keys does not stand in their way.
    proven: set[str] = field(default_factory=set)

    @property
    def opening(self) -> Opening:
        return Opening(self.service)

    @property
    def district(self) -> District:
        return self.service.district

    @property
    def words(self) -> Words:
        return self.service.words.text

    @property
    def jurisdiction(self) -> str:
        """The host of the public address, as the specification proposes."""
        return urlsplit(self.public_url).hostname or ""

    def address(self, request: Request, path: str) -> str:
        """The path as others reach it."""
        return f"{self.public_url or str(request.base_url).rstrip('/')}{path}"

    def period(self, wanted: str | None) -> int:
        """The days that the visitor chose; anything else is the usual period."""
        return int(wanted) if wanted in {str(one) for one in self.periods} else self.days

    @property
    def periods(self) -> tuple[int, ...]:
        return tuple(sorted({*PERIODS, self.days}))
