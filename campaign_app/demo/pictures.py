"""Photos for the demo: drawn, not taken, so that nobody and no real place is on them."""

from __future__ import annotations

import io
import math
import random

from PIL import Image, ImageDraw

SIZE = (640, 480)
SKY, FAR, ROAD = (196, 209, 219), (168, 182, 194), (120, 124, 128)
SNOW, SHADE = (246, 249, 252), (222, 230, 238)
FRAME, GLASS, BENCH = (45, 92, 110), (170, 205, 214), (140, 96, 60)
GROUND = 330


def bus_stop(number: int, *, is_cleared: bool) -> bytes:
    """A bus stop under snow, or cleared with the snow piled beside it; PNG."""
    pick = random.Random(number)  # noqa: S311 - a drawing, not a secret
    image = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(image)
    for left in range(-20, SIZE[0], 110):
        top = pick.randint(120, 220)
        draw.rectangle((left, top, left + 90, GROUND), fill=FAR)
    draw.rectangle((0, GROUND, *SIZE), fill=ROAD if is_cleared else SNOW)
    left = 170 + pick.randint(-40, 40)
    draw.rectangle((left, 180, left + 300, 196), fill=FRAME)
    draw.rectangle((left + 12, 196, left + 288, GROUND), fill=GLASS)
    for post in (left + 6, left + 150, left + 286):
        draw.rectangle((post, 196, post + 8, GROUND + 20), fill=FRAME)
    draw.rectangle((left + 60, 300, left + 240, 312), fill=BENCH)
    if is_cleared:
        draw.rectangle((left, 172, left + 300, 180), fill=SNOW)
        _heap(draw, 20, GROUND + 40, 130, 70)
        _heap(draw, 500, GROUND + 40, 130, 60)
    else:
        draw.rounded_rectangle((left - 8, 150, left + 308, 190), 18, fill=SNOW)
        for start in range(0, SIZE[0], 90):
            _heap(draw, start - 20, GROUND + 60, 150, pick.randint(70, 120))
        for _flake in range(160):
            x, y = pick.randrange(SIZE[0]), pick.randrange(SIZE[1])
            draw.ellipse((x, y, x + 3, y + 3), fill=SNOW)
    out = io.BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()


def _heap(draw: ImageDraw.ImageDraw, left: int, bottom: int, width: int, height: int) -> None:
    draw.ellipse((left, bottom - height, left + width, bottom + height // 2), fill=SHADE)
    draw.ellipse((left + 6, bottom - height, left + width - 14, bottom + height // 3), fill=SNOW)


def parcel_at_door() -> bytes:
    """A bag with a label on the mat before a door, and nobody; PNG."""
    image = Image.new("RGB", SIZE, (208, 203, 194))
    draw = ImageDraw.Draw(image)
    draw.rectangle((210, 20, 470, 400), fill=(108, 76, 52), outline=(78, 54, 36), width=6)
    draw.ellipse((430, 210, 450, 230), fill=(205, 176, 92))
    draw.rectangle((0, 400, *SIZE), fill=(150, 146, 140))
    draw.rectangle((190, 410, 490, 455), fill=(94, 100, 88))
    draw.polygon(((270, 300), (410, 300), (425, 440), (255, 440)), fill=(224, 196, 150))
    draw.arc((300, 262, 380, 330), 180, 360, fill=(150, 116, 74), width=7)
    draw.rectangle((300, 350, 380, 395), fill=SNOW)
    out = io.BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()


def signature() -> bytes:
    """A stroke in the field for signatures, of nobody; PNG."""
    image = Image.new("RGB", (900, 420), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    wave = [(120 + 11 * step, 210 + int(80 * math.sin(step / 2.1)) - step) for step in range(56)]
    draw.line(wave, fill=(22, 33, 31), width=6, joint="curve")
    draw.line([(150, 320), (700, 270)], fill=(22, 33, 31), width=5)
    out = io.BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()
