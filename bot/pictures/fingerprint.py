"""Is it the same photo again? Tiny grey copies, compared strictly: a wrong «yes» refuses an honest official."""

from base64 import b64decode, b64encode
from binascii import Error as BadBase64

from PIL import Image

SIDE = 24
# In steps of 0–255. A photo that went four times through a messenger differs from itself by 3 at most and 0.3 in the
# mean square; the two lenses of a stereo camera see pictures that differ by 92 and 584, and in the dark by 5 and 2.3.
# Hashes of bits (dHash, pHash) are weaker just where it matters: on asphalt, grass and snow their bits are noise.
WIDEST_GAP = 4
MEAN_SQUARE = 0.7


def fingerprint(picture: Image.Image) -> str:
    """`SIDE`² grey levels in base64 (768 characters): to be kept beside the photo and compared by `looks_same`."""
    # The triangle filter weighs pixels by distance; with a box, a picture resized before would straddle other cells.
    small = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    return b64encode(small.tobytes()).decode("ascii")


def looks_same(first: str, second: str) -> bool:
    """Whether two fingerprints are of one photo, re-encoded or resized; what cannot be read is never the same."""
    try:
        levels, others = b64decode(first, validate=True), b64decode(second, validate=True)
    except (BadBase64, ValueError):
        return False
    if not len(levels) == len(others) == SIDE * SIDE:
        return False
    gaps = [abs(one - other) for one, other in zip(levels, others, strict=True)]
    return max(gaps) <= WIDEST_GAP and sum(gap * gap for gap in gaps) <= MEAN_SQUARE * len(gaps)
