"""The measurements behind the thresholds, for people: lines of text, numbers, a page, a plot."""

import csv
from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from ..files import write_whole
from ..results.grades_csv import csv_text
from ..rubric.rubric import ExamEntry
from .bounds import DOUBT, RARE, Bound, ThresholdProposal
from .calibrate import ATTEMPTS_A_SEED, BEYOND, TIMES_MORE, CalibrationError, Measured
from .report import section
from .threshold_tables import COLUMNS, HEADING, IN_USE, JUDGED_COLUMNS, PROPOSED, judged_row, row

BLUE, RED, GREY = "#2a6f97", "#c1121f", "#6c757d"
FIRST_COLUMNS = ["question", "name", "correct"]
PAGE = f"""\
# Thresholds on the data `{{data}}`

Written by `autograder calibrate`, which trained the reference and every correct specimen of the zoo
as an exam does; the numbers are in [{{data}}.csv]({{data}}.csv). In q2 and q6 training ends once a
network is {BEYOND:.0%} above the threshold, so higher accuracies are not known. A correct solution
fails when all of its three attempts stay below the threshold. *One attempt* is the upper bound,
with {1 - DOUBT:.1%} confidence (Clopper and Pearson), of how often a single attempt does so; *all
three* is its third power, and *allowed* what that may be. Where *allowed* is below 1, a solution of
which a training failed was trained {TIMES_MORE} times as often. So the plan judges it twice, and
its bounds hold with {1 - 2 * DOUBT:.0%} confidence; whoever judges more often takes {DOUBT:.1%} off
each time. Attempts that share the exam's images are correlated as said below.
"""


def lines(proposal: ThresholdProposal) -> list[str]:
    """Return what is said of a question: its threshold and the bounds for it, and a proposal."""
    now, proposed = proposal.now, proposal.proposed
    text = f"{proposal.question}: threshold {now.threshold:.2f}, {_bound_in_words(now.together)}"
    alone = max(now.alone.items(), key=lambda item: item[1].one)
    if alone[1].allowed < 1:
        text += f"; {alone[0]} alone: {_bound_in_words(alone[1])}"
    more = (
        f"    proposed {proposed.threshold:.2f}{'' if proposed.holds else ' (too few runs)'};"
        f" lowest accuracy {proposal.lowest:.3f}, of {proposal.weakest};"
        f" correlation of attempts {proposal.dependence:.2f}"
    )
    if proposal.best_mistake is not None:
        more += f"; best of the mistakes {proposal.best_mistake:.3f}"
    return [text, more if proposal.separates else f"{more}, NOT below the threshold"]


def _bound_in_words(bound: Bound) -> str:
    state = "at most" if bound.holds else "NOT at most"
    return (
        f"{bound.failures} of {bound.runs} runs fail, so all three attempts in"
        f" {bound.all_attempts:.1e} of cases, {state} {bound.allowed:.0e}"
    )


def page(proposals: Sequence[ThresholdProposal], data: str, exam: ExamEntry | None = None) -> str:
    """Return docs/thresholds/<data>.md: the bounds of every question and every solution.

    `exam` is the one that was measured; None if that is not known.
    """
    columns = ("failed", "one attempt", "all three", "allowed", "holds")
    rows = []
    for one in proposals:
        for origin, judged in ((IN_USE, one.now), (PROPOSED, one.proposed)):
            first = judged_row(one.question, origin, judged.threshold)
            rows.append((*first, *_cells(judged.together)))
    text = [PAGE.format(data=data), *section("Together", (*JUDGED_COLUMNS, *columns), rows)[1:]]
    if exam:
        asked = [one.question for one in proposals]
        text += section(HEADING, COLUMNS, [row(exam, question) for question in asked])
    for one in proposals:
        threshold = f"{one.now.threshold:.2f}"
        rows = [(f"`{name}`", threshold, *_cells(bound)) for name, bound in one.now.alone.items()]
        text += section(one.question, ("solution", "threshold", *columns), rows)
        text += ["", *(line.strip() for line in lines(one)[1:])]
    return "\n".join(text) + "\n"


def _cells(bound: Bound) -> tuple[str, ...]:
    short = "too few runs" if not bound.failures else "**no**"
    demanded = (f"{bound.allowed:.0e}", "yes" if bound.holds else short)
    return (
        f"{bound.failures} of {bound.runs}",
        f"{bound.one:.4f}",
        f"{bound.all_attempts:.1e}",
        *(demanded if bound.allowed < 1 else ("", "")),
    )


def write_numbers(measured: Sequence[Measured], path: Path) -> None:
    """Write every accuracy: a row for each candidate, the attempts of a seed side by side."""
    runs = max((len(one.accuracies) for one in measured), default=0)
    rows: list[list[object]] = [[*FIRST_COLUMNS, *range(1, runs + 1)]]
    for one in measured:
        numbers = (f"{accuracy:.4f}" for attempts in one.attempts for accuracy in attempts)
        rows.append([one.question, one.name, "yes" if one.correct else "no", *numbers])
    write_whole(path, csv_text(rows))


def read_numbers(path: Path) -> list[Measured]:
    """Return what `write_numbers` has written; raises `CalibrationError` for any other file."""
    try:
        with open(path, newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            if next(rows, [])[:3] != FIRST_COLUMNS:
                raise ValueError("its first line is another")
            return [
                Measured(question, name, correct == "yes", _by_seed(numbers))
                for question, name, correct, *numbers in rows
            ]
    except (OSError, ValueError) as error:
        raise CalibrationError(f"{path} holds no measured accuracies: {error}.") from error


def _by_seed(numbers: Sequence[str]) -> tuple[tuple[float, ...], ...]:
    pairs = range(0, len(numbers), ATTEMPTS_A_SEED)
    return tuple(tuple(map(float, numbers[n : n + ATTEMPTS_A_SEED])) for n in pairs)


def write_all(
    measured: Sequence[Measured],
    proposals: Sequence[ThresholdProposal],
    data: str,
    folder: Path,
    exam: ExamEntry | None = None,
) -> None:
    """Write numbers, page and plot of one dataset into `folder`; `exam` as for `page`."""
    folder.mkdir(parents=True, exist_ok=True)
    write_numbers(measured, folder / f"{data}.csv")
    write_whole(folder / f"{data}.md", page(proposals, data, exam))
    write_plot(measured, proposals, data, folder / f"{data}.png")


def write_plot(
    measured: Sequence[Measured],
    proposals: Sequence[ThresholdProposal],
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
        axis.axvline(proposal.now.threshold, color="black", label="in grading.yml")
        axis.axvline(proposal.proposed.threshold, color=GREY, linestyle=":", label="proposed")
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
