"""Photos of any shape find their place: whole, inside the canvas, apart from each other, as large as a phone allows."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures.layout import TALLEST, WIDTH, Box, arrange

LANDSCAPE, PORTRAIT = 4 / 3, 3 / 4
halves = st.lists(st.floats(0.3, 3.5), min_size=1, max_size=4)


def apart(one: Box, other: Box) -> bool:
    beside = one.left + one.width <= other.left or other.left + other.width <= one.left
    return beside or one.top + one.height <= other.top or other.top + other.height <= one.top


@settings(max_examples=150)
@given(halves, halves)
def test_every_photo_is_whole_inside_and_apart_from_the_others(before: list[float], after: list[float]) -> None:
    layout = arrange(before, after)
    everything = [layout.title, layout.before_bar, layout.after_bar, *layout.before, *layout.after]
    assert layout.height <= TALLEST
    for box in everything:
        assert box.left >= 0
        assert box.top >= 0
        assert box.left + box.width <= WIDTH
        assert box.top + box.height <= layout.height
    assert all(apart(one, other) for one, other in combinations(everything, 2))
    for shape, box in zip(before + after, layout.before + layout.after, strict=True):
        assert box.width / box.height == pytest.approx(shape, abs=2 / box.height + shape / box.height)


@settings(max_examples=80)
@given(halves, halves)
def test_captions_stand_right_above_their_own_photos(before: list[float], after: list[float]) -> None:
    layout = arrange(before, after)
    for bar, photos, others in (
        (layout.before_bar, layout.before, layout.after),
        (layout.after_bar, layout.after, layout.before),
    ):
        for photo in photos:
            assert photo.top >= bar.top + bar.height
            assert bar.left <= photo.left + photo.width // 2 <= bar.left + bar.width
        below = [one for one in others if one.top >= bar.top and bar.left <= one.left < bar.left + bar.width]
        assert all(one.top > max(photo.top for photo in photos) for one in below)


def test_two_portraits_stand_side_by_side() -> None:
    layout = arrange([PORTRAIT], [PORTRAIT])
    assert layout.before[0].top == layout.after[0].top
    assert layout.before[0].width + layout.after[0].width >= WIDTH - 10


def test_two_landscapes_stand_one_above_the_other() -> None:
    layout = arrange([LANDSCAPE], [LANDSCAPE])
    assert layout.before[0].width == layout.after[0].width == WIDTH
    assert layout.after_bar.top == layout.before[0].top + layout.before[0].height


@pytest.mark.parametrize(("before", "after"), [(LANDSCAPE, PORTRAIT), (PORTRAIT, LANDSCAPE)])
def test_of_a_mixed_pair_neither_is_a_stamp(before: float, after: float) -> None:
    layout = arrange([before], [after])
    areas = sorted(box.width * box.height for box in layout.before + layout.after)
    assert areas[0] >= WIDTH * WIDTH / 3
    assert areas[1] <= areas[0] * 2


@pytest.mark.parametrize("shape", [LANDSCAPE, PORTRAIT, 1.0])
@pytest.mark.parametrize("before", range(1, 5))
@pytest.mark.parametrize("after", range(1, 5))
def test_several_photos_fill_at_least_half_of_the_canvas(shape: float, before: int, after: int) -> None:
    layout = arrange([shape] * before, [shape] * after)
    shown = sum(box.width * box.height for box in layout.before + layout.after)
    assert shown >= WIDTH * layout.height / 2
