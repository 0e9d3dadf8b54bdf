"""Reasons, findings and the nearest known sentence as the database keeps them: as JSON, and back."""

from __future__ import annotations

from typing import Any

from models.nouns import Finding, FindingKind, Nearest, Reason


def of_reason(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "figures": [list(figure) for figure in reason.figures]}


def to_reason(value: dict[str, Any]) -> Reason:
    return Reason(value["code"], tuple((name, figure) for name, figure in value["figures"]))


def of_nearest(nearest: Nearest | None) -> dict[str, Any] | None:
    if nearest is None:
        return None
    return {
        "article": nearest.article_id,
        "sentence": nearest.sentence,
        "similarity": nearest.similarity,
        "statement": nearest.statement_id,
    }


def to_nearest(value: dict[str, Any] | None) -> Nearest | None:
    return Nearest(value["article"], value["sentence"], value["similarity"], value["statement"]) if value else None


def of_finding(finding: Finding) -> dict[str, Any]:
    return {
        "sentence": finding.sentence,
        "kind": finding.kind.value,
        "novelty": finding.novelty,
        "index": finding.index,
        "old": finding.old,
        "new": finding.new,
        "names": list(finding.names),
        "numbers": list(finding.numbers),
        "quotes": list(finding.quotes),
        "nearest": of_nearest(finding.nearest),
    }


def to_finding(value: dict[str, Any]) -> Finding:
    return Finding(
        sentence=value["sentence"],
        kind=FindingKind(value["kind"]),
        novelty=value["novelty"],
        nearest=to_nearest(value["nearest"]),
        index=value["index"],
        old=value["old"],
        new=value["new"],
        names=tuple(value["names"]),
        numbers=tuple(value["numbers"]),
        quotes=tuple(value["quotes"]),
    )
