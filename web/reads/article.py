"""An article, and what each of its sentences is in its story: new, changed, or a repeat of what was known."""

from __future__ import annotations

import numpy as np
from fastapi import HTTPException
from sqlalchemy import Connection

from models.nouns import Article, Finding, FindingKind, Passages, Role, SentenceKind
from models.text.parts import parts
from settings.limits_web import MEMBERS, REPEAT_LEAST, REPEATS_AMONG, SENTENCES_SHOWN
from steps.looking import reasons, why
from storage.deciding import developments, stories
from storage.looking import pages_story
from storage.looking.pages_story import Known
from storage.reading import articles, passages
from storage.telling import evidence
from storage.telling.evidence import Cited
from web import build, shapes
from web.site import Site

Repeats = dict[int, tuple[Known, float]]


def article(site: Site, article_id: int) -> shapes.Article:
    """HTTP 404 when there is none."""
    with site.db.read() as conn:
        try:
            found = articles.get(conn, article_id)
        except LookupError:
            raise HTTPException(404, f"There is no article {article_id}.") from None
        story_id = stories.story_of(conn, article_id)
        story = stories.get(conn, story_id) if story_id else None
        lines = pages_story.member_lines(conn, story_id, 1, article_id=article_id) if story_id else []
        copies = pages_story.member_lines(conn, story_id, MEMBERS, copies_of=[article_id]) if story_id else []
        cited = evidence.cited(conn, [article_id])[article_id]
        original = None
        if lines and lines[0].copy_of:
            original = evidence.cited(conn, [lines[0].copy_of]).get(lines[0].copy_of)
        member = build.member(lines[0], len(copies)) if lines else None
        decided = stories.member(conn, article_id)
        if member and decided:
            said = reasons.of_role(decided.role, decided.why), why.why_in_story(conn, decided)
            figures = build.plain(why.in_figures(decided))
            member = member.model_copy(update={"why": build.in_words(*said), "figures": figures})
        readings = articles.revisions_of(conn, article_id)
        titles = [*(each.title for each in readings), found.title]
        headlines = [
            shapes.Headline(title=build.title(each.title), seen=each.seen)
            for each, later in zip(readings, titles[1:], strict=True)
            if each.title != later
        ]
        sentences = [] if original else _sentences(conn, found, story_id, lines[0].role if lines else None)
    return shapes.Article(
        article=build.source(cited),
        kind=found.kind.value,
        authors=[build.plain(author) for author in found.authors],
        revision=found.revision,
        seen=found.seen,
        headlines=headlines,
        story=build.story_line(story) if story else None,
        member=member,
        sentences=sentences[:SENTENCES_SHOWN],
        more_sentences=max(0, len(sentences) - SENTENCES_SHOWN),
        copies=[build.member(line).article for line in copies],
        original=build.source(original) if original else None,
    )


def _sentences(
    conn: Connection, found: Article, story_id: int | None, role: Role | None
) -> list[shapes.Sentence]:
    own = _passages(conn, found)
    split = own.sentences if own else parts(found)[1]
    findings: dict[int, Finding] = {}
    for development in developments.of_article(conn, found.id):
        for each in development.findings:
            if each.index < len(split) and split[each.index].text == each.sentence:
                findings[each.index] = each
    near = {each.nearest.article_id for each in findings.values() if each.nearest}
    known_from = evidence.cited(conn, near)
    said = pages_story.said_by(conn, found.id)
    repeats = _repeats(conn, found, story_id, own) if story_id and own else {}
    lines = []
    for index, sentence in enumerate(split):
        line = shapes.Sentence(
            index=index, text=build.sentence(sentence.text), is_="other", words=_other(sentence.kind)
        )
        if index in findings:
            lines.append(_finding(line, findings[index], known_from))
        elif index in repeats and index not in said:
            known, cosine = repeats[index]
            source = build.source(known.article)
            lines.append(
                line.model_copy(
                    update={
                        "is_": "repeat",
                        "words": f"Repeats what {source.name} had said",
                        "known": build.sentence(known.text),
                        "known_from": source,
                        "similarity": round(cosine, 3),
                    }
                )
            )
        elif index in said:
            words = "First said here" if role is not Role.FIRST else "Opened the story's ledger"
            lines.append(line.model_copy(update={"is_": "first", "words": words}))
        else:
            lines.append(line)
    return lines


def _passages(conn: Connection, found: Article) -> Passages | None:
    """None once vectors are let go of."""
    try:
        return passages.load(conn, found)
    except LookupError:
        return None


def _finding(line: shapes.Sentence, found: Finding, known: dict[int, Cited]) -> shapes.Sentence:
    changed = found.kind is FindingKind.CHANGED
    old, new = build.short(found.old), build.short(found.new)
    words = f"Changed: {old} → {new}" if changed and old and new else "Changed" if changed else "New"
    near = found.nearest
    source = known.get(near.article_id) if near else None
    return line.model_copy(
        update={
            "is_": found.kind.value,
            "words": words,
            "old": old,
            "new": new,
            "known": build.sentence(near.sentence) if near and near.sentence else None,
            "known_from": build.source(source) if source else None,
            "similarity": round(near.similarity, 3) if near else None,
        }
    )


def _other(kind: SentenceKind) -> str:
    names = {
        SentenceKind.HEADING: "A heading",
        SentenceKind.CAPTION: "A caption",
        SentenceKind.QUESTION: "A question",
        SentenceKind.HYPOTHETICAL: "Supposes, and states nothing",
        SentenceKind.BOILERPLATE: "Belongs to the page, not to the news",
    }
    return names.get(kind, "Says nothing that can be held against the story")


def _repeats(conn: Connection, found: Article, story_id: int, own: Passages) -> Repeats:
    """The nearest earlier statement of each sentence by meaning."""
    ids, vectors = pages_story.known_before(conn, story_id, found.id, found.when, own.model, REPEATS_AMONG)
    if not ids or not len(own.vectors):
        return {}
    near = own.vectors @ vectors.T
    best = {index: int(row) for index, row in enumerate(np.argmax(near, axis=1)) if near[index, row] >= REPEAT_LEAST}
    known = pages_story.known(conn, sorted({ids[row] for row in best.values()}))
    return {index: (known[ids[row]], float(near[index, row])) for index, row in best.items()}
