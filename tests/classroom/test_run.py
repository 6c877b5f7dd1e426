"""A class graded by a function call: no console, and everything in what it returns."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom.run import CannotBegin, ClassOptions, Plan, Watcher, grade_class
from autograder.results.grade import Grade
from autograder.rubric.rubric import Rubric

Submit = Callable[..., Path]


class Notes(Watcher):
    """Writes down the order in which it is called."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def begin(self, plan: Plan) -> None:
        """Note the submissions, and those whose grade holds."""
        self.calls.append(f"begin {[one.name for one in plan.submissions]} {[*plan.resumed]}")

    def begin_question(self, name: str, question: str) -> None:
        """Note a question."""
        self.calls.append(f"{name} {question}")

    def end_submission(self, grade: Grade) -> None:
        """Note a grade."""
        self.calls.append(f"{grade.name} {grade.total:g}")


@pytest.fixture
def warm(run: Any, grader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Grade here, with the grader that is warm already; `run` has put it in place."""


def test_a_class_is_graded_without_a_console(
    warm: None, submit: Submit, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    submit("class/ada")
    submit("class/bob", costs="x = (\n")
    notes, out = Notes(), tmp_path / "out"
    found = grade_class([tmp_path / "class"], out, ClassOptions(seed=5, only="q3"), notes)
    assert [(grade.name, grade.total) for grade in found.grades] == [("ada", 10), ("bob", 0)]
    assert notes.calls == ["begin ['ada', 'bob'] []", "ada q3", "ada 10", "bob q3", "bob 0"]
    assert found.class_page == out / "index.html" and found.class_page.is_file()
    assert json.loads((out / "ada.json").read_text())["score"] == 10
    assert found.similar_page is None and len(found.handed_in) == 2
    assert capfd.readouterr() == ("", "")


def test_what_is_left_out_of_a_class_is_named_everywhere(
    run: Any, submit: Submit, tmp_path: Path
) -> None:
    submit("class/ada")
    submit("class/bob")
    for name in ("carol.py", "data.py", "dave.docx"):
        (tmp_path / "class" / name).write_text("")
    done = run("grade", tmp_path / "class", "--only", "q3", "--export", "csv")
    assert done.exit_code == 0, done.output
    page, table = (Path("results", name).read_text() for name in ("index.html", "grades.csv"))
    notes = Path("results", "not-exported.csv").read_text()
    for name in ("carol.py", "data.py", "dave.docx"):
        assert f"left out: {name}: " in done.output
        assert f"<bdi>{name}</bdi>" in page
        assert f"\n{name},,,,left out: " in table.replace('"', "")
        assert f"\nleft out,{name}," in notes
    assert [line.split(",")[0] for line in table.splitlines()[1:3]] == ["ada", "bob"]


def test_where_nothing_can_be_graded_it_is_said_what_there_is(tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "grades.csv").write_text("")
    with pytest.raises(CannotBegin) as caught:
        grade_class([tmp_path / "class"], tmp_path / "out")
    assert str(caught.value) == (
        "there is nothing to grade: no submission was found.\n"
        "left out: grades.csv: results of grading"
    )


def test_grades_that_hold_are_returned_with_the_new_ones(
    warm: None, submit: Submit, rubric: Rubric, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = rubric.only("q3")
    monkeypatch.setattr("autograder.classroom.plan.load_rubric", lambda *_, **__: quick)
    submit("class/ada")
    out, notes = tmp_path / "out", Notes()
    grade_class([tmp_path / "class"], out, ClassOptions(seed=5))
    submit("class/bob", costs="x = (\n")
    found = grade_class([tmp_path / "class"], out, ClassOptions(seed=5), notes)
    assert notes.calls[0] == "begin ['ada', 'bob'] ['ada']"
    assert notes.calls[-1].startswith("bob ") and not any("ada q" in one for one in notes.calls)
    assert [grade.name for grade in found.grades] == ["ada", "bob"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (ClassOptions(only="q9"), "there is no question q9"),
        (ClassOptions(data="nowhere"), "nowhere"),
    ],
)
def test_what_cannot_be_graded_is_an_exception(
    submit: Submit, tmp_path: Path, options: ClassOptions, message: str
) -> None:
    with pytest.raises(CannotBegin, match=message):
        grade_class([submit("ada")], tmp_path / "out", options)
