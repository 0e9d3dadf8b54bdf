"""Words that put a sentence in time: a day, this week, a month, a clock time."""



from __future__ import annotations

import re

_DATED = re.compile(
    r"""\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:today|yesterday|tonight|tomorrow|overnight)\b
    |\b(?:this|last|next|earlier\ this)\s+(?:week(?:end)?|month|morning|afternoon|evening|night)\b
    |\b(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|aug|sept?|oct
    |nov|dec)\.?\s+\d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:january|february|march|april|may|june|july|august
    |september|october|november|december)\b|\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b|\b(?:hours|minutes|days)\s+(?:ago|later|after)\b
    |\b(?:just|breaking|developing)\b\s*[:,]|\b(?:heute|gestern|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag
    |aujourd'hui|hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hoy|ayer|lunes|martes|miércoles|jueves|viernes
    |oggi|ieri|сегодня|вчера|понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def dated(text: str) -> bool:
    """Whether the text says when, near enough to the day of writing to be news."""
    return bool(_DATED.search(text))
