"""What the accuracies of a calibration rest on: a table of its page, written and read here."""

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
JUDGED = re.compile(r"^\| (q\d+) \| grading\.yml \| ([\d.]+) \|", re.MULTILINE)

Row = tuple[str, ...]  # a cell for each column


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
    """Return the thresholds that a page judges, by question."""
    return {found[1]: float(found[2]) for found in JUDGED.finditer(page)}
