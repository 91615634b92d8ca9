"""`otklik run` without our own pacing, for servers that hold no limits of speed: `python -m benchmarks.service`.

Everything else is the same: the same settings from the environment, the same house, the same loops.
"""

import asyncio

from bot import logs
from bot.bootstrap import open_house, run
from bot.settings import load_settings

READY = "«Отклик» работает"


async def main() -> None:
    settings = load_settings(env_file=None)
    logs.set_up(settings.log_format)
    async with open_house(settings, paced=False) as house:
        await run(house, ready=lambda: print(f"{READY} без ограничений скорости", flush=True))


if __name__ == "__main__":
    asyncio.run(main())
