"""Plays the main job in the demo and writes the pictures for the README and the guides into docs/pictures.

`uv run python -m tools.pictures`; needs Chromium, a font of phones and one of emoji
(apt-get install chromium fonts-roboto-unhinted fonts-noto-color-emoji). The demo is the real one; only its clock is
ours, so that the story has the same dates whenever it is told.
"""

import asyncio
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from bot import logs
from bot.demo import demo_settings, open_ground
from bot.running import run
from tools import digest_picture
from tools.pothole_story import MORNING, Stand, StoryClock, tell
from tools.shooting import PICTURES, opened

ARGUMENTS = ["--no-sandbox", "--headless", "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb"]
PHONE, DESK, WIDE = (390, 1500), (600, 2100), (1280, 1240)
RECALL = 20.0  # seconds, as in a real installation

# Roboto is what most phones here show; a machine without it shows its usual font.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include>/etc/fonts/fonts.conf</include>
<match><test name="family"><string>system-ui</string></test>
<edit name="family" mode="prepend" binding="strong"><string>Roboto</string></edit></match>
<match><test name="family"><string>sans-serif</string></test>
<edit name="family" mode="prepend" binding="strong"><string>Roboto</string></edit></match>
</fontconfig>"""


async def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    digest_picture.PICTURE.write_bytes(digest_picture.draw())
    digest_picture.DISTRICT_PICTURE.write_bytes(digest_picture.draw_district())
    logs.set_up("text")
    clock = StoryClock()
    with tempfile.TemporaryDirectory() as folder:
        async with demo(Path(folder), clock) as url, browser(Path(folder)) as chromium:
            phone = await opened(chromium, url, PHONE, clock(), sharp=1.5)
            desk = await opened(chromium, url, DESK, clock(), sharp=1.5)
            await desk.get_by_role("tab", name="Дороги").click()
            wide = await opened(chromium, url, WIDE, clock())
            await tell(Stand(clock, phone, desk, wide))


@asynccontextmanager
async def demo(folder: Path, clock: StoryClock) -> AsyncIterator[str]:
    """The address of the demo's page."""
    port = free_port()
    settings = demo_settings(folder, "127.0.0.1", port).model_copy(update={"recall_seconds": RECALL})
    async with open_ground(settings, start=MORNING, clock=clock) as house:
        up = asyncio.Event()
        running = asyncio.create_task(run(house, ready=up.set))
        await up.wait()
        yield f"http://127.0.0.1:{port}/demo"
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Browser]:
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS)
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS, env={**os.environ, "FONTCONFIG_FILE": str(fonts)}
        )
        yield chromium
        await chromium.close()


if __name__ == "__main__":
    asyncio.run(main())
