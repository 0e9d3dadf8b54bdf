"""What a program hands in."""

from __future__ import annotations

from pydantic import ConfigDict

from web.shapes.news import Shape


class Given(Shape):
    """A key that is not there is refused: misspelt, it would be left out in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NewWatch(Given):
    """A watch as it is to be; what is null is as newsdelta has it when nothing is said."""

    name: str
    about: str | None = None
    words: str | None = None
    sources: list[str] | None = None
    languages: list[str] | None = None
    kinds: list[str] | None = None
    channels: list[str] | None = None
    min_publishers: int | None = None
    min_novelty: float | None = None
    min_importance: float | None = None
    max_age_days: int | None = None
    budget: int | None = None
    quiet_hours: str | None = None
    wake_above: float | None = None
    digest: str | None = None
    digest_when_empty: bool | None = None
    audit: bool | None = None
    timezone: str | None = None


class Address(Given):
    """Of a feed, or of a site whose feeds are to be found."""

    url: str
    name: str | None = None


class Opml(Given):
    """A list of feeds."""

    opml: str
    """OPML 2.0 (http://opml.org/spec2.opml)"""


class Opinion(Given):
    """What a person says of an alert, or does not want to hear of."""

    alert: int | None = None
    kind: str
    """useful, not-news, not-my-topic, mute or snooze"""
    story_id: int | None = None
    source: str | None = None
    phrase: str | None = None
    watch: str | None = None
    days: int | None = None


class Into(Given):
    story_id: int


class Leaving(Given):
    articles: list[int]
