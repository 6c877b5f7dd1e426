"""Finds thresholds that are older than what they were measured for."""

from collections.abc import Iterator

from .. import threshold_tables
from .gap import Gap
from .tree import GRADING, THRESHOLDS, Tree


def threshold_gaps(tree: Tree) -> Iterator[Gap]:
    """Hold the exams of grading.yml to the pages of their calibrations.

    A threshold below the one that was measured asks for less, and is covered. An exam without a
    page was not measured in this form; its entry `measured` says so.
    """
    if tree.grading is None:
        return
    file, document = tree.grading
    for data, exam in file.exams.items():
        name = f"{THRESHOLDS}/{data}.md"
        page = tree.text(name)
        rows, judged = threshold_tables.rows_of(page), threshold_tables.thresholds_of(page)
        for question, budget in exam.budgets.items() if page else ():
            where = f"{GRADING}, line {document.line(('exams', data, question))}"
            again = f"run `autograder calibrate --data {data} --out {THRESHOLDS}`"
            if question not in tree.questions:
                yield Gap(where, f"{question} is no question: take its exam out.")
            elif question not in rows or question not in judged:
                yield Gap(where, f"{name} does not say how {question} was measured: {again}.")
            elif (now := threshold_tables.row(exam, question)) != rows[question]:
                cells = zip(threshold_tables.COLUMNS, rows[question], now, strict=True)
                changed = [f"{column} {old}" for column, old, new in cells if old != new]
                sentence = f"its threshold was measured with {', '.join(changed)}: {again}"
                yield Gap(where, f"{question} is trained in another way by now; {sentence}.")
            elif budget.threshold > judged[question]:
                sentence = f"the highest that was measured is {judged[question]:g}: {again}"
                yield Gap(
                    where, f"the threshold of {question} is {budget.threshold:g}; {sentence}."
                )
