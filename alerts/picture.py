"""The small picture of a story's coverage over time."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 300, 40
"""As shown, in CSS pixels; drawn at twice that for sharp screens."""

_BAR = (86, 128, 190, 255)
_LAST = (47, 158, 85, 255)
_LINE = (140, 148, 158, 255)


def coverage(days: Sequence[int]) -> bytes | None:
    """A PNG with a bar a day, today's in green; readable on light and dark. None with nothing to show."""
    if len(days) < 2 or not any(days):
        return None
    scale = 2
    image = Image.new("RGBA", (WIDTH * scale, HEIGHT * scale), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    step = WIDTH * scale / len(days)
    floor = HEIGHT * scale - 2
    most = max(days)
    for index, number in enumerate(days):
        if number:
            height = max(4, round((floor - 4) * number / most))
            left = round(index * step)
            right = max(left + 2, round((index + 1) * step) - 3)
            draw.rectangle((left, floor - height, right, floor), _LAST if index == len(days) - 1 else _BAR)
    draw.line((0, floor, WIDTH * scale, floor), fill=_LINE, width=2)
    out = io.BytesIO()
    image.quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()


def described(days: Sequence[int]) -> str:
    """The picture in words."""
    return f"Articles a day over {len(days)} days: most {max(days)}, last day {days[-1]}."
