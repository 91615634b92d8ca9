"""Whatever bytes arrive, the answer is a clean photo or one of two named refusals, and it comes soon."""

import struct
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.pictures.decode import MAX_BYTES, MAX_SCANS
from bot.pictures.photo import CleanPhoto, NotAPhoto, PhotoTooLarge, clean_photo
from tests.pictures.photographs import encoded, near, opened, plain, street

# Pillow remarks on damage by warnings and goes on; so do we.
pytestmark = [
    pytest.mark.filterwarnings("ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning"),
]

HEIC = (Path(__file__).parent / "data" / "phone.heic").read_bytes()
SMALL = street(3, (96, 72))
JPEG = encoded(SMALL, quality=80)
SOUND = {
    "baseline": JPEG,
    "progressive": encoded(SMALL, progressive=True),
    "png": encoded(SMALL, "PNG"),
    "palette": encoded(SMALL.convert("P"), "PNG", transparency=3),
    "webp": encoded(SMALL, "WEBP"),
    "gif": encoded(SMALL, "GIF"),
    "bmp": encoded(SMALL, "BMP"),
    "tiff": encoded(SMALL, "TIFF"),
    "tiff, packed": encoded(SMALL, "TIFF", compression="tiff_lzw"),
}


def png_saying(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg_saying(width: int, height: int) -> bytes:
    data = bytearray(JPEG)
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def gif_saying(width: int, height: int) -> bytes:
    return SOUND["gif"][:6] + struct.pack("<HH", width, height) + SOUND["gif"][10:]


def heic_saying(width: int, height: int) -> bytes:
    place = HEIC.index(b"ispe") + 8
    return HEIC[:place] + struct.pack(">II", width, height) + HEIC[place + 8 :]


@pytest.mark.parametrize("size", [(9_000, 9_000), (10_000, 12_000), (60_000, 60_000)])
@pytest.mark.parametrize("saying", [png_saying, jpeg_saying, gif_saying])
def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused_by_its_header(saying, size) -> None:
    with pytest.raises(PhotoTooLarge):
        clean_photo(saying(*size))


@pytest.mark.parametrize("size", [(9_000, 9_000), (60_000, 60_000)])
def test_so_is_a_heic(size) -> None:
    with pytest.raises(PhotoTooLarge):
        clean_photo(heic_saying(*size))


def test_a_strip_one_pixel_wide_and_millions_long_is_refused() -> None:
    with pytest.raises(PhotoTooLarge):
        clean_photo(png_saying(1, 70_000_000))


def test_a_file_of_more_than_25_megabytes_is_refused_before_it_is_opened() -> None:
    assert isinstance(clean_photo(JPEG + bytes(MAX_BYTES - len(JPEG))), CleanPhoto)
    with pytest.raises(PhotoTooLarge):
        clean_photo(JPEG + bytes(MAX_BYTES - len(JPEG) + 1))


def test_a_progressive_jpeg_that_paints_itself_over_and_over_is_refused() -> None:
    """A hundred bytes a scan, each a pass over the whole picture: in 25 MB that is hours of work for one message."""
    grey = encoded(Image.new("L", (400, 400), 90), progressive=True)
    last_scan = grey[grey.rindex(b"\xff\xda") : -2]
    clean_photo(grey[:-2] + last_scan * 10 + grey[-2:])
    with pytest.raises(PhotoTooLarge):
        clean_photo(grey[:-2] + last_scan * MAX_SCANS + grey[-2:])


def test_an_archive_behind_a_photo_stays_behind() -> None:
    archive = BytesIO()
    with ZipFile(archive, "w") as packed:
        packed.writestr("evil.js", "alert('hello')")
    sent = JPEG + archive.getvalue()
    assert ZipFile(BytesIO(sent)).namelist() == ["evil.js"]

    kept = clean_photo(sent)

    assert b"evil" not in kept.data
    assert kept.data.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    "pretender",
    [
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"%PDF-1.7\n1 0 obj\n",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\n(evil) run\n",
        b"PK\x03\x04" + bytes(60),
        b"GIF89a<script>alert(1)</script>",
        b"MZ" + bytes(200),
        b"\x00\x00\x00\x18ftypmp42" + bytes(100),
        encoded(plain("red", (16, 16)), "PPM"),
        encoded(plain("red", (16, 16)), "ICO"),
    ],
    ids=["html", "svg", "xml", "pdf", "eps", "zip", "gif-html", "exe", "video", "ppm", "ico"],
)
def test_what_only_calls_itself_a_photo_is_refused(pretender: bytes) -> None:
    with pytest.raises(NotAPhoto):
        clean_photo(pretender)


def test_a_jpeg_cut_off_half_way_shows_its_upper_half() -> None:
    sent = encoded(street(4, (400, 400)), quality=95)
    whole, half = (opened(clean_photo(data).data) for data in (sent, sent[: len(sent) // 2]))
    assert half.size == (400, 400)
    for place in ((50, 20), (200, 60), (350, 100)):
        assert near(half.getpixel(place), whole.getpixel(place), by=30)
    assert not near(half.getpixel((200, 390)), whole.getpixel((200, 390)), by=10)


def test_a_jpeg_without_its_last_bytes_is_whole() -> None:
    assert opened(clean_photo(JPEG[:-2]).data).tobytes() == opened(clean_photo(JPEG).data).tobytes()


def test_a_png_cut_off_half_way_shows_its_upper_half() -> None:
    noisy = encoded(street(4, (400, 400)), "PNG")
    assert opened(clean_photo(noisy[: len(noisy) // 2]).data).getpixel((200, 5)) != (0, 0, 0)


@pytest.mark.parametrize("name", sorted(SOUND))
def test_a_file_cut_off_right_behind_its_header_shows_nothing_and_is_refused(name: str) -> None:
    with pytest.raises(NotAPhoto):
        clean_photo(SOUND[name][:30])


def test_a_jpeg_with_a_header_and_no_picture_is_refused() -> None:
    scan = JPEG.index(b"\xff\xda")
    with pytest.raises(NotAPhoto):
        clean_photo(JPEG[: scan + 14])


def test_a_heic_that_crashes_its_library_does_not_take_the_service_along() -> None:
    """Found by trying: this byte (the kind of the Exif item) ends the process that reads the file with SIGSEGV."""
    assert opened(clean_photo(HEIC).data).format == "JPEG"
    crashing = bytearray(HEIC)
    crashing[HEIC.index(b"Exif")] ^= 0x91
    with suppress(NotAPhoto):
        clean_photo(bytes(crashing))
    with pytest.raises(NotAPhoto):
        clean_photo(HEIC[: len(HEIC) // 2])


def given_back_or_refused(data: bytes) -> None:
    with suppress(NotAPhoto, PhotoTooLarge):
        kept = clean_photo(data)
        assert opened(kept.data).size == (kept.width, kept.height)
        assert opened(kept.data).format == "JPEG"


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_random_bytes_are_refused_and_nothing_else_happens(data: bytes) -> None:
    with pytest.raises(NotAPhoto):
        clean_photo(data)


changes = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12)


@settings(max_examples=250)
@given(st.sampled_from(sorted(SOUND)), changes, st.floats(0.02, 1), st.booleans())
def test_a_damaged_photo_is_shown_or_refused_and_nothing_else_happens(name, changed, kept_share, near_header) -> None:
    damaged = bytearray(SOUND[name])
    reach = min(len(damaged), 200) if near_header else len(damaged)
    for place, value in changed:
        damaged[int(place * reach)] = value
    given_back_or_refused(bytes(damaged[: max(1, int(len(damaged) * kept_share))]))


@settings(max_examples=6)
@given(changes.filter(bool))
def test_a_damaged_heic_is_shown_or_refused_too(changed) -> None:
    damaged = bytearray(HEIC)
    for place, value in changed:
        damaged[int(place * len(damaged))] = value
    given_back_or_refused(bytes(damaged))
