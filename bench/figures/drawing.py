"""The pictures of docs/bench: curves over a logarithmic axis, and bars beside baselines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Curve = Sequence[tuple[float, float]]
OURS = "#1b6ca8"
OTHERS = ("#d5d8dc", "#a6adb5", "#747d88", "#dcc7a0", "#c79f6b", "#b8cdb0", "#7fa377")


def pyplot() -> Any:
    """matplotlib's, for a machine without a screen."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as found

    return found


def curves(picture: Path, found: Mapping[str, Curve], x: str, y: str) -> None:
    """A line a name, points at (x, y); x grows by factors."""
    plot = pyplot()
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


def stacked(picture: Path, found: Mapping[str, Curve], x: str) -> None:
    """A small plot for each name, one above the other, over one linear axis; each begins at 0."""
    plot = pyplot()
    figure, axes = plot.subplots(len(found), 1, figsize=(6, 1.5 * len(found) + 0.5), sharex=True, squeeze=False)
    for axis, (said, points) in zip(axes[:, 0], found.items(), strict=True):
        axis.plot(*zip(*points, strict=True), "o-", color=OURS, markersize=3)
        axis.set_ylim(bottom=0)
        axis.set_ylabel(said, fontsize=8)
        axis.grid(True, alpha=0.3)
    axes[-1, 0].set_xlabel(x)
    figure.tight_layout()
    figure.savefig(picture, dpi=120)
    plot.close(figure)


def bars(picture: Path, rows: Sequence[Mapping[str, Any]], figures: Mapping[str, str]) -> None:
    """A panel for each of `figures` (a row's key, and what to call it), in it a group of bars for each `stream` of the
    rows, a bar a `method`, from 0 to 1; the last method is ours."""
    panels: dict[str, dict[str, dict[str, float]]] = {}
    for row in rows:
        for key, said in figures.items():
            panels.setdefault(said, {}).setdefault(row["stream"], {})[row["method"]] = row[key]
    plot = pyplot()
    first = next(iter(panels.values()))
    methods = list(next(iter(first.values())))
    colours = [*(OTHERS[number % len(OTHERS)] for number in range(len(methods) - 1)), OURS]
    wide = 0.84 / len(methods)
    shape = (max(6.0, 1.5 * len(first)), 2.2 * len(panels) + 0.8)
    figure, axes = plot.subplots(len(panels), 1, figsize=shape, squeeze=False, sharex=True)
    for axis, (said, groups) in zip(axes[:, 0], panels.items(), strict=True):
        for place, method in enumerate(methods):
            heights = [group[method] for group in groups.values()]
            at = [row + (place - (len(methods) - 1) / 2) * wide for row in range(len(groups))]
            axis.bar(at, heights, wide * 0.95, label=method, color=colours[place])
            for left, high in zip(at, heights, strict=True):
                axis.text(left, high + 0.02, f"{high:.2f}".lstrip("0"), ha="center", fontsize=6)
        axis.set_xticks(range(len(groups)), list(groups), fontsize=8)
        axis.set_ylim(0, 1.12)
        axis.set_ylabel(said, fontsize=8)
    handles, labels = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, fontsize=7, ncol=4, loc="upper center", bbox_to_anchor=(0.5, 0.02), frameon=False)
    figure.tight_layout()
    figure.savefig(picture, dpi=120, bbox_inches="tight")
    plot.close(figure)
