"""Reading a class: what cannot be read holds up nobody, and is never passed over in silence."""

from pathlib import Path

import pytest

from autograder.classroom import readings
from autograder.classroom.readings import ReadIn, read_in
from autograder.classroom.run import ClassOptions, grade_class
from autograder.cli.class_progress import ClassProgress
from support.regrading import make_world


def test_a_failure_of_ours_is_told_and_its_submission_graded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world = make_world(tmp_path, monkeypatch)
    for name in ("ada", "bob"):
        world.submit(name)
    world.grade(seed=5)
    real = readings.read_submission

    def fails(path: Path, name: str) -> object:
        if name == "ada":
            raise KeyError("of ours")
        return real(path, name)

    monkeypatch.setattr(readings, "read_submission", fails)
    progress = ClassProgress()
    world.graded.clear()
    options = ClassOptions(isolation="process")
    grade_class([world.root / "class"], world.out, options, progress)
    progress.close()
    sentence = "ada could not be read, and is graded again: KeyError: 'of ours'"
    assert sentence in " ".join(capsys.readouterr().out.split())
    assert {name for name, _, _ in world.graded} == {"ada"}


def test_a_file_that_the_system_does_not_give_holds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path, name: str) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(readings, "read_submission", fails)
    assert read_in(None, ("ada", tmp_path)) == ReadIn()


def test_who_is_in_the_roster_and_excused_or_late_is_no_decision_about_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(tmp_path, monkeypatch)
    for name in ("s1", "s2"):
        world.submit(name)
    roster = tmp_path / "roster.csv"
    roster.write_text("name,id\nA,s1\nB,s2\nC,s3\nD,s4\n")
    world.out.mkdir()
    (world.out / "decisions.csv").write_text(
        "student,question,kind,value,reason\ns3,,excuse,,ill\nS4,,extension,3 days,ill\n"
        "s5,,excuse,,ill\ns3,q4,excuse,,ill\n"
    )
    run = world.grade(True, seed=5, roster=roster)
    (concern,) = [one for one in run.concerns if one.title == "Decisions about nobody"]
    assert concern.cases == (("s5", "excuse"), ("s3", "excuse q4"))
    assert run.excused == ("s3", "s5")
