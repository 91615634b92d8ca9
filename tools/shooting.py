"""A browser window on the demo: what a person does in it, and pictures of what stands there."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, FloatRect, Locator, Page, expect

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
LARGEST = 150_000  # bytes of a picture
MARGIN = 8  # around what is cropped; lines stand a little farther apart
PATIENCE = 30_000

expect.set_options(timeout=PATIENCE)


async def opened(chromium: Browser, url: str, size: tuple[int, int], now: datetime, sharp: float = 1) -> Page:
    """The demo in a window of its own; `sharp` is how many dots of the picture a dot of the page takes."""
    context = await chromium.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=sharp,
        locale="ru-RU",
        timezone_id="Europe/Moscow",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    await page.clock.set_fixed_time(now)
    await page.goto(url)
    await expect(page.locator("#stage[data-ready]")).to_be_attached()
    return page


def line(page: Page, words: str) -> Locator:
    """The newest line of the open chat with these words."""
    return page.locator("article:visible").filter(has_text=words).last


async def write(page: Page, words: str) -> None:
    box = page.locator("textarea:visible").first
    await box.fill(words)
    await box.press("Enter")


async def press(page: Page, words: str, key: str) -> None:
    await line(page, words).get_by_role("button", name=key, exact=True).click()


async def shoot(page: Page, name: str, first: Locator | None = None, last: Locator | None = None) -> None:
    """The whole page, or what stands from the first line to the last."""
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement.blur()")
    await page.evaluate("document.querySelectorAll('.notice').forEach((one) => (one.hidden = true))")
    await page.evaluate("Promise.all([...document.images].map((one) => one.decode().catch(() => 0)))")
    await page.evaluate("document.querySelectorAll('.log').forEach((one) => one.scrollTo(0, one.scrollHeight))")
    clip = await _between(page, first, last or first) if first else None
    save(name, await page.screenshot(clip=clip))


async def _between(page: Page, first: Locator, last: Locator | None) -> FloatRect:
    top, bottom = await first.bounding_box(), await (last or first).bounding_box()
    if top is None or bottom is None or page.viewport_size is None:
        raise RuntimeError("nothing to show")
    low, high = top["y"] - MARGIN, bottom["y"] + bottom["height"] + MARGIN
    return {"x": 0, "y": low, "width": page.viewport_size["width"], "height": high - low}


def save(name: str, png: bytes) -> None:
    """With as many colours as fit the limit."""
    image, path = Image.open(BytesIO(png)).convert("RGB"), PICTURES / f"{name}.png"
    for colours in (256, 192, 128, 96, 64):
        image.quantize(colours).save(path, optimize=True)
        if path.stat().st_size <= LARGEST:
            break
    print(f"{path.name} {image.width}x{image.height}, {path.stat().st_size // 1024} KB")
