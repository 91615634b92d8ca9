"""A picture for each conversation, so that each is a file of its own."""

from tests.pictures.photographs import encoded, street

SIZE = (320, 240)


def broken(index: int) -> bytes:
    """What a resident sends."""
    return encoded(street(index + 1, SIZE), quality=80)


def mended(index: int) -> bytes:
    """What an official sends back."""
    return encoded(street(index + 1, SIZE, mended=True), quality=80)
