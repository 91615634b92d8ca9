"""Pictures that behave like photographs: gradients, perspective, texture and sensor noise, made from a seed."""

import random
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]


def street(seed: int = 1, size: tuple[int, int] = (800, 600), mended: bool = False) -> Image.Image:
    """A village street under a sky; the same seed is the same place, `mended` is the road without its pothole."""
    width, height = size
    chance = random.Random(seed)
    horizon = int(height * chance.uniform(0.35, 0.5))
    picture = Image.new("RGB", size)
    picture.paste(_fading((165, 190, 220), (225, 230, 232), (width, horizon)), (0, 0))
    picture.paste(_fading((96, 110, 70), (70, 84, 46), (width, height - horizon)), (0, horizon))
    draw = ImageDraw.Draw(picture)
    for _ in range(5):
        _house(draw, chance, size, horizon)
    vanishing = width * chance.uniform(0.4, 0.6)
    road = [(vanishing - 8, horizon), (vanishing + 8, horizon), (width * 0.95, height), (width * 0.1, height)]
    draw.polygon(road, fill=(104, 102, 100))
    if not mended:
        centre = width * chance.uniform(0.42, 0.58), height * chance.uniform(0.75, 0.85)
        _pothole(draw, centre, width / 9)
    return _grained(picture.filter(ImageFilter.GaussianBlur(max(size) / 900)), chance)


def asphalt(seed: int, size: tuple[int, int] = (800, 600), brightness: int = 110) -> Image.Image:
    """A road looked at from above: texture and nothing else, the hardest thing to tell apart."""
    chance = random.Random(seed)
    coarse = _noise(chance, (size[0] // 12, size[1] // 12), 26).resize(size, Image.Resampling.BICUBIC)
    fine = _noise(chance, size, 18)
    grey = ImageChops.add(coarse, fine, scale=2, offset=brightness - 128)
    return Image.merge("RGB", (grey, grey, grey))


def plain(colour: Colour | str, size: tuple[int, int] = (640, 480)) -> Image.Image:
    return Image.new("RGB", size, colour)


def encoded(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    into = BytesIO()
    picture.save(into, kind, **options)
    return into.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def near(pixel: tuple[int, ...], colour: tuple[int, ...], by: int = 12) -> bool:
    """The same colour to the eye: JPEG keeps none exactly."""
    return all(abs(one - other) <= by for one, other in zip(pixel, colour, strict=True))


def _fading(top: Colour, bottom: Colour, size: tuple[int, int]) -> Image.Image:
    fade = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), fade)


def _house(draw: ImageDraw.ImageDraw, chance: random.Random, size: tuple[int, int], horizon: int) -> None:
    wide, tall = size[0] * chance.uniform(0.08, 0.16), size[1] * chance.uniform(0.08, 0.15)
    left, ground = size[0] * chance.uniform(0, 0.9), horizon + size[1] * 0.03
    wall = tuple(chance.randint(90, 190) for _ in range(3))
    draw.rectangle((left, ground - tall, left + wide, ground), fill=wall)
    roof = [(left - 6, ground - tall), (left + wide / 2, ground - tall * 1.7), (left + wide + 6, ground - tall)]
    draw.polygon(roof, fill=(chance.randint(90, 150), 60, 50))


def _pothole(draw: ImageDraw.ImageDraw, centre: tuple[float, float], wide: float) -> None:
    for share, colour in ((1.0, (66, 60, 55)), (0.75, (48, 44, 42)), (0.5, (88, 92, 98))):
        w, h = wide * share, wide * share * 0.4
        draw.ellipse((centre[0] - w, centre[1] - h, centre[0] + w, centre[1] + h), fill=colour)


def _grained(picture: Image.Image, chance: random.Random) -> Image.Image:
    noise = _noise(chance, picture.size, 10)
    return ImageChops.add(picture, Image.merge("RGB", (noise, noise, noise)), scale=1, offset=-128)


def _noise(chance: random.Random, size: tuple[int, int], strength: int) -> Image.Image:
    """Grey around 128; random bytes of a seed, because Pillow's own noise cannot be repeated."""
    raw = Image.frombytes("L", size, chance.randbytes(size[0] * size[1]))
    return raw.point(lambda level: 128 + (level - 128) * strength // 128)
