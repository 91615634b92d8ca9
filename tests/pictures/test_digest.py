"""A digest's picture is read on a phone: of its size, nothing beyond its room, colours that all can tell apart."""

from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image, ImageDraw

from bot.dialogs.digest_chart import Counted, DistrictChart, Row, digest_chart
from bot.figures.digest import digest
from bot.figures.period import read_month
from bot.pictures.digest import draw_digest
from bot.pictures.digest_district import draw_district_digest
from bot.pictures.layout import WIDTH
from bot.pictures.sheet import BLUE, CARD, INK, MARGIN, ORANGE, PAPER, QUIET, SKY, TALLEST
from bot.words import Words
from tests.figures.records import AFTER, DISTRICT, WEEK, ZONE, clock, weeks_of

WORDS = Words("ru", ZONE)
LONG = "Верхнеспасско-Новоалександровское межселенное территориальное сельское поселение"
ORDINARY = digest_chart(digest(weeks_of(3, 14), WEEK, ZONE, clock, AFTER), "Речное сельское поселение", DISTRICT)
HEAVY = digest_chart(digest(weeks_of(5, 300), WEEK, ZONE, clock, AFTER), LONG, DISTRICT)
QUIET_WEEK = digest_chart(digest([], WEEK, ZONE, clock, AFTER), "Речное", DISTRICT)
MONTH = digest_chart(digest(weeks_of(7, 20), read_month("2026-11"), ZONE, clock, AFTER), "Речное", DISTRICT)
HUGE = replace(
    HEAVY,
    tiles=tuple(
        replace(one, value="10 000 000 ч", notes=("неделей раньше — 10 000 000 ч",) * 2) for one in HEAVY.tiles
    ),
    counts=tuple(replace(one, count=9_999_999) for one in HEAVY.counts),
    bars=tuple(replace(one, received=88_888, closed=77_777) for one in HEAVY.bars),
    topics=tuple(Counted(LONG, 88_888) for _ in range(5)),
    votes=tuple(replace(one, count=88_888) for one in HEAVY.votes),
)
CHARTS = {"ordinary": ORDINARY, "heavy": HEAVY, "quiet": QUIET_WEEK, "month": MONTH, "huge": HUGE}
Area = tuple[float, float, float, float]


@pytest.fixture
def said() -> list[str]:
    """Every line of words that is drawn."""
    return []


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch, said: list[str]) -> list[Area]:
    """Its rectangle."""
    areas: list[Area] = []
    draw_text = ImageDraw.ImageDraw.text

    def text(self: ImageDraw.ImageDraw, xy: tuple[float, float], words: str, **how: object) -> None:
        said.append(words)
        areas.append(self.textbbox(xy, words, font=how["font"], anchor=how["anchor"]))  # type: ignore[arg-type]
        draw_text(self, xy, words, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", text)
    return areas


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    assert picture.format == "PNG"
    return picture.convert("RGB")


def district(rows: int, name: str, many: int) -> DistrictChart:
    lines = tuple(Row(name, many, many, many, "100 %") for _ in range(rows))
    return DistrictChart(LONG, "за неделю 16–22 ноября", ORDINARY.tiles, ORDINARY.counts, lines)


@pytest.mark.parametrize("name", CHARTS)
def test_no_words_overlap_or_leave_the_picture(name: str, written: list[Area]) -> None:
    picture = opened(draw_digest(CHARTS[name], WORDS))
    assert_apart(written, picture)


def test_a_number_is_never_cut(written: list[Area], said: list[str]) -> None:
    draw_digest(HUGE, WORDS)
    draw_district_digest(district(9, LONG, 88_888), WORDS)
    assert said.count("9999999") == 4
    assert said.count("88888") == 7 + 5 + 9 * 3
    assert said.count("77777") == 7


@pytest.mark.parametrize("rows", [0, 1, 14, 15, 40])
def test_the_table_holds_any_number_of_settlements(rows: int, written: list[Area]) -> None:
    picture = opened(draw_district_digest(district(rows, LONG, 88_888), WORDS))
    assert_apart(written, picture)


def assert_apart(written: list[Area], picture: Image.Image) -> None:
    assert picture.width == WIDTH
    assert picture.height <= TALLEST
    assert picture.getpixel((2, picture.height - 2)) == rgb(PAPER)
    assert written
    for left, top, right, bottom in written:
        assert MARGIN - 4 <= left < right <= WIDTH - MARGIN + 4
        assert 0 <= top < bottom <= picture.height - 20
    for one, other in combinations(written, 2):
        beside = one[2] <= other[0] or other[2] <= one[0]
        above = one[3] <= other[1] or other[3] <= one[1]
        assert beside or above, (one, other)


def test_an_ordinary_week_fills_a_phone_and_a_quiet_one_does_not() -> None:
    assert 1200 <= opened(draw_digest(ORDINARY, WORDS)).height <= TALLEST
    assert opened(draw_digest(QUIET_WEEK, WORDS)).height < 500


def test_the_bars_are_as_high_as_their_numbers() -> None:
    """Blue came, light blue was closed: twice the messages, twice the colour."""
    bars = tuple(replace(one, received=5, closed=10) for one in ORDINARY.bars)
    plain = {name: tuple(replace(one, bad=False) for one in getattr(ORDINARY, name)) for name in ("tiles", "counts")}
    few = replace(ORDINARY, bars=bars, topics=(), votes=(), **plain)
    picture = opened(draw_digest(few, WORDS))
    counted = {colour: count for count, colour in picture.getcolors(1 << 24)}
    came, closed = counted[rgb(BLUE)], counted[rgb(SKY)]
    assert came * 1.8 < closed < came * 2.4


def test_the_picture_is_light_enough_for_a_village() -> None:
    assert len(draw_digest(HEAVY, WORDS)) < 100_000


@pytest.mark.parametrize("colour", [INK, QUIET, BLUE, ORANGE])
@pytest.mark.parametrize("ground", [CARD, PAPER])
def test_words_stand_out(colour: str, ground: str) -> None:
    dark, light = sorted((luminance(colour), luminance(ground)))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("other", [ORANGE, SKY])
def test_colours_are_told_apart_by_those_who_do_not_see_red_or_green(other: str) -> None:
    """By the simulation of Viénot, Brettel and Mollon (1999), on linear light."""
    for blindness in (PROTANOPIA, DEUTERANOPIA):
        first, second = (seen(colour, blindness) for colour in (BLUE, other))
        assert sum(abs(one - two) for one, two in zip(first, second, strict=True)) > 0.35


PROTANOPIA = ((0.1124, 0.8876, 0.0), (0.1124, 0.8876, 0.0), (0.0040, -0.0040, 1.0))
DEUTERANOPIA = ((0.2927, 0.7073, 0.0), (0.2927, 0.7073, 0.0), (-0.0223, 0.0223, 1.0))


def seen(colour: str, blindness: tuple[tuple[float, float, float], ...]) -> list[float]:
    return [sum(part * light for part, light in zip(row, linear(colour), strict=True)) for row in blindness]


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def linear(colour: str) -> list[float]:
    parts = [one / 255 for one in rgb(colour)]
    return [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]


def luminance(colour: str) -> float:
    return sum(part * light for part, light in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))
