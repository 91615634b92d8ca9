"""A person uploads a photo; what we keep shows the same and tells nothing else."""

from pathlib import Path

import pytest
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from bot.pictures.photo import LONGEST, NotAPhoto, clean_photo
from tests.pictures.photographs import encoded, near, opened, plain, street

# Pillow remarks on broken EXIF by a warning and goes on; so do we.
pytestmark = pytest.mark.filterwarnings("ignore:Corrupt EXIF data:UserWarning")

PHONE_HEIC = Path(__file__).parent / "data" / "phone.heic"
RED, GREEN = (200, 40, 40), (40, 160, 60)


def red_above_green(size: tuple[int, int] = (120, 180)) -> Image.Image:
    picture = plain(GREEN, size)
    picture.paste(RED, (0, 0, size[0], size[1] // 2))
    return picture


def telling_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Model] = "Phone of Maria"
    gps = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: (IFDRational(55), IFDRational(11), IFDRational(40)),
    }
    exif[ExifTags.IFD.GPSInfo] = gps
    return exif


def test_a_photo_from_a_phone_loses_its_place_and_owner_and_stands_upright() -> None:
    lying = red_above_green().transpose(Image.Transpose.ROTATE_90)
    sent = encoded(lying, exif=telling_exif(6), comment="Maria was here", xmp=b"<x>Maria</x>", quality=90)
    assert b"Maria" in sent
    assert opened(sent).getexif().get_ifd(ExifTags.IFD.GPSInfo)

    kept = clean_photo(sent)

    picture = opened(kept.data)
    assert b"Maria" not in kept.data
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert (kept.width, kept.height) == picture.size == (120, 180)
    assert near(picture.getpixel((60, 20)), RED)
    assert near(picture.getpixel((60, 160)), GREEN)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_however_the_phone_was_held_the_picture_stands_upright(orientation: int) -> None:
    """The camera stores the opposite turn and says so; all eight ways exist."""
    t = Image.Transpose
    stored = {2: t.FLIP_LEFT_RIGHT, 3: t.ROTATE_180, 4: t.FLIP_TOP_BOTTOM, 5: t.TRANSPOSE}
    stored |= {6: t.ROTATE_90, 7: t.TRANSVERSE, 8: t.ROTATE_270}
    upright = red_above_green()
    upright.paste((40, 60, 200), (0, 0, 40, 60))  # the left upper corner tells mirrored from turned
    turn = stored.get(orientation)
    sent = encoded(upright.transpose(turn) if turn is not None else upright, exif=telling_exif(orientation))

    picture = opened(clean_photo(sent).data)

    assert picture.size == (120, 180)
    assert near(picture.getpixel((15, 15)), (40, 60, 200))
    assert near(picture.getpixel((100, 15)), RED)
    assert near(picture.getpixel((15, 165)), GREEN)


def test_an_iphone_sends_heic_as_a_file() -> None:
    """`data/phone.heic` was stored lying, red on the left, with orientation 6 and GPS, by libheif's own encoder."""
    kept = clean_photo(PHONE_HEIC.read_bytes())
    picture = opened(kept.data)
    assert (kept.width, kept.height) == picture.size == (160, 240)
    assert near(picture.getpixel((80, 20)), RED)
    assert near(picture.getpixel((80, 220)), GREEN)
    assert not picture.getexif()
    assert b"iPhone" not in kept.data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_every_usual_kind_becomes_a_jpeg_of_the_same_picture(kind: str) -> None:
    kept = clean_photo(encoded(red_above_green(), kind))
    picture = opened(kept.data)
    assert picture.format == "JPEG"
    assert not picture.info.get("progressive")
    assert near(picture.getpixel((60, 40)), RED)
    assert near(picture.getpixel((60, 140)), GREEN)


def test_two_pictures_in_one_jpeg_as_new_phones_store_them() -> None:
    both = encoded(red_above_green(), "MPO", save_all=True, append_images=[plain("blue", (120, 180))])
    assert near(opened(clean_photo(both).data).getpixel((60, 40)), RED)


def test_of_an_animation_the_first_frame_is_kept() -> None:
    gif = encoded(plain(RED, (64, 64)), "GIF", save_all=True, append_images=[plain(GREEN, (64, 64))])
    assert near(opened(clean_photo(gif).data).getpixel((30, 30)), RED)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_transparent_becomes_white(kind: str) -> None:
    glass = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    glass.paste((200, 40, 40, 255), (0, 0, 30, 60))
    picture = opened(clean_photo(encoded(glass, kind, lossless=True)).data)
    assert near(picture.getpixel((10, 30)), RED)
    assert near(picture.getpixel((50, 30)), (255, 255, 255))


def test_a_palette_with_a_transparent_colour_becomes_white_too() -> None:
    palette = Image.new("P", (60, 60), 1)
    palette.putpalette([0, 0, 0, *RED])
    palette.paste(0, (0, 0, 30, 60))
    picture = opened(clean_photo(encoded(palette, "GIF", transparency=0)).data)
    assert near(picture.getpixel((10, 30)), (255, 255, 255))
    assert near(picture.getpixel((50, 30)), RED)


def test_sixteen_bits_of_grey_stay_grey() -> None:
    scan = Image.new("I;16", (40, 40), 0x8000)
    assert near(opened(clean_photo(encoded(scan, "PNG")).data).getpixel((20, 20)), (128, 128, 128))


def test_printers_colours_and_black_and_white_are_taken() -> None:
    assert near(opened(clean_photo(encoded(red_above_green().convert("CMYK"))).data).getpixel((60, 40)), RED)
    assert near(opened(clean_photo(encoded(plain("white").convert("1"), "PNG")).data).getpixel((9, 9)), (255, 255, 255))


@pytest.mark.parametrize(("size", "kept_size"), [((3000, 1500), (2048, 1024)), ((500, 2500), (410, 2048))])
def test_a_large_photo_is_shrunk_by_its_long_side(size: tuple[int, int], kept_size: tuple[int, int]) -> None:
    kept = clean_photo(encoded(plain(RED, size)))
    assert max(kept.width, kept.height) == LONGEST
    assert (kept.width, kept.height) == kept_size


def test_a_small_photo_keeps_its_size() -> None:
    kept = clean_photo(encoded(street(1, (320, 240))))
    assert (kept.width, kept.height) == (320, 240)


def test_torn_exif_does_not_cost_the_photo() -> None:
    sent = encoded(red_above_green(), exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff torn")
    assert near(opened(clean_photo(sent).data).getpixel((60, 40)), RED)


def test_cleaning_a_clean_photo_changes_nothing_but_a_little_noise() -> None:
    once = clean_photo(encoded(street(5, (640, 480))))
    twice = clean_photo(once.data)
    assert (once.width, once.height) == (twice.width, twice.height)
    assert opened(once.data).info == opened(twice.data).info


@pytest.mark.parametrize("nothing", [b"", b"\xff\xd8", b"   ", b"\x89PNG\r\n\x1a\n"])
def test_nothing_is_not_a_photo(nothing: bytes) -> None:
    with pytest.raises(NotAPhoto):
        clean_photo(nothing)
