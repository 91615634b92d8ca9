"""`otklik run` without our own pacing, for servers that hold no limits of speed: `python -m benchmarks.service`.

Everything else is the same: the same settings from the environment, the same house, the same loops.
"""

import asyncio

from bot import logs
from bot.bootstrap import House, open_house
from bot.running import run
from bot.settings import load_settings

READY = "«Отклик» работает"


async def main() -> None:
    settings = load_settings(env_file=None)
    logs.set_up(settings.log_format)
    async with open_house(settings, paced=False) as house:
        saying: list[asyncio.Task[None]] = []
        await run(house, ready=lambda: saying.append(asyncio.create_task(_say_ready(house))))


async def _say_ready(house: House) -> None:
    """Only when VK listens too: what is said before its very first listening was not said to us."""
    while house.settings.vk_token and "vk" not in house.messengers:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.1)
    await asyncio.sleep(1)
    print(f"{READY} без ограничений скорости", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
