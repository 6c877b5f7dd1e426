"""What an earlier run has left: it is kept, graded again in part, or put aside, and never lost."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom.earlier import Earlier, unreadable_lines
from autograder.classroom.resume import OtherSeed, Request, look_back
from autograder.classroom.run import grade_class
from autograder.datasets.catalogue import Data, load
from autograder.grading.fingerprint import fingerprints, grader_digests
from autograder.grading.grader import Unread, try_to_read
from autograder.intake.submissions import read_submission
from autograder.probing.student_error import Cause
from autograder.report.pages import write_student_page
from autograder.results.grade import CheckResult, Grade
from autograder.results.results_json import read_grade, write_grade
from autograder.rubric.rubric import Rubric

Submit = Callable[..., Path]


@pytest.fixture(scope="module")
def digits() -> Data:
    return load("sample")


@pytest.fixture
def ada(submit: Submit) -> Path:
    return submit("ada")


@pytest.fixture
def out(tmp_path: Path, ada: Path, rubric: Rubric, digits: Data) -> Path:
    """A folder with Ada's grade, full marks, and her page."""
    folder = tmp_path / "results"
    grade = Grade(
        name="ada",
        title=rubric.title,
        results=tuple(CheckResult(check, "passed") for check in rubric.checks),
        seed=5,
        data="sample",
        isolation="bwrap",
        seconds=3.0,
        questions=rubric.questions,
        fingerprints=fingerprints(grader_digests(rubric, digits), read_submission(ada).files),
    )
    write_grade(folder, grade)
    write_student_page(folder, grade)
    return folder


def names(earlier: Earlier, name: str = "ada") -> str:
    """The questions that are to be graded."""
    return " ".join(question.id for question in earlier.results[name].waiting)


def standing(earlier: Earlier) -> Grade:
    """Ada's grade, which holds in part at least."""
    grade = earlier.results["ada"].grade
    assert grade is not None
    return grade


def test_what_holds_is_not_graded_again(out: Path, ada: Path, rubric: Rubric, digits: Data) -> None:
    earlier = look_back(out, {"ada": ada}, rubric, digits)
    assert names(earlier) == ""
    assert earlier.resumed["ada"].total == sum(check.points for check in rubric.checks)
    assert earlier.given["ada"].score == sum(check.points for check in rubric.checks)


def test_who_has_no_grade_is_graded(out: Path, ada: Path, rubric: Rubric, digits: Data) -> None:
    earlier = look_back(out, {"bob": ada}, rubric, digits)
    assert names(earlier, "bob") == "q1 q2 q3 q4 q5 q6 q7"
    assert names(look_back(out, {"bob": ada}, rubric, digits, Request("q4")), "bob") == "q4"


def test_an_edit_has_all_graded_again_with_the_seed_of_before(
    out: Path, ada: Path, rubric: Rubric, digits: Data
) -> None:
    (ada / "digits" / "training.py").write_text("# changed\n")
    earlier = look_back(out, {"ada": ada}, rubric, digits)
    assert names(earlier) == "q1 q2 q3 q4 q5 q6 q7"
    assert earlier.resumed == {} and standing(earlier).seed == 5


def test_one_question_alone_never_loses_the_points_of_others_also_after_an_edit(
    out: Path, ada: Path, rubric: Rubric, digits: Data
) -> None:
    (ada / "digits" / "training.py").write_text("# changed\n")
    earlier = look_back(out, {"ada": ada}, rubric, digits, Request("q4"))
    assert names(earlier) == "q4"
    failed = tuple(CheckResult(check, "failed") for check in rubric.only("q4").checks)
    now = fingerprints(grader_digests(rubric.only("q4"), digits), read_submission(ada).files)
    new = replace(standing(earlier), results=failed, fingerprints=now)
    both = earlier.complete(new)
    assert both.total == standing(earlier).total - rubric.only("q4").points
    write_grade(out, both)
    assert names(look_back(out, {"ada": ada}, rubric, digits)) == "q1 q2 q3 q5 q6 q7"


def test_a_mended_check_has_its_question_graded_again(
    out: Path, ada: Path, rubric: Rubric, digits: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mended(*arguments: Any) -> dict[str, str]:
        return grader_digests(*arguments) | {"q5": "mended"}

    monkeypatch.setattr("autograder.classroom.resume.grader_digests", mended)
    assert names(look_back(out, {"ada": ada}, rubric, digits)) == "q5"


def test_other_points_are_added_up_anew_without_grading(
    out: Path, ada: Path, rubric: Rubric, digits: Data
) -> None:
    questions = tuple(
        replace(one, checks=tuple(replace(check, points=1.0) for check in one.checks))
        for one in rubric.questions
    )
    cheap = replace(rubric, questions=questions)
    earlier = look_back(out, {"ada": ada}, cheap, digits)
    assert names(earlier) == ""
    assert earlier.resumed["ada"].total == len(rubric.checks)
    assert earlier.given["ada"].score == sum(check.points for check in rubric.checks)


def test_a_submission_that_cannot_be_read_any_more_is_graded_again(
    out: Path, tmp_path: Path, rubric: Rubric, digits: Data
) -> None:
    broken = tmp_path / "ada.zip"
    broken.write_bytes(b"no archive")
    assert names(look_back(out, {"ada": broken}, rubric, digits)) == "q1 q2 q3 q4 q5 q6 q7"


def test_a_submission_that_cannot_be_read_holds_until_its_bytes_change(
    out: Path, tmp_path: Path, rubric: Rubric, digits: Data
) -> None:
    broken, folder = tmp_path / "bob.zip", tmp_path / "carol" / "deep"
    broken.write_bytes(b"no archive")
    folder.mkdir(parents=True)
    (folder / "essay.docx").write_bytes(b"no code")
    for name, path in (("bob", broken), ("carol", folder.parent)):
        read = try_to_read(path, name)
        assert isinstance(read, Unread) and read.fingerprint
        results = tuple(
            CheckResult(check, "failed", read.why, cause=Cause.UNREADABLE_SUBMISSION)
            for check in rubric.checks
        )
        now = dict.fromkeys([one.id for one in rubric.questions], read.fingerprint)
        grade = read_grade(out / "ada.json", rubric)
        assert grade is not None
        write_grade(out, replace(grade, name=name, results=results, fingerprints=now))
    both = {"bob": broken, "carol": folder.parent}

    def waiting() -> list[str]:
        earlier = look_back(out, both, rubric, digits)
        return [name for name in both if earlier.results[name].waiting]

    assert waiting() == []
    (folder / "essay.docx").write_bytes(b"no more")
    assert waiting() == ["carol"]
    broken.write_bytes(b"no archivE")
    assert waiting() == ["bob", "carol"]


def test_another_seed_has_all_graded_again_and_is_refused_for_one_question(
    out: Path, ada: Path, rubric: Rubric, digits: Data
) -> None:
    earlier = look_back(out, {"ada": ada}, rubric, digits, Request(seed=6))
    assert names(earlier) == "q1 q2 q3 q4 q5 q6 q7" and earlier.results["ada"].grade is None
    assert names(look_back(out, {"ada": ada}, rubric, digits, Request(seed=5))) == ""
    with pytest.raises(OtherSeed, match="ada was graded with seed 5"):
        look_back(out, {"ada": ada}, rubric, digits, Request("q4", 6))


def test_a_file_that_cannot_be_read_is_put_aside_and_said_never_overwritten(
    out: Path, ada: Path, rubric: Rubric, digits: Data
) -> None:
    old = '{"score": 70, "extra_data": {"key": "1"}, "tests": []}'
    grade = read_grade(out / "ada.json", rubric)
    assert grade is not None
    for number in ("1", "2"):
        (out / "ada.json").write_text(old + " " * int(number))
        earlier = look_back(out, {"ada": ada}, rubric, digits, Request("q4"))
        assert names(earlier) == "q1 q2 q3 q4 q5 q6 q7"  # else the points of the others were lost
        assert list(unreadable_lines(earlier.unreadable)) == [
            "the earlier result of ada cannot be read: its format is 1, and 2 is the one that can"
            " be read. Its file's name ends in .unreadable-1 or a later number now, and ada is"
            " graded as a whole"
        ]
        earlier.make_way("ada")
        assert earlier.complete(grade) == grade
        write_grade(out, grade)
        kept = out / f"ada.json.unreadable-{number}"
        assert kept.read_text() == old + " " * int(number)
    earlier.make_way("bob")
    assert (out / "ada.json").exists()


def test_no_grader_starts_for_what_could_not_be_read_and_is_unchanged(
    tmp_path: Path, grader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The grader is the real one; what is given to graders is counted."""
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "bob.zip").write_bytes(b"no archive")
    (tmp_path / "class" / "carol.rar").write_bytes(b"Rar!\x1a\x07\x00")
    started: list[str] = []

    def grade_here(setup: Any, tasks: Any, *_: Any) -> Any:
        for task in tasks:
            started.append(task.name)
            yield task.run(grader, lambda question: None)

    monkeypatch.setattr("autograder.classroom.run.grade_here", grade_here)
    for again in (["bob", "carol"], []):
        run = grade_class([tmp_path / "class"], tmp_path / "results")
        assert run.written and started == again and not run.changes
        started.clear()
    (tmp_path / "class" / "bob.zip").write_bytes(b"no archive at all")
    grade_class([tmp_path / "class"], tmp_path / "results")
    assert started == ["bob"]
