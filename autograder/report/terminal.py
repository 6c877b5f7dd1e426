"""Grades in the terminal, as tables.

What comes from a student (names, hints) is put in as `Text`, never as rich's markup.
"""

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from ..language import counted
from ..results.changes import Change
from ..results.grade import CheckResult, Grade, QuestionScore
from ..results.grades_csv import question_ids
from ..text import shorten
from .concerns import Concern

MANY = 8  # failed checks that are listed for one submission of a class
MOST_NAMED = 5  # submissions that need a person for the same reason
MAX_HINT = 400  # characters of a hint that are shown; the rest is in the results file
PASSED, FAILED, NOT_MADE = "green", "red", "yellow"  # colours


def grade_table(grade: Grade) -> Table:
    """Show one grade: a row a question, with the checks that failed and their hints."""
    title = f"{shorten(grade.name, 60)}: {_whole(grade)}"
    table = _table(title, Text(shorten(grade.note, MAX_HINT)) if grade.note else None)
    table.add_column("", no_wrap=True)
    table.add_column("question", max_width=24)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("what failed, and a hint")
    for item in grade.question_scores:
        title = item.question.title + (" (extra)" if item.question.extra else "")
        table.add_row(
            item.question.id,
            Text(title),
            _points(item, f" / {item.max_score:g}"),
            _what_failed(item),
        )
    return table


def class_table(grades: Sequence[Grade]) -> Table:
    """Show a class: a row a submission, with its points and the numbers of failed checks."""
    asked = [q.id for grade in grades for q in grade.questions]
    questions = list(dict.fromkeys((*asked, *(id for one in grades for id in question_ids(one)))))
    table = _table()
    table.add_column("submission", max_width=20, overflow="ellipsis", no_wrap=True)
    for question in questions:
        table.add_column(question, justify="right", no_wrap=True)
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("failed", overflow="fold")
    for grade in grades:
        points = {item.question.id: _points(item) for item in grade.question_scores}
        if grade.written is not None and grade.written.points is not None:
            points[grade.written.question.id] = Text(f"{grade.written.points:g}")
        failed = _numbers(grade.failed[:MANY])
        if len(grade.failed) > MANY:
            failed += f" and {len(grade.failed) - MANY} more"
        score = Text(f"{grade.total:g}", "bold")
        if not grade.has_score:
            score = Text("excused" if grade.excused else "fault", NOT_MADE)
        table.add_row(
            Text(shorten(grade.name, 60)),
            *(points.get(question, Text("–", "dim")) for question in questions),
            score,
            Text(failed, FAILED),
        )
    return table


def change_table(changes: Sequence[Change]) -> Table:
    """Show whose grade changes: a row a submission, with its scores and what changes them."""
    rise = sum((one.after or 0) > (one.before or 0) for one in changes)
    fall = sum((one.after or 0) < (one.before or 0) for one in changes)
    number, same = counted(len(changes), "grade"), len(changes) - rise - fall
    still = f", {same} with the same sum" if same else ""
    table = _table(f"{number} would change: {rise} up, {fall} down{still}")
    table.add_column("submission", max_width=24, overflow="ellipsis", no_wrap=True)
    for title in ("before", "after"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("why", overflow="fold")
    for one in changes:
        more = [f"and {len(one.why) - MANY} more"] if len(one.why) > MANY else []
        why = "\n".join([*one.why[:MANY], *more])
        scores = ("none" if score is None else f"{score:g}" for score in (one.before, one.after))
        table.add_row(Text(shorten(one.name, 60)), *scores, Text(why))
    return table


def concern_table(concerns: Sequence[Concern]) -> Table:
    """Show what needs a person: a row a reason, with how many submissions and the first of them."""
    table = _table()
    table.add_column("needs a person", max_width=28)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("submissions", overflow="fold")
    for concern in concerns:
        names = [shorten(name, 40) for name, _ in concern.cases]
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        table.add_row(concern.title, str(len(names)), Text(", ".join(names[:MOST_NAMED]) + more))
    return table


def _table(title: str = "", caption: Text | None = None) -> Table:
    """Return a table without rows, in the style of all that are printed of grades."""
    return Table(
        title=Text(title, "bold") if title else None,
        caption=caption,
        title_justify="left",
        caption_justify="left",
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )


def _whole(grade: Grade) -> str:
    if grade.fault:
        return "no score yet, the grader itself failed"
    if grade.excused:
        return "excused"
    if grade.total_points is not None:
        return f"{grade.total:g} points in all"
    extra = f" and {grade.extra:g} extra" if grade.extra else ""
    more = f", {grade.open_points:g} still open" if grade.open_points else ""
    return f"{grade.score:g} of {grade.max_score:g} points{extra}{more}"


def _colour(item: QuestionScore) -> str:
    return NOT_MADE if item.fault else PASSED if item.score == item.max_score else FAILED


def _points(item: QuestionScore, end: str = "") -> Text:
    return Text(("?" if item.fault else f"{item.score:g}") + end, _colour(item))


def _what_failed(item: QuestionScore) -> Text:
    """Return the failed checks of a question; those that failed with the same hint share it."""
    lines = Text()
    together: dict[tuple[str, str], list[CheckResult]] = {}
    for result in item.results:
        if result.status != "passed":
            together.setdefault((result.status, result.hint), []).append(result)
    for (status, hint), results in together.items():
        if lines:
            lines.append("\n")
        colour = NOT_MADE if status == "fault" else FAILED
        names = [f"{result.check.number} {result.check.title}" for result in results]
        lines.append("; ".join(names) if len(names) < 3 else _numbers(results), colour)
        if status == "fault":
            lines.append("\nthe grader itself failed; the results file says how", NOT_MADE)
        elif hint:
            lines.append("\n" + shorten(hint, MAX_HINT).strip())
    return lines or Text("✓", PASSED)


def _numbers(results: Sequence[CheckResult]) -> str:
    return " ".join(result.check.number for result in results)
