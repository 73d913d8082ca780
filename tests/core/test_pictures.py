"""Photos are made anew: upright, small, and without what else the file told."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from campaign_app.core import pictures
from campaign_app.core.pictures import clean_picture


def image_of(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def sent(image: Image.Image, kind: str = "JPEG", **options) -> bytes:
    out = io.BytesIO()
    image.save(out, format=kind, **options)
    return out.getvalue()


def photo_with_gps() -> bytes:
    """As a phone sends it: lying on its side, with the place, the time and the maker."""
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    exif[0x010F] = "SECRET PHONE"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (50.0, 3.0, 16.0)
    image = Image.new("RGB", (400, 200), "white")
    image.paste("red", (0, 0, 40, 200))  # the left edge, which is the top of the scene
    return sent(image, exif=exif, comment=b"SECRET COMMENT")


def test_metadata_is_gone_and_the_picture_is_upright():
    content = photo_with_gps()
    assert b"SECRET PHONE" in content
    assert image_of(content).getexif().get_ifd(0x8825)
    made = clean_picture(content)
    assert (made.width, made.height) == (200, 400)
    for file in (made.content, made.small):
        image = image_of(file)
        assert image.format == "JPEG"
        assert dict(image.getexif()) == {}
        assert b"SECRET" not in file
        assert b"Exif" not in file
    red, green, _blue = image_of(made.content).getpixel((100, 10))
    assert red > 200 > 100 > green  # turned clockwise, the left edge is on top


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_kinds_that_are_taken_become_jpeg_at_most_1600_wide(kind):
    made = clean_picture(sent(Image.new("RGB", (2400, 1800), "#8fb3c9"), kind))
    assert (made.width, made.height) == (1600, 1200)
    assert image_of(made.content).size == (1600, 1200)
    assert max(image_of(made.small).size) == pictures.SMALL_SIDE


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK"])
def test_other_colours_are_drawn_on_white(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    made = clean_picture(sent(Image.new(mode, (20, 20)), kind))
    assert image_of(made.content).mode == "RGB"
    if mode in ("RGBA", "LA"):
        assert image_of(made.content).getpixel((5, 5)) == (255, 255, 255)


def png_that_claims(width: int, height: int) -> bytes:
    """A small file whose head promises many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)
WHOLE = sent(Image.new("RGB", (300, 300), "#8fb3c9"))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", pictures.PictureMissing),
        (b"%PDF-1.7 not a picture", pictures.PictureUnreadable),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", pictures.PictureUnreadable),
        (sent(Image.new("RGB", (9, 9)), "GIF"), pictures.PictureUnreadable),
        (WHOLE[: len(WHOLE) // 2], pictures.PictureUnreadable),
        (HEIC, pictures.PictureIsHeic),
        (bytes(pictures.MOST_BYTES + 1), pictures.PictureTooHeavy),
        (png_that_claims(6000, 6000), pictures.PictureTooLarge),
        (png_that_claims(40_000, 40_000), pictures.PictureTooLarge),
        (png_that_claims(60, 60), pictures.PictureUnreadable),
    ],
)
def test_what_is_refused(content, refusal):
    with pytest.raises(refusal) as refused:
        clean_picture(content)
    assert refused.value.field == "photo"


@pytest.mark.parametrize(
    "stumble", [TypeError, IndexError, KeyError, ZeroDivisionError, AttributeError, struct.error]
)
def test_what_a_decoder_stumbles_over_is_refused(monkeypatch, stumble):
    def broken(_picture):
        raise stumble("the EXIF says what cannot be")

    monkeypatch.setattr(pictures.ImageOps, "exif_transpose", broken)
    with pytest.raises(pictures.PictureUnreadable):
        clean_picture(WHOLE)


def test_what_is_too_large_is_said_in_numbers():
    with pytest.raises(pictures.PictureTooLarge) as refused:
        clean_picture(png_that_claims(6000, 6000))
    assert refused.value.params == {"megapixels": 36, "most": 24}


def test_the_same_photo_has_the_same_name():
    assert clean_picture(WHOLE).sha256 == clean_picture(WHOLE).sha256
