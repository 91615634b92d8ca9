"""Draws the demo's two photos: a village road with a pothole, and the same road mended."""

import random
from math import cos, pi, sin
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SAMPLES = Path(__file__).parent.parent / "bot/handlers/web/static/samples"
SIZE = WIDTH, HEIGHT = 960, 720
HORIZON = 300


def main() -> None:
    """Writes before.jpg and after.jpg, each under 60 KB."""
    SAMPLES.mkdir(exist_ok=True)
    for name, broken in (("before", True), ("after", False)):
        picture = _grainy(_road(broken))
        picture.save(SAMPLES / f"{name}.jpg", quality=62, optimize=True)


def _road(broken: bool) -> Image.Image:
    chance = random.Random(17)  # noqa: S311  (grass, not secrets)
    image = _sky()
    draw = ImageDraw.Draw(image)
    _village(draw, chance)
    draw.polygon([(0, HORIZON), (WIDTH, HORIZON), (WIDTH, HEIGHT), (0, HEIGHT)], fill=(112, 124, 74))
    for _ in range(1500):
        x, y = chance.randrange(WIDTH), chance.randrange(HORIZON, HEIGHT)
        tall = 2 + (y - HORIZON) // 30
        draw.line(
            [(x, y), (x + chance.randint(-3, 3), y - tall)], fill=(96 + chance.randint(-22, 40), 118, 62), width=2
        )
    draw.polygon([(395, HORIZON), (545, HORIZON), (1010, HEIGHT), (20, HEIGHT)], fill=(138, 128, 108))
    draw.polygon([(408, HORIZON), (532, HORIZON), (930, HEIGHT), (100, HEIGHT)], fill=(104, 104, 106))
    _pothole(image, chance) if broken else _patch(image)
    return image


def _sky() -> Image.Image:
    column = Image.new("RGB", (1, HEIGHT))
    for y in range(HEIGHT):
        light = min(1.0, y / HORIZON)
        column.putpixel((0, y), (int(150 + 68 * light), int(180 + 44 * light), int(205 + 22 * light)))
    return column.resize(SIZE)


def _village(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for x in range(-20, WIDTH, 26):
        tall = chance.randint(26, 74)
        draw.ellipse([x, HORIZON - tall, x + 62, HORIZON + 26], fill=(62 + chance.randint(0, 22), 88, 60))
    for x, wall, roof in ((120, (170, 132, 92), (112, 60, 48)), (690, (190, 178, 150), (84, 92, 100))):
        draw.rectangle([x, HORIZON - 62, x + 112, HORIZON + 8], fill=wall)
        draw.polygon([(x - 14, HORIZON - 60), (x + 56, HORIZON - 112), (x + 126, HORIZON - 60)], fill=roof)
        for window in (x + 18, x + 66):
            draw.rectangle(
                [window, HORIZON - 44, window + 26, HORIZON - 14], fill=(60, 74, 86), outline=(235, 232, 220), width=4
            )
    draw.line([(868, HORIZON - 190), (868, HORIZON + 20)], fill=(92, 80, 66), width=9)
    draw.line([(838, HORIZON - 172), (898, HORIZON - 172)], fill=(92, 80, 66), width=6)
    for fence in range(250, 400, 13):
        draw.line([(fence, HORIZON - 22), (fence, HORIZON + 10)], fill=(150, 134, 108), width=6)


def _blot(chance: random.Random, box: tuple[int, int, int, int], rough: float) -> list[tuple[float, float]]:
    left, top, right, bottom = box
    x, y, wide, tall = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    turns = [(turn / 28 * 2 * pi, 1 - rough * chance.random()) for turn in range(28)]
    return [(x + wide * far * cos(turn), y + tall * far * sin(turn)) for turn, far in turns]


def _pothole(image: Image.Image, chance: random.Random) -> None:
    draw = ImageDraw.Draw(image)
    for start in ((330, 560), (690, 520), (520, 640), (470, 430)):
        x, y = start
        for _ in range(9):
            further = x + chance.randint(-34, 34), y + chance.randint(-6, 16)
            draw.line([(x, y), further], fill=(70, 70, 72), width=3)
            x, y = further
    draw.polygon(_blot(chance, (322, 452, 692, 628), 0.20), fill=(78, 70, 60))
    draw.polygon(_blot(chance, (344, 468, 670, 612), 0.16), fill=(52, 47, 42))
    draw.polygon(_blot(chance, (380, 500, 640, 600), 0.14), fill=(112, 122, 124))
    draw.polygon(_blot(chance, (420, 516, 560, 556), 0.30), fill=(156, 170, 176))
    for _ in range(46):
        x, y, wide = chance.randint(300, 720), chance.randint(440, 650), chance.randint(4, 13)
        draw.ellipse([x, y, x + wide, y + wide * 0.6], fill=(132, 126, 116))


def _patch(image: Image.Image) -> None:
    draw = ImageDraw.Draw(image)
    draw.polygon([(338, 436), (628, 436), (752, 648), (236, 648)], fill=(68, 68, 71))
    draw.line([(338, 436), (628, 436), (752, 648), (236, 648), (330, 436)], fill=(46, 46, 49), width=6, joint="curve")


def _grainy(image: Image.Image) -> Image.Image:
    grain = Image.effect_noise(SIZE, 16).convert("RGB")
    soft = image.filter(ImageFilter.GaussianBlur(1.1))
    return ImageChops.overlay(soft, grain.filter(ImageFilter.GaussianBlur(1.2)))


if __name__ == "__main__":
    main()
