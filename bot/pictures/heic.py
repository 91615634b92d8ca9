"""HEIC -> PNG in a process of its own, because the libraries underneath can be crashed by a broken file.

Tried: one changed byte in a sound photo was enough. Inside the service it would stop everybody's conversations, and
again after every start, because the update that brought the photo stays in the inbox.
"""

import subprocess
import sys
from io import BytesIO

from PIL import Image

BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1")
PATIENCE = 30.0  # seconds; 12 megapixels take about two
TOO_LARGE = 3


def is_heic(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in BRANDS


def png_from_heic(data: bytes, longest: int, most_pixels: int) -> bytes:
    """The picture upright and shrunk. Raises DecompressionBombError, or ValueError for all that cannot be unpacked."""
    # -I and an empty environment: the child sees the installation alone, and none of our tokens.
    command = [sys.executable, "-I", __file__, str(longest), str(most_pixels)]
    try:
        child = subprocess.run(  # noqa: S603  (our own file, two numbers)
            command, input=data, capture_output=True, timeout=PATIENCE, env={}, check=False
        )
    except subprocess.TimeoutExpired as slow:
        raise ValueError("HEIC takes too long") from slow
    if child.returncode == TOO_LARGE:
        raise Image.DecompressionBombError("HEIC of too many pixels")
    if child.returncode != 0:
        raise ValueError(f"HEIC cannot be unpacked, code {child.returncode}")
    return child.stdout


def _child(longest: int, most_pixels: int) -> None:
    import pi_heif  # type: ignore[import-untyped]  # ships no types; and only the child needs it

    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    try:
        image = Image.open(BytesIO(sys.stdin.buffer.read()), formats=["HEIF"])
    except Image.DecompressionBombError:
        sys.exit(TOO_LARGE)
    if image.width * image.height > most_pixels:
        sys.exit(TOO_LARGE)
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    image.save(sys.stdout.buffer, "PNG", compress_level=1)


if __name__ == "__main__":
    _child(int(sys.argv[1]), int(sys.argv[2]))
