"""Why an article is in its story and why it counts as new or not, in sentences; the figures for those who want them.

The figures decide (docs/stories.md, docs/developments.md); the sentences say what they come to, and name only what
speaks for the decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.nouns import Reason, Role
from models.text.words import stem, words
from steps.wording import count

ROLES = {
    Role.FIRST: "It opened the story",
    Role.COPY: "It carries the same text as another article",
    Role.REPEAT: "It says in other words what the story had said",
    Role.BACKGROUND: "It explains or comments, and reports no new event",
    Role.DEVELOPMENT: "It says something that the story had not said",
    Role.CORRECTION: "It corrects what was reported before",
    Role.REVISION: "Its page was changed after it was first read",
}
SURE = 0.65
"""Below this probability, and above what is left of it, a decision is called close."""
MOSTLY_TOLD, HARDLY_TOLD = 0.5, 0.35
"""Of the newest part of an article: the share that its story had said, from which it is said so."""
HEADLINE_NEAR = 0.1
"""How much nearer a headline is to its own text than to the story's last two days: below it, it is said so."""
ECHOES, ECHOES_NOT = 0.5, 0.3
"""Of its beginning: how like it is to what was said in the last two days."""


def of_story(reason: Reason, near: str = "", text: str = "") -> str:
    """Why it is in its story: a clause and perhaps a sentence, without the last full stop.

    `near`: the article that decided it, as it should be called; `text`: the article's own, to spell what both share.
    """
    known = dict(reason.figures)
    other = near or "another article"
    match reason.code:
        case "copy":
            return f"it carries the text of {other}"
        case "linked":
            return "a person put it there"
        case "given":
            return "the archive that it came from puts it there"
        case "revision":
            return "it is a later text of a page that is in it"
        case "merged":
            return "two stories on one event were made one"
        case "split":
            return "it was taken out of a story with others that are on another event"
        case "opened" if "probability" not in known:
            return "nothing that was read before is like it"
        case "opened" | "joined" | "woke":
            pass
        case code:
            return code.replace("-", " ")
    sure = _number(known, "probability")
    close = ". It was a close call" if 1 - SURE < sure < SURE else ""
    shared = _listed(_spelled(str(known.get("shared", "")), text))
    if reason.code == "opened":
        return f"what is nearest to it, {other}, is on another event" + (
            f", though both speak of {shared}" if shared else "") + close
    apart = _apart(known)
    both = ", and ".join(filter(None, (f"both speak of {shared}" if shared else "", apart)))
    woke = ", which woke a story that had slept" if reason.code == "woke" else ""
    return f"it tells of the same event as {other}{woke}" + (f": {both}" if both else "") + close


def of_role(role: Role, judged: Reason | None) -> str:
    """What it is in its story, and what speaks for that: a sentence without its full stop."""
    known = dict(judged.figures) if judged else {}
    if "told" not in known:
        return ROLES[role]
    if role in (Role.DEVELOPMENT, Role.CORRECTION, Role.REVISION):
        grounds = list(_new(known))
    elif role is Role.REPEAT:
        grounds = list(_told(known)) or ["taken together, its newest part, its beginning and what it names were told"]
    else:
        grounds = []
    return ROLES[role] + (": " + ", and ".join(grounds) if grounds else "")


def figures(reason: Reason) -> str:
    """'joined (words 0.21, probability 0.95)'."""
    said = ", ".join(
        f"{name.replace('_', ' ')} {value:.2f}" if isinstance(value, float) else f"{name.replace('_', ' ')} {value}"
        for name, value in reason.figures
    )
    return reason.code.replace("-", " ") + (f" ({said})" if said else "")


def _new(known: dict[str, float | str]) -> Iterator[str]:
    told, facts = _number(known, "told"), round(_number(known, "new_facts"))
    if _number(known, "headed_became"):
        yield "its headline says what has become of something"
    if _number(known, "headed_later"):
        yield "it begins with a later day than those of which the story had told"
    if _number(known, "headed_own"):
        yield "what is nearest to its headline had been told by its own outlet"
    if "moved" in known:
        yield "one sentence moves the story on, with a value that changed or as what the headline is about"
    if told < MOSTLY_TOLD:
        yield f"{'most' if told < HARDLY_TOLD else 'much'} of its newest part had not been told"
    if facts:
        yield f"it holds {count(facts, 'name or figure', 'names and figures')} that the story did not have"
    elif _number(known, "lead") < ECHOES_NOT:
        yield "it does not begin with what was said in the two days before"


def _told(known: dict[str, float | str]) -> Iterator[str]:
    if "opens_alike" in known:
        yield "it begins as an article of the two days before did, and adds little that is about its headline"
        if "headed_sure" not in known:
            return
    if "headed_sure" in known and _number(known, "headed_headline") < HEADLINE_NEAR:
        yield "its headline is as near to what was said in the two days before as to its own text"
        lately = _number(known, "news_lately")
        yield f"of the articles with a headline that came lately {lately:.0%} told something new"
    if _number(known, "told") >= MOSTLY_TOLD:
        yield "even most of its newest part had been told"
    if max(_number(known, "lead"), _number(known, "echo")) >= ECHOES:
        yield "it follows what was said in the two days before"
    if not round(_number(known, "new_facts")):
        yield "it holds no name and no figure that the story did not have"


def _apart(known: dict[str, float | str]) -> str:
    if "days" not in known:
        return ""
    days = _number(known, "days")
    return "they came on the same day" if days < 1 else f"they came {count(round(days), 'day')} apart"


def _number(known: dict[str, float | str], name: str) -> float:
    value = known.get(name, 0.0)
    return value if isinstance(value, int | float) else 0.0


def _spelled(shared: str, text: str) -> list[str]:
    """The words of the text whose stems these are; one that is not found there is left out."""
    forms: dict[str, str] = {}
    for token in re.findall(r"\w[\w'’.-]*\w|\w", text):
        for word in words(token):
            forms.setdefault(stem(word), token.removesuffix("'s").removesuffix("’s"))
            forms.setdefault(word, token)
    return list(dict.fromkeys(forms[each] for each in shared.split(", ") if each in forms))


def _listed(found: Sequence[str]) -> str:
    quoted = [f"“{each}”" for each in found]
    return " and ".join(filter(None, (", ".join(quoted[:-1]), *quoted[-1:])))
