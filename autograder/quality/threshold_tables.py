"""Two tables of a calibration's page, written and read again: thresholds, and what they rest on."""

import re

from ..rubric.rubric import ExamEntry

HEADING = "Measured with"
COLUMNS = (
    "question",
    "epochs",
    "batch size",
    "learning rate",
    "training images",
    "hidden images",
)
ROW = re.compile(r"^\| (q\d+) " + r"\| ([\d.e-]+) " * (len(COLUMNS) - 1) + r"\|$", re.MULTILINE)
IN_USE, PROPOSED = "grading.yml", "proposed"  # where a threshold comes from
JUDGED_COLUMNS = ("question", "from", "threshold")
JUDGED = re.compile(rf"^\| (q\d+) \| {re.escape(IN_USE)} \| ([\d.]+) \|", re.MULTILINE)

Row = tuple[str, ...]  # a cell for each column


def judged_row(question: str, origin: str, threshold: float) -> Row:
    """Return what a row begins with that judges a threshold: `origin` is one of the two above."""
    return (question, origin, f"{threshold:.2f}")


def row(exam: ExamEntry, question: str) -> Row:
    """Return what the accuracies of a question rest on."""
    budget = exam.budgets[question]
    numbers = (budget.epochs, budget.batch_size, budget.learning_rate)
    images = (exam.training_images, exam.hidden_images)
    return (question, *(f"{number:g}" for number in numbers), *map(str, images))


def rows_of(page: str) -> dict[str, Row]:
    """Return the rows of a page by question; none where the page does not say it."""
    return {found[1]: found.groups() for found in ROW.finditer(page)}


def thresholds_of(page: str) -> dict[str, float]:
    """Return the thresholds in use that a page judges, by question."""
    return {found[1]: float(found[2]) for found in JUDGED.finditer(page)}
