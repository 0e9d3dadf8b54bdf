"""Pictures as inline SVG, drawn here, with their content in words for those who do not see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from markupsafe import Markup, escape

from alerts.inert import cut
from steps.wording import count
from web.shapes import Mark, Sleep, Story

WIDTH, HEIGHT, FLOOR, TOP = 760, 132, 96, 26
MOST_BARS = 180
MOST_BROAD, MARK_WIDTH = 40, 14
DAY_WIDTH = 150
"""What a day's name needs on a telephone, where the picture is half as wide and its letters are not."""
KINDS = {"first": "first", "wake": "wake", "correction": "correction", "burst": "burst"}
CIRCLE = '<circle class="mark {0}" cx="{1}" cy="14" r="6"/>'
DIAMOND = '<path class="mark {0}" d="M{1} 6l8 8-8 8-8-8z"/>'
SQUARE = '<path class="mark {0}" d="M{1} 8.5m-5.5 0h11v11h-11z"/>'
SHAPES = {"wake": DIAMOND, "burst": DIAMOND, "correction": SQUARE}
"""Told apart by their form as well as by their colour."""


def timeline(story: Story) -> Markup:
    """Coverage by independent publishers (bars: a day, or more where the story is long), developments (marks)
    and sleep (shaded)."""
    first, last = story.days[0].day, story.days[-1].day
    span = max(1, (last - first).days + 1)
    step = max(1, -(-span // MOST_BARS))
    bars = [0] * (-(-span // step))
    for day in story.days:
        place = (day.day - first).days // step
        bars[place] = max(bars[place], day.publishers)
    most = max(1, *bars)
    wide = WIDTH / len(bars)
    parts = [_sleep(each, first, step, wide) for each in story.sleeps if each.woke]
    broad = max(1.0, min(wide - 1, MOST_BROAD))
    bricks = [
        ((place + 0.5) * wide - broad / 2, broad, (FLOOR - TOP) * each / most) for place, each in enumerate(bars)
    ]
    parts.append(_bars(bricks, FLOOR, 3.0))
    parts += _marks(story.marks, first, step, wide)
    parts.append(Markup('<line class="axis" x1="0" y1="{0}" x2="{1}" y2="{0}"/>').format(FLOOR, WIDTH))
    parts += _ticks(first, last, wide if step == 1 else 0.0)
    return Markup(
        '<svg class="timeline" viewBox="0 0 {} {}" role="group" '
        'aria-labelledby="tl-t" aria-describedby="tl-d">'
        '<title id="tl-t">{}</title><desc id="tl-d">{}</desc>{}</svg>'
    ).format(WIDTH, HEIGHT, "How the story ran", described(story, most), Markup("").join(parts))


def described(story: Story, most: int) -> str:
    """The picture in words."""
    text = (
        f"From {_day(story.days[0].day)} to {_day(story.days[-1].day)}: coverage on {count(len(story.days), 'day')}, "
        f"at most {count(most, 'independent publisher')} a day; {count(len(story.marks), 'development')} marked."
    )
    for each in story.sleeps:
        end = f"woke on {_day(each.until)}" if each.woke else "sleeps still"
        text += f" Without coverage for {count(each.days, 'day')} from {_day(each.since)}; {end}."
    return text


def _sleep(each: Sleep, first: date, step: int, wide: float) -> Markup:
    left = ((each.since - first).days / step + 1) * wide
    right = (each.until - first).days / step * wide
    middle = (left + right) / 2
    return Markup(
        '<rect class="sleep" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="z" x="{}" y="{}">asleep {} days</text>'
    ).format(_n(left), TOP, _n(max(1.0, right - left)), FLOOR - TOP, _n(middle), FLOOR - 8, each.days)


def _ticks(first: date, last: date, wide: float) -> list[Markup]:
    """The day below each bar where there is room for all, else the first and the last day."""
    label = Markup('<text class="tick{}" x="{}" y="{}">{}</text>')
    span = (last - first).days + 1
    if wide >= DAY_WIDTH:
        days = [first + timedelta(days=place) for place in range(span)]
        return [label.format(" z", _n((place + 0.5) * wide), HEIGHT - 6, _day(day)) for place, day in enumerate(days)]
    return [label.format("", 0, HEIGHT - 6, _day(first)), label.format(" end", WIDTH, HEIGHT - 6, _day(last))]


def _marks(marks: Sequence[Mark], first: date, step: int, wide: float) -> list[Markup]:
    """Above its bar each mark, side by side; where there is no room for all, the most important of each kind, and the
    rarer kinds on top, so that none hides what began, woke or was corrected."""
    places: dict[int, list[Mark]] = {}
    for mark in marks:
        places.setdefault((mark.day - first).days // step, []).append(mark)
    drawn: list[tuple[int, Markup]] = []
    for place, here in sorted(places.items()):
        if len(here) * MARK_WIDTH > max(wide, MARK_WIDTH):
            rising = sorted(here, key=lambda each: each.importance)
            here = list({KINDS.get(each.kind, ""): each for each in rising}.values())
        here.sort(key=lambda each: each.at)
        half = len(here) * MARK_WIDTH / 2
        left = min(WIDTH - half, max(half, (place + 0.5) * wide)) - half
        for number, mark in enumerate(here):
            drawn.append((mark.kind in KINDS, _mark(mark, left + (number + 0.5) * MARK_WIDTH)))
    return [each for _, each in sorted(drawn, key=lambda one: one[0])]


def _mark(mark: Mark, x: float) -> Markup:
    kind = KINDS.get(mark.kind, "development")
    title = escape(f"{_day(mark.day)}: {cut(mark.headline, 80)}")
    return Markup(  # noqa: S704 - every part is escaped or a number
        f'<a href="#d{mark.id:d}"><title>{title}</title>{SHAPES.get(kind, CIRCLE).format(kind, _n(x))}</a>'
    )


def sparkline(a_day: Sequence[int], name: str) -> Markup:
    """Entries a day as a small picture."""
    most = max(a_day)
    entries = count(sum(a_day), "entry", "entries")
    text = f"{name}: {entries} in {len(a_day)} days, most {most:,} a day, {a_day[-1]:,} today."
    bricks = [(4.0 * place, 3.0, 22 * number / max(1, most)) for place, number in enumerate(a_day)]
    return Markup('<svg class="spark" viewBox="0 0 {} 24" role="img"><title>{}</title>{}</svg>').format(
        4 * len(a_day), text, _bars(bricks, 24, 1.5)
    )


def _bars(bricks: Sequence[tuple[float, float, float]], floor: int, least: float) -> Markup:
    """(left, width, height) as one path: a page holds fifty such pictures."""
    drawn = [
        f"M{_n(left)} {floor}v-{_n(max(least, high))}h{_n(width)}V{floor}z"
        for left, width, high in bricks
        if high
    ]
    return Markup('<path class="bar" d="{}"/>').format("".join(drawn))


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
