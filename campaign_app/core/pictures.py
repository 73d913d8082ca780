"""Photographs that people send: made anew without whatever else the file carries.

A picture is recognised by its content, decoded, turned as it was held, made small and
encoded again as JPEG. So nothing of the sent file is kept: neither where and with which
phone it was taken, nor a thumbnail that shows more, nor what hides behind the pixels.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_

MEDIA_TYPE = "image/jpeg"
MEGABYTE = 1024 * 1024
MOST_BYTES = 15 * MEGABYTE
MEGAPIXEL = 1_000_000
#: A JPEG is decoded at a fraction of its size; the others are decoded whole, so they may have less.
MOST_PIXELS = {"JPEG": 64 * MEGAPIXEL, "PNG": 24 * MEGAPIXEL, "WEBP": 24 * MEGAPIXEL}
FULL_SIDE, SMALL_SIDE = 1600, 360
FULL_QUALITY, SMALL_QUALITY = 82, 72
WHITE = (255, 255, 255)
#: What decoders stumble over in a broken file, and over what stands in its EXIF.
BROKEN = (
    *(UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, TypeError),
    *(LookupError, ArithmeticError, AttributeError, struct.error, zlib.error),
)
HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})


class PictureMissing(DomainError):
    """No file came, or an empty one."""

    message = N_("Choose a photo.")


class PictureTooHeavy(DomainError):
    """More bytes than a phone's photo has."""

    message = N_("The photo has %(megabytes)s MB; at most %(most)s MB are taken.")


class PictureTooLarge(DomainError):
    """More pixels than a camera makes: decoding it would take the server's memory."""

    message = N_(
        "The photo has %(megapixels)s megapixels; at most %(most)s are taken. "
        "Choose a smaller size in the camera's settings."
    )


class PictureUnreadable(DomainError):
    """Another kind of file, or a broken one."""

    message = N_("This is not a photo that can be read: JPEG, PNG and WebP are taken.")


class PictureIsHeic(DomainError):
    """iPhones keep photos so; browsers do not show them."""

    message = N_(
        "This photo is in the HEIC format. On the iPhone choose Settings → Camera → Formats → "
        "Most Compatible and take it again, or send a screenshot of it."
    )


@dataclass(frozen=True)
class Picture:
    """A photo as it is kept: JPEG, upright, without metadata; `small` is its thumbnail.

    `is_blank` tells that it is of one colour all over: a field in which nobody drew.
    """

    content: bytes
    small: bytes
    width: int
    height: int
    is_blank: bool = False

    @property
    def sha256(self) -> str:
        """What names this content."""
        return hashlib.sha256(self.content).hexdigest()


def clean_picture(content: bytes, *, field: str = "photo") -> Picture:
    """Make a photo anew from what was sent.

    Raises PictureMissing, PictureTooHeavy, PictureTooLarge, PictureIsHeic or PictureUnreadable.
    """
    if not content:
        raise PictureMissing(field=field)
    if len(content) > MOST_BYTES:
        found = -(-len(content) // MEGABYTE)
        raise PictureTooHeavy(field=field, megabytes=found, most=MOST_BYTES // MEGABYTE)
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise PictureIsHeic(field=field)
    try:
        picture = _decode(content, field)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        most = max(MOST_PIXELS.values()) // MEGAPIXEL
        raise PictureTooLarge(field=field, megapixels=f"> {most}", most=most) from None
    except BROKEN:
        raise PictureUnreadable(field=field) from None
    small = picture.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return Picture(
        content=_encode(picture, FULL_QUALITY),
        small=_encode(small, SMALL_QUALITY),
        width=picture.width,
        height=picture.height,
        is_blank=picture.getcolors(1) is not None,
    )


def _decode(content: bytes, field: str) -> Image.Image:
    """Upright, without transparency, at most FULL_SIDE wide and high."""
    with Image.open(io.BytesIO(content), formats=tuple(MOST_PIXELS)) as opened:
        # Known from the head of the file, before a single pixel is decoded.
        pixels, most = opened.width * opened.height, MOST_PIXELS[opened.format or "PNG"]
        if pixels > most:
            found = -(-pixels // MEGAPIXEL)
            raise PictureTooLarge(field=field, megapixels=found, most=most // MEGAPIXEL)
        opened.draft("RGB", (FULL_SIDE, FULL_SIDE))
        opened.load()
        upright: Image.Image = ImageOps.exif_transpose(opened)
    # A palette is no colours yet: those are made first, then the picture is made small.
    upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    upright.thumbnail((FULL_SIDE, FULL_SIDE), Image.Resampling.LANCZOS)
    if upright.mode == "RGB":
        return upright
    paper = Image.new("RGB", upright.size, WHITE)
    paper.paste(upright, mask=upright.getchannel("A"))
    return paper


def _encode(picture: Image.Image, quality: int) -> bytes:
    """A new file from the pixels alone."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, format="JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
