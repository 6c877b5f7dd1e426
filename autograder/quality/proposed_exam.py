"""The entry in `exams:` that calibration proposes for a dataset that has none."""

from collections.abc import Sequence
from datetime import UTC, datetime

from ..rubric.grading_file import ExamEntry
from .bounds import ThresholdProposal


def whole_budget(entry: ExamEntry) -> ExamEntry:
    """Return the exam with thresholds that nobody reaches: no training ends early there."""
    budgets = {
        question: budget.model_dump() | {"threshold": 1.0}
        for question, budget in entry.budgets.items()
    }
    return ExamEntry.model_validate(entry.model_dump() | budgets)


def entry_text(name: str, entry: ExamEntry, proposals: Sequence[ThresholdProposal]) -> str:
    """Return the entry as it stands in grading.yml, with the proposed thresholds."""
    proposed = {one.question: one.proposed.threshold for one in proposals}
    runs = sum(bound.runs for one in proposals for bound in one.proposed.alone.values())
    lines = [
        f"  {name}:",
        f"    measured: {datetime.now(UTC).date()}, {runs} runs by autograder calibrate",
        f"    training_images: {entry.training_images}",
        f"    hidden_images: {entry.hidden_images}",
    ]
    for question, budget in entry.budgets.items():
        values = budget.model_dump() | {"threshold": proposed.get(question, budget.threshold)}
        inner = ", ".join(f"{key}: {value:g}" for key, value in values.items())
        lines.append(f"    {question}: {{{inner}}}")
    return "\n".join(lines)
