"""What a watch is about, compared by meaning with stories and with what is new in them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.nouns import Matrix, Vector
from settings.limits_alerts import ABOUT_AWAY, ABOUT_STATEMENT, ABOUT_STORY, ABOUT_TOWARDS


@dataclass(frozen=True, slots=True)
class Closeness:
    """Cosines of a watch's sentence with the nearest new sentence and with the story as a whole."""

    statement: float
    story: float

    def over(self, shift: float = 0.0) -> float:
        """How far past its cut the better of the two is; at least 0 means that it is about this."""
        return max(self.statement - ABOUT_STATEMENT, self.story - ABOUT_STORY) - shift

    def better(self, shift: float = 0.0) -> tuple[str, float, float]:
        """The one that is farther past its cut, by name, with its cosine and the cut, both to two places: the cosine
        rounded down, so that what just misses does not look as if it were enough."""
        if self.statement - ABOUT_STATEMENT >= self.story - ABOUT_STORY:
            what, cosine, enough = "what is new", self.statement, ABOUT_STATEMENT + shift
        else:
            what, cosine, enough = "the story", self.story, ABOUT_STORY + shift
        return what, math.floor(cosine * 100) / 100, round(enough, 2)

    def said(self, shift: float = 0.0) -> str:
        """The better of the two with its cut, for a person."""
        what, cosine, enough = self.better(shift)
        return f"{what}: {cosine:.2f}; enough: {enough:.2f}"


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Of a development: its new sentences and title, and what its story has said."""

    new: Matrix
    story: Matrix


def moved(about: Vector, useful: Sequence[Vector], not_my_topic: Sequence[Vector]) -> Vector:
    """A watch's sentence drawn towards what was useful and away from what was not its topic.

    Rocchio's relevance feedback (1971) with small weights: the person's own sentence stays what counts most.
    """
    vector = about.astype(np.float64)
    if useful:
        vector = vector + ABOUT_TOWARDS * np.mean(useful, axis=0)
    if not_my_topic:
        vector = vector - ABOUT_AWAY * np.mean(not_my_topic, axis=0)
    length = float(np.linalg.norm(vector))
    return (vector / length if length else vector).astype(np.float32)


def source_hit(wanted: Sequence[str], sources: Sequence[str]) -> str | None:
    """The first of `wanted` (a feed's name, a site, a publisher) that an article's sources answer to.

    A site stands for its subdomains as well, and * for all.
    """
    if "*" in wanted:
        return "anywhere"
    for name in wanted:
        asked = name.casefold().removeprefix("www.")
        for source in sources:
            have = source.casefold().removeprefix("www.")
            if have == asked or ("." in asked and have.endswith("." + asked)):
                return name
    return None


def closeness(about: Vector, new: Matrix, story: Matrix) -> Closeness:
    """`about`: (d,). `new`: (n, d), the new sentences and the title. `story`: (m, d), what it has said.

    Either matrix may have no rows. All rows are of unit length and by one model.
    """
    nearest = float((new @ about).max()) if len(new) else -1.0
    if not len(story):
        return Closeness(nearest, -1.0)
    mean = story.mean(axis=0)
    length = float(np.linalg.norm(mean))
    return Closeness(nearest, float(mean @ about) / length if length else -1.0)
