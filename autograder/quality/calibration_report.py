"""The measurements behind the thresholds, for people: lines of text, a table of numbers, a plot."""

import csv
from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from .calibrate import RARE, Measured, Proposal

BLUE, RED, GREY = "#2a6f97", "#c1121f", "#6c757d"


def line(proposal: Proposal, threshold: float) -> str:
    """Return a line: what is proposed for a question, and the `threshold` in grading.yml."""
    text = (
        f"{proposal.question}: threshold {proposal.threshold:.2f} (in grading.yml"
        f" {threshold:.2f}); lowest accuracy {proposal.lowest:.3f}; set by {proposal.weakest};"
        f" correlation of attempts {proposal.dependence:.2f}"
    )
    if proposal.best_mistake is not None:
        text += f"; best of the mistakes {proposal.best_mistake:.3f}"
    return text if proposal.holds else f"{text}, NOT below the threshold"


def write_numbers(measured: Sequence[Measured], path: Path) -> None:
    """Write every accuracy: a row for each candidate, a column for each training, sorted."""
    runs = max(len(one.accuracies) for one in measured)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["question", "name", "correct", *range(1, runs + 1)])
        for one in measured:
            numbers = (f"{accuracy:.4f}" for accuracy in one.accuracies)
            writer.writerow([one.question, one.name, "yes" if one.correct else "no", *numbers])


def write_plot(
    measured: Sequence[Measured],
    proposals: Sequence[Proposal],
    thresholds: dict[str, float],
    data: str,
    path: Path,
) -> None:
    """Draw a row of dots for each candidate, one dot a training, and the thresholds."""
    heights = [sum(one.question == proposal.question for one in measured) for proposal in proposals]
    size = (8, 1.2 + 0.22 * (sum(heights) + 3 * len(heights)))  # inches
    figure = Figure(size, layout="constrained")
    axes = figure.subplots(len(proposals), sharex=True, squeeze=False, height_ratios=heights)
    for axis, proposal in zip(axes[:, 0], proposals, strict=True):
        rows = [one for one in measured if one.question == proposal.question]
        for height, one in enumerate(reversed(rows)):
            colour = BLUE if one.correct else RED
            axis.plot(
                one.accuracies, [height] * len(one.accuracies), "o", ms=3, alpha=0.5, c=colour
            )
        axis.axvline(thresholds[proposal.question], color="black", label="in grading.yml")
        axis.axvline(proposal.threshold, color=GREY, linestyle=":", label="proposed")
        axis.set_yticks(range(len(rows)), [one.name for one in reversed(rows)], fontsize=7)
        axis.set_ylim(-0.7, len(rows) - 0.3)
        axis.set_title(f"{proposal.question}, weakest: {proposal.weakest}", fontsize=9, loc="left")
        axis.grid(axis="x", alpha=0.3)
    axes[0, 0].legend(fontsize=7, loc="upper left")
    axes[-1, 0].set_xlabel("accuracy on the hidden images after one training")
    figure.suptitle(
        f"Correct solutions (blue) and mistakes that show here (red), data {data};\n"
        f"proposed so that all attempts fail less than once in {1 / RARE:,.0f}",
        fontsize=9,
    )
    figure.savefig(path, dpi=110, metadata={"Software": None})
