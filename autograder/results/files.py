"""The files that grades are written to: Gradescope's results.json, and a table of the class."""

import contextlib
import csv
import io
import json
import os
import secrets
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .. import __version__
from ..text import clean
from .grade import CheckResult, Grade, QuestionScore, Status

__all__ = [
    "CheckResult",
    "Grade",
    "QuestionScore",
    "Status",
    "clean",
    "gradescope",
    "no_formula",
    "number",
    "prepare_folder",
    "write_grade",
    "write_grades_csv",
    "write_text",
]

UNFINISHED = ".unfinished"  # the ending of a file that is being written
ABANDONED_SECONDS = 3600  # after which nobody is at it any more
CHECK_NOT_MADE = (
    "The grader itself failed here. This is not your mistake and costs you no points; your"
    " instructor is told, and the check will be made again."
)
NO_SCORE_YET = (
    "The grader itself failed while it graded this submission, so there is no score yet. This is"
    " not your mistake; your instructor is told, and it will be graded again."
)


def gradescope(grade: Grade) -> dict[str, Any]:
    """Return `grade` as Gradescope's results.json.

    The format: https://gradescope-autograders.readthedocs.io/en/latest/specs/. Everything is plain
    text, so nothing in it is taken for HTML. The same grade gives the same file, but for
    `execution_time`. After a fault of the grader's neither the check nor the whole has a score, and
    what happened stands in `extra_data`, where students do not see it.
    """
    notes = [grade.note, NO_SCORE_YET if grade.fault else ""]
    extra_data = {
        "submission": grade.name,
        "assignment": grade.title,
        "seed": grade.seed,
        "data": grade.data,
        "isolation": grade.isolation,
        "version": __version__,
        "fault": grade.fault,
        "accuracies": dict(grade.accuracies),
        "key": grade.key,
    }
    if grade.second_tries:
        extra_data["made_again"] = list(grade.second_tries)
    whole: dict[str, Any] = {} if grade.fault else {"score": number(grade.total)}
    return (
        whole
        | _leaderboard(grade)
        | {
            "output": "\n\n".join(filter(None, notes)),
            "output_format": "text",
            "test_output_format": "text",
            "test_name_format": "text",
            "execution_time": round(grade.seconds),
            "stdout_visibility": "hidden",
            "extra_data": extra_data,
            "tests": [_test(result) for result in grade.results],
        }
    )


def _leaderboard(grade: Grade) -> dict[str, Any]:
    """The best accuracy on hidden images, if one was measured."""
    if not grade.accuracies:
        return {}
    best = round(max(grade.accuracies.values()), 4)
    return {"leaderboard": [{"name": "Test accuracy", "value": best, "order": "desc"}]}


def _test(result: CheckResult) -> dict[str, Any]:
    check = result.check
    output = "\n\n".join(filter(None, (result.hint, result.details)))
    test: dict[str, Any] = {"name": check.title, "number": check.number}
    if result.status != "fault":
        test |= {"status": result.status, "score": number(result.score)}
    test |= {
        "max_score": number(check.points),
        "output": CHECK_NOT_MADE if result.status == "fault" else output,
        "visibility": check.visibility,
        "extra_data": {"question": check.question, "group": check.group, "check": check.name},
    }
    if result.status != "passed":
        said = {"cause": result.cause, "hint": result.hint, "details": result.details}
        test["extra_data"] |= said
    return test


def write_grade(out: Path, grade: Grade) -> Path:
    """Write `grade` as `<name>.json` in the folder `out`, whole or not at all; return its path."""
    text = json.dumps(gradescope(grade), ensure_ascii=False, indent=2) + "\n"
    return write_text(out / f"{grade.name}.json", text)


def write_grades_csv(out: Path, grades: Sequence[Grade]) -> Path:
    """Write `grades.csv` in the folder `out`, whole or not at all; return its path.

    A row a submission: its name, the points for each question, their sum (extra credit included),
    what the questions that are not extra are worth, `graded` or `fault`, and the numbers of the
    checks that failed. A question where the grader failed has no points, nor has its submission.
    """
    questions = list(dict.fromkeys(q.id for grade in grades for q in grade.questions))
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(["name", *questions, "score", "max", "status", "failed"])
    for grade in grades:
        points = {
            item.question.id: "" if item.fault else number(item.score)
            for item in grade.question_scores
        }
        rows.writerow(
            [
                no_formula(grade.name),
                *(points.get(question, "") for question in questions),
                "" if grade.fault else number(grade.total),
                number(grade.max_score),
                "fault" if grade.fault else "graded",
                " ".join(result.check.number for result in grade.failed),
            ]
        )
    return write_text(out / "grades.csv", table.getvalue())


def no_formula(name: str) -> str:
    """Keep a spreadsheet from taking a name for a formula: the quote in front makes it text."""
    name = " ".join(clean(name, 200).split())
    return f"'{name}" if name.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) else name


def number(value: float) -> int | float:
    """Return points as people write them: 3 rather than 3.0, and 0.3 for 0.1 + 0.2."""
    value = round(value, 4)
    return int(value) if value == int(value) else value


def prepare_folder(out: Path) -> None:
    """Make the folder `out` and see whether it can be written to; raises `OSError` if not.

    What a grader that was killed left unfinished there is removed.
    """
    write_text(out / f".{secrets.token_hex(8)}{UNFINISHED}", "{}").unlink()
    for path in out.glob(f".*{UNFINISHED}"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
                path.unlink()


def write_text(path: Path, text: str) -> Path:
    """Put a file in its place in one step: whoever reads it, and whenever, it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.parent / f".{secrets.token_hex(8)}{UNFINISHED}"
    try:
        with unfinished.open("wb") as file:
            file.write(text.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path
