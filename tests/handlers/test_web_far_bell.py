"""Open pages of one process hear what another one has put into their chat."""

from bot.handlers.web.far_bell import LONGEST, FarBell
from bot.handlers.web.live import Whisper


class Wire:
    """Between two processes: what one tells the other hears, word by word."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.here, self.there = FarBell(self.words.append), FarBell(lambda word: None)

    def passes_on(self) -> None:
        for word in self.words:
            self.there.heard(word)


async def test_a_line_rings_the_pages_of_the_other_process() -> None:
    wire = Wire()
    with wire.there.listen({("web:1", "web:1")}) as page, wire.there.listen({("web:2", "web:2")}) as other:
        wire.here.ring("web:1")
        wire.passes_on()
        assert (await page.wait(0.01), await other.wait(0.01)) == (True, False)


async def test_a_word_for_one_person_is_heard_only_on_their_pages() -> None:
    wire = Wire()
    toast = Whisper("toast", "web:desk", "web:anna", {"press": "7", "text": "Готово"})
    with wire.there.listen({("web:desk", "web:anna")}) as anna, wire.there.listen({("web:desk", "web:ivan")}) as ivan:
        wire.here.whisper(toast)
        wire.passes_on()
        assert (anna.heard(), ivan.heard()) == ([toast], [])


async def test_what_is_too_long_to_be_passed_on_stays_here() -> None:
    wire = Wire()
    wire.here.whisper(Whisper("toast", "web:desk", "web:anna", {"text": "а" * LONGEST}))
    assert wire.words == []
