"""Photos for the replay: places that need mending, and the same places mended; each from a seed."""

from functools import cache

from tests.pictures.photographs import encoded, street

PLACES = 12
SIZE = (640, 480)


@cache
def broken(place: int) -> bytes:
    """What a resident sends."""
    return encoded(street(place % PLACES + 1, SIZE), quality=80)


@cache
def mended(place: int) -> bytes:
    """What an official sends back."""
    return encoded(street(place % PLACES + 1, SIZE, mended=True), quality=80)
