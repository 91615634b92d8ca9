"""One picture tells the whole story: what was, what is, when, and where."""

from importlib.resources import files

import pytest
from PIL import Image, ImageChops

from bot.pictures.before_after import AFTER, BACKGROUND, BEFORE, CollageCaption, before_after
from bot.pictures.decode import NotAPhoto
from bot.pictures.layout import BAR, TALLEST, TITLE, WIDTH, arrange
from tests.pictures.photographs import encoded, near, opened, plain, street

LANDSCAPE, PORTRAIT, SQUARE = (640, 480), (480, 640), (500, 500)
RED, BLUE = (190, 50, 45), (50, 80, 190)
CAPTION = CollageCaption("ДО · 3 ноября 2026", "ПОСЛЕ · 30 сентября 2026", "№ 26-00017 · Бабино, ул. Центральная")
SILENT = CollageCaption("", "", "")
PHONE = 360  # pixels a small phone gives the picture


def photo(colour: tuple[int, int, int], size: tuple[int, int]) -> bytes:
    return encoded(plain(colour, size), quality=90)


def drawn(before: list[bytes], after: list[bytes], caption: CollageCaption = CAPTION) -> Image.Image:
    picture = opened(before_after(before, after, caption))
    assert picture.format == "JPEG"
    assert picture.width == WIDTH
    assert picture.height <= TALLEST
    return picture


def share(picture: Image.Image, colour: tuple[int, int, int]) -> float:
    """How much of the picture is of this colour, 0 to 1."""
    small = picture.resize((90, 90), Image.Resampling.NEAREST)
    pixels = [small.getpixel((x, y)) for x in range(90) for y in range(90)]
    return sum(near(pixel, colour, by=25) for pixel in pixels) / len(pixels)


def words(before: bytes, after: bytes, caption: CollageCaption) -> tuple[int, int, int, int] | None:
    """The rectangle in which the captions changed anything."""
    silent, spoken = (drawn([before], [after], one) for one in (SILENT, caption))
    return ImageChops.difference(silent, spoken).convert("L").point(lambda level: 255 * (level > 60)).getbbox()


@pytest.mark.parametrize("before", [LANDSCAPE, PORTRAIT, SQUARE])
@pytest.mark.parametrize("after", [LANDSCAPE, PORTRAIT, SQUARE])
def test_both_photos_are_there_each_on_its_own_side(before: tuple[int, int], after: tuple[int, int]) -> None:
    picture = drawn([photo(RED, before)], [photo(BLUE, after)])
    assert share(picture, RED) > 0.2
    assert share(picture, BLUE) > 0.2
    if before == after == PORTRAIT:
        first, second = (0, 0, WIDTH // 2, picture.height), (WIDTH // 2, 0, WIDTH, picture.height)
    else:
        edge = arrange([before[0] / before[1]], [after[0] / after[1]]).after_bar.top
        first, second = (0, 0, WIDTH, edge), (0, edge, WIDTH, picture.height)
    assert share(picture.crop(first), BLUE) == 0
    assert share(picture.crop(second), RED) == 0


@pytest.mark.parametrize("before", [1, 2, 3, 4])
@pytest.mark.parametrize("after", [1, 3, 4])
def test_several_photos_of_either_side_are_all_shown(before: int, after: int) -> None:
    reds = [(250 - 40 * number, 30, 30) for number in range(before)]
    blues = [(30, 30, 250 - 40 * number) for number in range(after)]
    sizes = [LANDSCAPE, PORTRAIT, LANDSCAPE, SQUARE]
    first = [photo(colour, size) for colour, size in zip(reds, sizes, strict=False)]
    second = [photo(colour, size) for colour, size in zip(blues, reversed(sizes), strict=False)]
    layout = arrange(
        [width / height for width, height in sizes[:before]],
        [width / height for width, height in sizes[::-1][:after]],
    )
    picture = drawn(first, second)
    for box, colour in zip(layout.before + layout.after, reds + blues, strict=True):
        assert near(picture.getpixel((box.left + box.width // 2, box.top + box.height // 2)), colour)


def test_a_photo_is_shown_to_its_very_corners() -> None:
    marked = plain(RED, LANDSCAPE)
    for corner in ((0, 0), (600, 0), (0, 440), (600, 440)):
        marked.paste((240, 230, 40), (*corner, corner[0] + 40, corner[1] + 40))
    picture = drawn([encoded(marked)], [photo(BLUE, LANDSCAPE)])
    box = arrange([4 / 3], [4 / 3]).before[0]
    for x in (box.left + 20, box.left + box.width - 20):
        for y in (box.top + 20, box.top + box.height - 20):
            assert near(picture.getpixel((x, y)), (240, 230, 40), by=30)


def test_of_seven_photos_four_are_shown_and_the_last_says_how_many_more() -> None:
    seven, four = ([photo(RED, PORTRAIT)] * count for count in (7, 4))
    cut, whole = (drawn(before, [photo(BLUE, PORTRAIT)]) for before in (seven, four))
    assert cut.size == whole.size
    boxes = arrange([3 / 4] * 4, [3 / 4]).before
    changed = ImageChops.difference(cut, whole).convert("L").point(lambda level: 255 * (level > 30)).getbbox()
    last = boxes[-1]
    assert changed is not None
    assert changed[0] >= last.left - 8
    assert changed[1] >= last.top - 8
    eight = drawn([photo(RED, PORTRAIT)] * 8, [photo(BLUE, PORTRAIT)])
    assert ImageChops.difference(eight, cut).convert("L").getextrema()[1] > 60, "«+4» is not «+3»"


def test_each_half_has_its_bar_and_the_words_are_white_on_strong_colours() -> None:
    picture = drawn([photo(RED, LANDSCAPE)], [photo(BLUE, LANDSCAPE)])
    layout = arrange([4 / 3], [4 / 3])
    for bar, colour in ((layout.before_bar, BEFORE), (layout.after_bar, AFTER), (layout.title, BACKGROUND)):
        seen = picture.getpixel((bar.left + bar.width - 6, bar.top + bar.height // 2))
        assert near(seen, rgb(colour))
        assert contrast_with_white(rgb(colour)) >= 5
        line = picture.crop((bar.left, bar.top, bar.left + bar.width, bar.top + bar.height)).convert("L")
        assert line.getextrema()[1] > 240, "white letters are there"


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
def test_the_words_can_be_read_when_the_picture_is_shown_small(size: tuple[int, int]) -> None:
    """Capital letters at least 8 pixels tall on the phone, in each of the three lines."""
    before, after = photo(RED, size), photo(BLUE, size)
    for caption in (
        CollageCaption("ДО", "", ""),
        CollageCaption("", "ПОСЛЕ", ""),
        CollageCaption("ДО · 28 сентября 2026", "ПОСЛЕ · 30 сентября 2026", ""),
        CollageCaption("", "", "НННН " * 30),
    ):
        box = words(before, after, caption)
        assert box is not None
        assert (box[3] - box[1]) * PHONE / WIDTH >= 8


def test_a_long_place_is_cut_and_stays_in_its_strip() -> None:
    before, after = photo(RED, PORTRAIT), photo(BLUE, PORTRAIT)
    place = "№ 26-00017 · Спас-Углы, ул. Советской Армии, напротив дома 115, за магазином, у остановки"
    box = words(before, after, CollageCaption("", "", place))
    assert box is not None
    assert box[3] <= TITLE
    assert WIDTH - 80 <= box[2] <= WIDTH - 16
    longer = words(before, after, CollageCaption("", "", place + " и ещё дальше"))
    assert longer == box


def test_a_long_caption_does_not_reach_into_the_other_half() -> None:
    box = words(photo(RED, PORTRAIT), photo(BLUE, PORTRAIT), CollageCaption("ДО · " + "очень давно " * 9, "", ""))
    assert box is not None
    assert box[2] < WIDTH // 2
    assert box[1] >= TITLE
    assert box[3] <= TITLE + BAR


def test_what_the_font_cannot_draw_is_left_out() -> None:
    before, after = photo(RED, PORTRAIT), photo(BLUE, PORTRAIT)
    plain_words, decorated = (
        drawn([before], [after], CollageCaption("ДО", "ПОСЛЕ", title))
        for title in ("№ 5 · Ерыши, ул. Лесная", "№ 5 · Ерыши,\n ул. 🙂 Лесная\u200b")
    )
    assert plain_words.tobytes() == decorated.tobytes()


def test_small_and_strangely_shaped_photos_are_shown_too() -> None:
    tiny, strip, panorama = (encoded(street(1, size)) for size in ((20, 15), (40, 1600), (3000, 300)))
    drawn([tiny], [strip])
    drawn([panorama], [panorama])
    drawn([encoded(plain(RED, (1, 1)))], [strip, panorama, tiny])


def test_without_a_photo_before_there_is_nothing_to_compare() -> None:
    with pytest.raises(ValueError, match="both"):
        before_after([], [photo(BLUE, LANDSCAPE)], CAPTION)
    with pytest.raises(ValueError, match="both"):
        before_after([photo(RED, LANDSCAPE)], [], CAPTION)


def test_a_broken_photo_is_named_as_such() -> None:
    with pytest.raises(NotAPhoto):
        before_after([b"<html>"], [photo(BLUE, LANDSCAPE)], CAPTION)


def test_the_font_lies_in_the_package_with_its_licence() -> None:
    fonts = files("bot.pictures") / "fonts"
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text().upper()
    assert len((fonts / "GolosText-SemiBold.ttf").read_bytes()) < 800_000


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast_with_white(colour: tuple[int, int, int]) -> float:
    """As WCAG counts it."""
    linear = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
