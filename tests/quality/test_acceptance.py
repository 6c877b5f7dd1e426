"""`autograder accept` says whether a question may be released, and names what does not hold."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from autograder import project
from autograder.cli import accept, zoo
from autograder.cli.commands import main
from autograder.cli.data_inputs import refuse_other_images
from autograder.cli.exit import Refused
from autograder.datasets.form import Form
from autograder.quality.adapting import acceptance
from autograder.quality.at_home import AtHome
from autograder.quality.mutation.mutants import mutants
from autograder.quality.mutation.run import MutantVerdict
from autograder.quality.selfchecks import Comparison
from autograder.quality.zoo import problems, read_specimen, reference_files
from support import SOLUTION, ZOO
from support.new_question import COMMAND, explain_survivors, fill_in
from support.rubrics import project_rubric
from support.tree import copy_project, run

SOLUTION_FILES = reference_files(SOLUTION)
SIGN = read_specimen(ZOO / "mistakes" / "q3_sign.py")


def _comparison(at_home: str, problems: tuple[str, ...] = ()) -> Any:
    """The mistake q3_sign as it is seen at home; the grader fails its only check."""
    check = SimpleNamespace(question="q3", name="test_it", group="public")
    failed = [SimpleNamespace(check=check, status="failed", hint="Its sign is wrong.")]
    grade = SimpleNamespace(failed=failed, results=failed)
    outcome: Any = SimpleNamespace(specimen=SIGN, grade=grade, problems=problems)
    return Comparison("q3", AtHome({"test_it": at_home}), outcome)


def test_nothing_is_said_of_a_mistake_that_is_caught_and_named_in_both_places() -> None:
    assert list(acceptance.trouble_of_mistake(_comparison("Its sign is wrong."))) == []


def test_a_verdict_that_is_another_at_home() -> None:
    assert list(acceptance.trouble_of_mistake(_comparison(""))) == [
        "tests/zoo/mistakes/q3_sign: `test_it` has another verdict at home than at the grader."
    ]


def test_a_first_hint_that_does_not_name_the_mistake_and_points_not_lost() -> None:
    assert list(acceptance.trouble_of_mistake(_comparison("It is 3.", ("q3 lost no points",)))) == [
        "tests/zoo/mistakes/q3_sign: q3 lost no points",
        "tests/zoo/mistakes/q3_sign: its first hint does not name it: It is 3.",
    ]


def test_hints_that_do_not_hold_the_words_of_a_mistake_are_told() -> None:
    turned = replace(SIGN, hints={"q3": "turned"})
    assert list(problems(turned, _comparison("").grade)) == [
        "no hint of q3 holds the words `turned`: Its sign is wrong."
    ]


@pytest.mark.slow  # it makes the assignment twice, and grades 60 mutants and two submissions
def test_a_new_question_is_graded_and_may_be_released_once_every_survivor_is_explained(
    tmp_path: Path,
) -> None:
    root = copy_project(tmp_path / "own")
    done = run(root, "-m", "autograder.cli", *COMMAND)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.split("\n") if line.startswith("to write: ")]
    done = run(root, "-m", "autograder.cli", "accept", "q8")
    assert done.returncode == 2 and "it may not be released: 15 places do not" in done.stderr
    gaps = done.stdout.strip().split("\n")
    assert len(gaps) == 15 and all(": write me: `" in gap for gap in gaps)
    fill_in(root)
    for command in (["release"], ["release", "--check"]):
        done = run(root, "-m", "autograder.cli", *command)
        assert done.returncode == 0, done.stdout + done.stderr
    assert _scores(root, tmp_path / "class") == {"right": 114, "wrong": 110}
    explain_survivors(root)
    done = run(root, "-m", "autograder.cli", "accept", "q8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("\nit may be released\n") and "q8: 0 troubles; " in done.stdout
    assert (
        "caught, 2 survive and are explained, 7 survive that only repeat or reorder what does not"
        " depend on each other, 0 survive unexplained; 0 explanations out of date, 0 faults\n"
    ) in done.stdout


def test_mutants_that_survive_and_explanations_that_are_out_of_date_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second, third, *_ = [one for one in mutants(SOLUTION_FILES) if one.question == "q3"]
    other = next(one for one in mutants(SOLUTION_FILES) if one.question == "q5")
    explained = {second.name: "It may.", "gone -> nothing": "It was.", other.name: "It is q5's."}
    verdicts = [
        MutantVerdict(first),
        MutantVerdict(second, check="test_it"),
        MutantVerdict(third, fault="No guest."),
    ]
    monkeypatch.setattr(acceptance, "read_survivors", lambda: explained)
    monkeypatch.setattr(acceptance, "grade_mutants", lambda *asked: verdicts)
    said: list[str] = []
    found = list(acceptance.trouble_of_mutants("q3", project_rubric(), print, said.append))
    where = "tests/zoo/survivors.yml"
    assert found == [
        f"no check catches `{first.name}`: write one that does, or say in {where} why it may.",
        f"{where}: `{second.name}` is caught, or no mutant any more: take the line out.",
        f"{where}: `gone -> nothing` is caught, or no mutant any more: take the line out.",
        f"the grader failed on the mutant `{third.name}`.",
    ]
    assert [one.partition(":")[0] for one in said] == ["3 mutants"]


def test_a_question_of_which_something_does_not_hold_may_not_be_released(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(accept, "find_gaps", lambda root: [])
    monkeypatch.setattr(accept, "trouble_of", lambda *asked: iter(["One thing.", "Another."]))
    done = CliRunner().invoke(main, ["accept", "q3"])
    assert done.exit_code == 2
    assert done.output.startswith("One thing.\nAnother.\nq3: 2 troubles; ")
    assert done.output.endswith("Error: it may not be released: 2 things do not hold.\n")


def _scores(root: Path, folder: Path) -> dict[str, float]:
    """Grade the solution with the new question, and with its likely mistake."""
    wrong = (root / "tests/zoo/mistakes/q8_likely_mistake.py").read_text("utf-8")
    for name, code in (("right", ""), ("wrong", wrong.rpartition('"""')[2])):
        shutil.copytree(root / "solution" / "digits", folder / name / "digits")
        with open(folder / name / "digits" / "confusion_matrix.py", "a") as file:
            file.write(code)
    done = run(root, "-m", "autograder.cli", "grade", str(folder), "--seed", "1")
    assert done.returncode == 0, done.stderr
    return {
        name: json.loads((root / "results" / f"{name}.json").read_text("utf-8"))["score"]
        for name in ("right", "wrong")
    }


def test_a_question_that_is_none_is_refused() -> None:
    done = CliRunner().invoke(main, ["accept", "q9"])
    assert done.exit_code == 2
    assert done.output == "Error: there is no question q9; there are q1, q2, q3, q4, q5, q6, q7.\n"


@pytest.mark.parametrize("words", [["accept", "q3"], ["calibrate"], ["zoo"]])
def test_a_specimen_that_is_none_is_named_in_a_sentence(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    specimens = tmp_path / "tests" / "zoo"
    for name in ("solution", "tests/zoo/correct", "tests/zoo/mistakes"):
        (tmp_path / name).mkdir(parents=True)
    (specimens / "mistakes" / "q3_odd.py").write_text("x = 1\n")
    monkeypatch.setattr(accept, "find_gaps", lambda root: [])
    monkeypatch.setattr(project, "ROOT", tmp_path)
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 2
    assert done.output.splitlines()[-1].startswith(f"Error: {specimens}/mistakes/q3_odd.py: ")


def test_the_zoos_table_comes_into_a_folder_that_is_not_there_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zoo, "grade_zoo", lambda *asked: iter(()))
    table = tmp_path / "new" / "zoo.md"
    words = ["zoo", "correct", "--isolation", "process", "--table", str(table)]
    assert CliRunner().invoke(main, words).exit_code == 0
    assert table.read_text("utf-8").startswith("# ")


def test_attacks_on_images_that_are_no_digits_are_refused_in_a_sentence() -> None:
    with pytest.raises(Refused) as refused:
        refuse_other_images(Form(3, 32, 32, 5))
    assert str(refused.value) == (
        "attacks are written for images of 1x28x28 in 10 classes, and grading.yml names images of"
        " 3x32x32 in 5 classes. Take `data:` out, run `autograder release`, and ask again: the"
        " walls are the same for all data."
    )
    refuse_other_images(Form(1, 28, 28, 10))
