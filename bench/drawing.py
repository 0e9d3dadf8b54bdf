"""The pictures of docs/bench: curves over a logarithmic axis, and bars beside baselines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Curve = Sequence[tuple[float, float]]
OURS = "#1b6ca8"
OTHERS = ("#c9ced6", "#aab2bd", "#8b95a3", "#6d7888")


def _pyplot() -> Any:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    return pyplot


def curves(picture: Path, found: Mapping[str, Curve], x: str, y: str) -> None:
    """A line a name, points at (x, y); x grows by factors."""
    plot = _pyplot()
    plot.figure(figsize=(6, 3.5))
    for name, points in found.items():
        plot.semilogx(*zip(*sorted(points), strict=True), "o-", label=name)
    plot.ylim(bottom=0)
    plot.xlabel(x)
    plot.ylabel(y)
    plot.grid(True, alpha=0.3)
    if len(found) > 1:
        plot.legend()
    plot.tight_layout()
    plot.savefig(picture, dpi=120)
    plot.close()


def bars(picture: Path, found: Mapping[str, Mapping[str, float]], y: str) -> None:
    """A group of bars for each name, a bar a method in it, from 0 to 1; the last method is ours."""
    plot = _pyplot()
    methods = list(next(iter(found.values())))
    colours = [*(OTHERS[number % len(OTHERS)] for number in range(len(methods) - 1)), OURS]
    wide = 0.8 / len(methods)
    plot.figure(figsize=(max(6, 1.6 * len(found)), 3.6))
    for place, method in enumerate(methods):
        heights = [group.get(method, 0.0) for group in found.values()]
        at = [row + (place - (len(methods) - 1) / 2) * wide for row in range(len(found))]
        plot.bar(at, heights, wide * 0.95, label=method, color=colours[place])
        for left, high in zip(at, heights, strict=True):
            plot.text(left, high + 0.01, f"{high:.2f}".lstrip("0"), ha="center", fontsize=6)
    plot.xticks(range(len(found)), list(found), fontsize=8)
    plot.ylim(0, 1.08)
    plot.ylabel(y)
    plot.legend(fontsize=7, ncol=min(4, len(methods)), loc="upper center", bbox_to_anchor=(0.5, -0.1), frameon=False)
    plot.tight_layout()
    plot.savefig(picture, dpi=120, bbox_inches="tight")
    plot.close()
