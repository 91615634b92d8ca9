"""What everybody may ask for is put together beside the event loop: messages are taken meanwhile."""

from collections.abc import Callable
from threading import current_thread, main_thread
from typing import Any

import pytest

from bot.usecases import opening
from tests.open_figures.season import season, shown
from tests.open_figures.visitor import V2, Town
from tests.usecases.world import on_one_database


@on_one_database
async def test_a_crowd_of_readers_holds_up_no_resident(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await season(town)
    await shown(town)
    beside: dict[str, set[bool]] = {}

    def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def work(*arguments: Any) -> Any:
            beside.setdefault(name, set()).add(current_thread() is not main_thread())
            return real(*arguments)

        return work

    monkeypatch.setattr(opening, "public_figures", watched("figures", opening.public_figures))
    for name in ("_case", "_request"):
        monkeypatch.setattr(opening.Opening, name, watched(name, getattr(opening.Opening, name)))
    for path in ("/open", f"{V2}/requests.json"):
        assert (await town.sees(path)).status_code == 200

    assert beside == {"figures": {True}, "_case": {True}, "_request": {True}}
