"""An official sends the «до» photo back as «после»: noticed, and an honest photo of the same place never mistaken."""

from base64 import b64decode
from collections.abc import Callable

import pytest
from PIL import Image, ImageEnhance

from bot.pictures.fingerprint import MEAN_SQUARE, WIDEST_GAP
from bot.pictures.photo import clean_photo, looks_same
from tests.pictures.photographs import asphalt, encoded, opened, plain, street

Change = Callable[[Image.Image], bytes]


def smaller(picture: Image.Image, share: float) -> Image.Image:
    size = round(picture.width * share), round(picture.height * share)
    return picture.resize(size, Image.Resampling.BICUBIC)


def through_messengers(picture: Image.Image) -> bytes:
    """Sent, forwarded, saved and sent again: each step recompresses, and the first two shrink."""
    for share, quality in ((0.8, 85), (0.9, 80), (1, 85), (1, 75)):
        picture = opened(encoded(smaller(picture, share), quality=quality))
    return encoded(picture, quality=85)


AGAIN: dict[str, Change] = {
    "hardly changed": lambda picture: encoded(picture, quality=95),
    "recompressed": lambda picture: encoded(picture, quality=75),
    "recompressed hard": lambda picture: encoded(picture, quality=40),
    "as webp": lambda picture: encoded(picture, "WEBP", quality=70),
    "as png": lambda picture: encoded(picture, "PNG"),
    "shrunk": lambda picture: encoded(smaller(picture, 0.5), quality=85),
    "shrunk oddly": lambda picture: encoded(smaller(picture, 0.37), quality=85),
    "as a thumbnail": lambda picture: encoded(smaller(picture, 320 / picture.width), quality=80),
    "enlarged": lambda picture: encoded(smaller(picture, 1.5), quality=85),
    "four times through messengers": through_messengers,
}
PLACES = {
    "street": street(1, (960, 720)),
    "street upright": street(2, (720, 960)),
    "asphalt": asphalt(1, (960, 720)),
    "night": ImageEnhance.Brightness(street(3, (960, 720))).enhance(0.08),
    "fog": Image.blend(street(4, (960, 720)), plain((222, 226, 230), (960, 720)), 0.9),
}


def fingerprint(data: bytes) -> str:
    return clean_photo(data).fingerprint


def distance(first: str, second: str) -> tuple[int, float]:
    """The widest gap and the mean square, to be held against their limits."""
    gaps = [abs(one - other) for one, other in zip(b64decode(first), b64decode(second), strict=True)]
    return max(gaps), sum(gap * gap for gap in gaps) / len(gaps)


@pytest.mark.parametrize("change", AGAIN)
@pytest.mark.parametrize("place", PLACES)
def test_the_same_photo_again_is_noticed(place: str, change: str) -> None:
    sent, again = fingerprint(encoded(PLACES[place], quality=92)), fingerprint(AGAIN[change](PLACES[place]))
    assert looks_same(sent, again), distance(sent, again)


def test_the_same_photo_stays_well_within_the_limits() -> None:
    worst = [
        distance(fingerprint(encoded(one, quality=92)), fingerprint(through_messengers(one))) for one in PLACES.values()
    ]
    assert max(gap for gap, _ in worst) <= WIDEST_GAP / 2
    assert max(square for _, square in worst) <= MEAN_SQUARE * 2 / 3


@pytest.mark.parametrize("seed", range(6))
def test_a_pothole_mended_and_taken_from_a_tripod_is_another_photo(seed: int) -> None:
    """The hardest honest case: not one pixel moved, only the hole is gone. Ten times over the limits."""
    before, after = (fingerprint(encoded(street(seed, mended=mended))) for mended in (False, True))
    gap, square = distance(before, after)
    assert gap >= 10 * WIDEST_GAP
    assert square >= 10 * MEAN_SQUARE
    assert not looks_same(before, after)


@pytest.mark.parametrize("step", [4, 8, 40])
def test_a_step_aside_is_another_photo(step: int) -> None:
    """Two shots by hand of an unchanged place never coincide to half a percent."""
    wide = street(7, (800 + step, 600 + step))
    first, second = wide.crop((0, 0, 800, 600)), wide.crop((step, step, 800 + step, 600 + step))
    assert not looks_same(fingerprint(encoded(first)), fingerprint(encoded(second)))


@pytest.mark.parametrize("brightness", [110, 40, 16])
def test_two_photos_of_bare_asphalt_differ_by_day_and_by_night(brightness: int) -> None:
    first, second = (fingerprint(encoded(asphalt(seed, brightness=brightness))) for seed in (1, 2))
    assert not looks_same(first, second), distance(first, second)


def test_different_places_differ() -> None:
    prints = [fingerprint(encoded(street(seed))) for seed in range(8)]
    assert not any(looks_same(one, other) for number, one in enumerate(prints) for other in prints[number + 1 :])


def test_the_same_place_in_other_light_is_another_photo() -> None:
    evening = ImageEnhance.Brightness(PLACES["street"]).enhance(0.94)
    assert not looks_same(fingerprint(encoded(PLACES["street"])), fingerprint(encoded(evening)))


@pytest.mark.parametrize("unreadable", ["", "0f" * 8, "not base64 at all!", "ё", "AAAA"])
def test_an_unreadable_fingerprint_is_never_the_same(unreadable: str) -> None:
    known = fingerprint(encoded(PLACES["street"]))
    assert looks_same(known, known)
    assert not looks_same(known, unreadable)
    assert not looks_same(unreadable, unreadable)
