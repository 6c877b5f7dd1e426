"""One submission graded: the points, the hints, and whose fault a failure is."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.cli.demo import MISTAKES, write_class
from autograder.grading.grader import try_to_read
from autograder.grading.setup import Options
from autograder.release.assignment import make_skeleton
from autograder.results.grade import Grade
from autograder.results.results_json import write_grade
from autograder.rubric.rubric import Rubric
from autograder.sandbox.server import SandboxError
from support import ROOT, SOLUTION
from support.zoo import drawn_in_make_test

Submit = Callable[..., Path]
QUESTIONS = ("q1", "q2", "q3", "q4", "q5", "q6", "q7")
ALL = set(QUESTIONS)
QUICK = ("q1", "q3", "q5", "q7")  # no network is trained for them


@pytest.fixture
def grade(grader: Any, rubric: Rubric) -> Callable[..., Grade]:
    """Grade a submission, or some of its questions."""

    def run(path: Path, *only: str) -> Grade:
        questions = tuple(question for question in rubric.questions if question.id in only)
        found: Grade = grader.grade(path, path.name, Options(questions=questions or None))
        return found

    return run


def lost(grade: Grade) -> set[str]:
    """The questions in which points were lost."""
    assert not grade.fault, [result.details for result in grade.results if result.status == "fault"]
    return {item.question.id for item in grade.question_scores if item.score < item.max_score}


def hints(grade: Grade, question: str) -> list[str]:
    """The hints of a question's failed checks."""
    return [result.hint for result in grade.failed if result.check.question == question]


def skeleton(folder: Path) -> Path:
    """What a student receives, untouched."""
    shutil.copytree(SOLUTION / "digits", folder / "digits")
    for path in (folder / "digits").glob("*.py"):
        path.write_text(make_skeleton(path.read_text("utf-8"), path.name, QUESTIONS), "utf-8")
    return folder


def reference(file: str) -> str:
    """The text of one of the reference's files."""
    return (SOLUTION / "digits" / f"{file}.py").read_text("utf-8")


def edited(file: str, before: str, after: str) -> str:
    """The reference's text with a replacement."""
    text = reference(file)
    assert before in text
    return text.replace(before, after)


@pytest.fixture(scope="module")
def perfect(grader: Any) -> Grade:
    """The reference's grade."""
    found: Grade = grader.grade(SOLUTION, "solution")
    return found


def test_the_reference_gets_every_point(perfect: Grade, rubric: Rubric) -> None:
    assert lost(perfect) == set()
    assert (perfect.score, perfect.max_score) == (rubric.points, rubric.points)
    assert perfect.extra == rubric.questions[-1].points > 0
    assert not perfect.note


def test_the_same_seed_gives_the_same_grade_and_writes_the_same_bytes_but_for_the_times(
    perfect: Grade, grader: Any, tmp_path: Path
) -> None:
    again = grader.grade(SOLUTION, "solution")
    first, second = (replace(one, seconds=1, own_seconds=1) for one in (perfect, again))
    assert first == second
    paths = write_grade(tmp_path / "first", first), write_grade(tmp_path / "second", second)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_failures_are_told_the_same_way_twice(
    grade: Callable[..., Grade], submit: Submit, tmp_path: Path
) -> None:
    text = "print(object(), 'seen')\n" + edited("training", "optimizer.step()", "object().step()")
    path = submit(training=text)
    first, second = (replace(grade(path, "q3", "q4"), seconds=1, own_seconds=1) for _ in range(2))
    assert first.failed and first == second
    paths = write_grade(tmp_path / "first", first), write_grade(tmp_path / "second", second)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_an_untouched_skeleton_gets_nothing_and_a_hint_for_every_question(
    grade: Callable[..., Grade], tmp_path: Path
) -> None:
    found = grade(skeleton(tmp_path / "untouched"))
    assert (found.total, lost(found)) == (0, ALL)
    for question in QUESTIONS:
        assert all(hint.startswith(f"{question}: ") for hint in hints(found, question))
        assert all("still to be written" in hint for hint in hints(found, question))
    assert {result.cause for result in found.failed} == {"unwritten"}


@pytest.mark.parametrize(
    ("text", "message", "cause"),
    [
        ("import math\n\ndef evaluate(:\n", "evaluation.py, line 3", "syntax"),
        (None, "digits/evaluation.py is missing", "missing"),
        ("import nowhere\n", "No module named 'nowhere'", "absent module"),
        ("raise SystemExit\n", "ended by an exit while importing", "raised"),
        ("", "`evaluate` is missing: it belongs in digits/evaluation.py.", "missing"),
    ],
)
def test_a_file_that_cannot_be_used_costs_only_its_own_questions(
    grade: Callable[..., Grade], submit: Submit, text: str | None, message: str, cause: str
) -> None:
    found = grade(submit(evaluation=text), "q1", "q3", "q5", "q7")
    assert lost(found) == {"q5"}
    assert message in hints(found, "q5")[0]
    assert {result.cause for result in found.failed} == {cause}


def test_a_syntax_error_in_the_models_costs_both_networks_only(
    grade: Callable[..., Grade], submit: Submit
) -> None:
    found = grade(submit(models=reference("models") + "\nclass (:\n"))
    assert lost(found) == {"q2", "q6"}
    line = reference("models").count("\n") + 2
    assert all(
        f"models.py, line {line}" in hint for hint in hints(found, "q2") + hints(found, "q6")
    )


@pytest.mark.parametrize("layout", ["empty", "elsewhere", "text"])
def test_a_submission_in_the_wrong_layout_gets_nothing_and_a_note(
    grade: Callable[..., Grade], tmp_path: Path, layout: str
) -> None:
    folder = tmp_path / "student"
    folder.mkdir()
    if layout == "elsewhere":
        (folder / "src").mkdir()
        (folder / "src" / "homework.py").write_text("print(1)\n")
    if layout == "text":
        (folder / "essay.txt").write_text("I had no time.\n")
    found = grade(folder)
    assert (found.total, found.fault) == (0, False)
    assert found.note
    assert {result.hint for result in found.failed} == {found.note}
    assert {result.cause for result in found.failed} == {"unreadable submission"}


def test_a_line_that_ends_the_process_on_import_costs_what_needs_it_and_faults_nothing(
    grade: Callable[..., Grade], submit: Submit
) -> None:
    ends = "import os\n\nCODE = os._exit(0)\n"
    assert lost(grade(submit(__init__=ends), "q1", "q3", "q5")) == set()
    text = edited("costs", "    # TODO q3", "    assert CODE == 0\n    # TODO q3")
    found = grade(submit("needed", costs=f"{ends}{text}"), "q1", "q3", "q5")
    assert lost(found) == {"q3"}
    assert {result.cause for result in found.failed} == {"exit"}


@pytest.mark.parametrize(
    ("question", "file", "line", "crash"),
    [
        ("q1", "data", "    # TODO q1: return a DataLoader", "import os; os._exit(1)"),
        ("q3", "costs", "    # TODO q3", "import ctypes; ctypes.string_at(0)"),
        ("q5", "evaluation", "    # TODO q5: return the cost", "import sys; sys.exit()"),
    ],
)
def test_a_crash_in_one_question_costs_that_question_only(
    grade: Callable[..., Grade], submit: Submit, question: str, file: str, line: str, crash: str
) -> None:
    text = edited(file, line, f"    {crash}\n{line}")
    assert lost(grade(submit(**{file: text}), *QUICK)) == {question}


@pytest.mark.parametrize(
    ("question", "file", "line"),
    [
        ("q1", "data", "    # TODO q1: return a DataLoader"),
        ("q3", "costs", "    # TODO q3"),
        ("q5", "evaluation", "    # TODO q5: return the cost"),
    ],
)
def test_a_stub_left_in_one_question_leaves_the_others_whole(
    grade: Callable[..., Grade], submit: Submit, question: str, file: str, line: str
) -> None:
    stub = f'    raise NotImplementedError("{question}: this part")\n{line}'
    found = grade(submit(**{file: edited(file, line, stub)}), *QUICK)
    assert lost(found) == {question}
    assert f"{question}: this part (still to be written)" in hints(found, question)


OWN_QUESTION = {
    "grace-forgets-to-clear-gradients": {"q4"},
    "emmy-sums-the-cost": {"q3"},
    "kurt-counts-in-percent": {"q5"},
    "mallory-ends-the-grader": {"q6"},
}


@pytest.mark.parametrize("student", drawn_in_make_test([*MISTAKES]))
def test_a_mistake_of_the_example_class_loses_points_in_its_own_question(
    grade: Callable[..., Grade], tmp_path: Path, student: str
) -> None:
    write_class(SOLUTION, ROOT / "assignment", tmp_path)
    own = OWN_QUESTION[student]
    assert lost(grade(tmp_path / student, *own, *QUICK)) == own


@pytest.mark.parametrize("error", [RuntimeError("of ours"), SandboxError("of ours")])
def test_a_failure_of_the_graders_own_is_a_fault_and_not_the_students(
    grade: Callable[..., Grade], submit: Submit, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr("autograder.checking.submission.Submission.chance_cost", broken)
    found = grade(submit(), "q5")
    faults = [result for result in found.results if result.status == "fault"]
    assert found.fault
    assert [result.check.name for result in faults] == ["test_chance_cost"]
    assert "of ours" in faults[0].hint + faults[0].details
    assert not found.failed


def test_what_the_code_printed_stands_beside_its_failure(
    grade: Callable[..., Grade], submit: Submit
) -> None:
    text = edited("evaluation", "return math.log(num_classes)", 'print("here:", num_classes)')
    found = grade(submit(evaluation=text), "q5")
    assert ["here: 10" in result.printed for result in found.failed] == [True]


def test_what_cannot_be_read_is_graded_here_and_on_a_cluster_alike(
    grader: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"no archive")
    refused = grader.grade_read("broken", try_to_read(broken, "broken"))
    assert refused == replace(grader.grade(broken, "broken"), seconds=refused.seconds)
    assert refused.total == 0 and not refused.fault and "is no zip archive" in refused.note

    def fail(path: Path, name: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("autograder.grading.grader.read_submission", fail)
    lost = grader.grade_read("lost", try_to_read(broken, "lost"))
    assert lost.fault and {result.status for result in lost.results} == {"fault"}
    assert "Permission denied" in lost.results[0].hint
