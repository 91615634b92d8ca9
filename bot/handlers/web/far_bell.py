"""The bell of open pages where several processes serve them: a line or a word of one is heard by the pages of all."""

import json
from collections.abc import Callable
from dataclasses import asdict

from bot.handlers.web.live import Bell, Whisper

# PostgreSQL passes on no longer words; what a page misses so it finds at its next heartbeat.
LONGEST = 7000


class FarBell(Bell):
    """`tell` hands a word to the other processes, whose bells get it by `heard`."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._tell = tell

    def ring(self, chat: str) -> None:
        super().ring(chat)
        self._told({"ring": chat})

    def whisper(self, whisper: Whisper) -> None:
        super().whisper(whisper)
        self._told({"whisper": asdict(whisper)})

    def heard(self, word: str) -> None:
        """What another process has told."""
        said = json.loads(word)
        if "ring" in said:
            super().ring(said["ring"])
        elif "whisper" in said:
            super().whisper(Whisper(**said["whisper"]))

    def _told(self, said: dict[str, object]) -> None:
        word = json.dumps(said)
        if len(word) < LONGEST:
            self._tell(word)
