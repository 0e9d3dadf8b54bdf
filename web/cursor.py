"""Keys of the next page, as they stand in addresses."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import HTTPException

Key = tuple[datetime, int]
MOST_ID = 2**31 - 1


def written(key: Key | None) -> str | None:
    """'20260503T140500.000000_17'"""
    return f"{key[0].astimezone(UTC):%Y%m%dT%H%M%S.%f}_{key[1]}" if key else None


def read(text: str | None) -> Key | None:
    """HTTP 422 for what no page has given out."""
    if not text:
        return None
    at, _, number = text.partition("_")
    try:
        if not (number.isascii() and number.isdecimal() and int(number) <= MOST_ID):
            raise ValueError
        return datetime.strptime(at, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), int(number)
    except (ValueError, OverflowError):
        raise HTTPException(422, "That is not the key of a next page: go back to the first one.") from None
