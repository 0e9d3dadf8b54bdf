"""Why an article is in its story, for people."""

from __future__ import annotations

from models.nouns import Assignment


def explain(assignment: Assignment) -> str:
    """The decision in one sentence with its figures."""
    figures = dict(assignment.reason.figures)
    code = assignment.reason.code
    if code == "copy":
        share = figures.get("containment", 1.0)
        return f"A copy of article {assignment.copy_of}: {share} of the shorter text stands in the other."
    if code == "linked":
        return f"In story {assignment.story_id} because a person put it there."
    if code in ("given", "revision"):
        return f"In story {assignment.story_id} ({code})."
    if "shared" not in figures:
        return "Opened a new story: nothing known is like it."
    days = f", {figures['days']} days apart" if "days" in figures else ""
    meaning = f", meaning {figures['meaning']}" if "meaning" in figures else ""
    beside = f", {figures['beside']} others running beside" if "beside" in figures else ""
    near = f", nearness in time {figures['nearness']:+}" if "nearness" in figures else ""
    what = {"opened": "Opened a new story", "woke": f"Woke story {assignment.story_id}"}.get(
        code, f"Joined story {assignment.story_id}"
    )
    verb = "the nearest article" if code == "opened" else "its nearest article"
    return (
        f"{what}: probability {figures['probability']} against {figures['runner-up']} for the runner-up; "
        f"{verb} {assignment.nearest_article} shares {figures['shared']} "
        f"(words {figures['words']}{meaning}{days}), in a story of {figures['members']}{beside}{near}."
    )
