"""The loops that run for ever end when they are told to, whatever else happens in that moment."""

import asyncio

import pytest

from bot.handlers.web.limits import WEB_LIMITS
from bot.usecases.delivering import Courier
from bot.usecases.working import Worker
from tests.usecases.world import World, on_one_database


class Rung(asyncio.Event):
    """A bell that tells when somebody listens to it."""

    def __init__(self) -> None:
        super().__init__()
        self.listened = asyncio.Event()

    async def wait(self) -> bool:
        self.listened.set()
        return await super().wait()


@on_one_database
@pytest.mark.parametrize("loop", [Worker, Courier])
async def test_a_loop_ends_though_the_bell_rings_just_then(world: World, loop: type) -> None:
    bell = Rung()
    made = Worker(world.service, bell) if loop is Worker else Courier(world.service, world.telegram, WEB_LIMITS, bell)
    running = asyncio.create_task(made.run())
    await bell.listened.wait()
    bell.set()
    running.cancel()
    done, _ = await asyncio.wait([running], timeout=60)
    running.cancel()  # or a failure would hang
    assert done == {running}
