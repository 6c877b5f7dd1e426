"""The commands: what they print, what they write, and the codes they end with."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from autograder.cli import class_progress
from autograder.cli.commands import main
from autograder.sandbox.server import SandboxError
from support import ROOT, SOLUTION
from support.grades import full_marks
from support.regrading import make_world

Run = Callable[..., Result]


def read_table(out: Path) -> list[dict[str, str]]:
    """The rows of grades.csv."""
    return list(csv.DictReader((out / "grades.csv").read_text("utf-8").splitlines()))


def visible_text(page: Path) -> str:
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.read_text("utf-8")).split())


def test_a_submission_is_graded_and_its_results_are_written(
    run: Run, submit: Callable[..., Path], tmp_path: Path, rubric: Any
) -> None:
    marks = full_marks(rubric, "q3")
    result = run("grade", submit("ada"), "--out", tmp_path / "out", "--seed", 5, "--only", "q3")
    assert result.exit_code == 0
    assert "; data sample; seed 5" in result.output
    assert f"ada: {marks} points" in result.output
    assert f"ada: {marks} of {marks} points" in result.output
    assert f"{marks} of {marks} points" in visible_text(tmp_path / "out" / "ada.html")
    assert 'href="./ada.html"' in (tmp_path / "out" / "index.html").read_text("utf-8")
    written = json.loads((tmp_path / "out" / "ada.json").read_text())
    assert written["score"] == 10
    assert {test["number"][0] for test in written["tests"]} == {"3"}
    assert written["extra_data"]["seed"] == 5
    (row,) = read_table(tmp_path / "out")
    assert (row["name"], row["q3"], row["score"], row["status"]) == ("ada", "10", "10", "graded")


def test_a_class_has_a_row_for_each_submission(
    run: Run, submit: Callable[..., Path], tmp_path: Path
) -> None:
    submit("class/ada")
    submit("class/bob", costs="x = (\n")
    result = run("grade", tmp_path / "class", "--only", "q3")
    assert result.exit_code == 0  # whatever the scores
    rows = read_table(Path("results"))
    assert [(row["name"], row["score"]) for row in rows] == [("ada", "10"), ("bob", "0")]
    assert Path("results/ada.json").is_file()
    assert Path("results/bob.json").is_file()


@pytest.mark.slow
def test_graders_side_by_side_give_the_same_grades(
    run: Run, submit: Callable[..., Path], tmp_path: Path
) -> None:
    for name, text in (("ada", None), ("bob", "x = (\n"), ("cy", "def other(): ...\n")):
        submit(f"class/{name}", **({"costs": text} if text else {}))
    words = ["grade", tmp_path / "class", "--seed", 5, "--only", "q3"]
    assert run(*words, "--out", tmp_path / "1").exit_code == 0
    command = [
        sys.executable,
        "-m",
        "autograder.cli",
        *words,
        "--out",
        tmp_path / "2",
        "--jobs",
        2,
    ]
    done = subprocess.run([*map(str, command)], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    tables = [read_table(tmp_path / jobs) for jobs in "12"]
    assert tables[0] == tables[1]
    for name in ("ada", "bob", "cy"):
        texts = [(tmp_path / jobs / f"{name}.json").read_text("utf-8") for jobs in "12"]
        results = [json.loads(text) | {"execution_time": 0} for text in texts]
        for result in results:
            del result["extra_data"]["seconds"], result["extra_data"]["own_seconds"]
        assert results[0] == results[1]
    assert [row["name"] for row in tables[0]] == ["ada", "bob", "cy"]
    assert tables[0][0]["score"] == "10" and tables[0][1]["score"] == "0"


def test_a_hint_stands_in_the_table(run: Run, submit: Callable[..., Path]) -> None:
    result = run("grade", submit("ada", costs="x = (\n"), "--only", "q3")
    assert "SyntaxError" in result.output
    assert "0 / 10" in result.output


def test_a_seed_that_is_not_given_is_drawn_told_and_recorded(
    run: Run, submit: Callable[..., Path]
) -> None:
    path, seeds = submit("ada"), set()
    for out in ("first", "second"):
        result = run("grade", path, "--only", "q3", "--out", out)
        seed = json.loads(Path(out, "ada.json").read_text())["extra_data"]["seed"]
        assert f"seed {seed}\n" in result.output
        seeds.add(seed)
    assert len(seeds) == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere"], "There is no file or folder nowhere."),
        ([], "Missing argument"),
        (["SOLUTION", "--only", "q9"], "there is no question q9; there are q1, q2"),
        (["SOLUTION", "--data", "nowhere"], "nowhere"),
        (["SOLUTION", "--isolation", "vault"], "is not one of"),
        (["SOLUTION", "--seed", "-1"], "is not in the range"),
        (["SOLUTION", "--seed", "x"], "is not a valid integer"),
        (["EMPTY"], "there is nothing to grade"),
    ],
)
def test_bad_arguments_are_told_and_end_with_2(
    run: Run, tmp_path: Path, words: list[str], message: str
) -> None:
    places = {"SOLUTION": SOLUTION, "EMPTY": tmp_path}
    result = run("grade", *[places.get(word, word) for word in words])
    assert result.exit_code == 2
    assert message in " ".join(result.output.split())
    assert "Traceback" not in result.output
    assert not Path("results").exists()


def test_a_level_of_isolation_that_is_not_at_hand_ends_with_2(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.sandbox.bubblewrap.shutil.which", lambda name: None)
    result = run("grade", SOLUTION, "--isolation", "bwrap")
    assert result.exit_code == 2
    assert "isolation `bwrap` is not possible here: install bubblewrap" in result.output


def test_a_grading_file_that_is_wrong_ends_with_2_and_its_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = (ROOT / "grading.yml").read_text().replace("memory_mb: ", "memory: ")
    (tmp_path / "grading.yml").write_text(text)
    monkeypatch.setattr("autograder.classroom.plan.GRADING_FILE", tmp_path / "grading.yml")
    result = run("grade", SOLUTION)
    line = text[: text.index("  memory: ")].count("\n") + 1
    assert result.exit_code == 2
    assert f"grading.yml, line {line}: `memory` is not known here" in result.output


@pytest.mark.parametrize("page", ["writers.write_student", "run.write_class"])
def test_a_page_that_cannot_be_written_costs_no_grade(
    run: Run, submit: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("of ours")

    monkeypatch.setattr(f"autograder.classroom.{page}_page", broken)
    result = run("grade", submit("ada"), "--only", "q3")
    assert result.exit_code == 0
    assert "could not be written: RuntimeError('of ours')" in result.output
    assert json.loads(Path("results/ada.json").read_text())["score"] == 10
    assert read_table(Path("results"))[0]["score"] == "10"


def test_a_fault_of_the_graders_own_ends_with_3_and_gives_no_score(
    run: Run, submit: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("of ours")

    monkeypatch.setattr("autograder.checking.submission.Submission.cost_function", broken)
    result = run("grade", submit("ada"), "--only", "q3")
    assert result.exit_code == 3
    assert "the grader itself failed on a submission" in result.output
    written = json.loads(Path("results/ada.json").read_text())
    assert "score" not in written
    (row,) = read_table(Path("results"))
    assert (row["score"], row["status"]) == ("", "fault")


def test_a_sandbox_that_does_not_start_ends_with_3(
    run: Run, submit: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise SandboxError("the sandbox does not start: no reason")

    monkeypatch.setattr("autograder.classroom.pool.Grader", broken)
    result = run("grade", submit("ada"))
    assert result.exit_code == 3
    assert "the sandbox does not start: no reason" in result.output


def test_a_folder_for_results_that_cannot_be_written_is_told_before_anything_is_graded(
    run: Run, submit: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    result = run("grade", submit("ada"), "--only", "q3", "--out", tmp_path / "file")
    assert result.exit_code == 2
    message = f"results cannot be written in {tmp_path / 'file'}: "
    assert " ".join(message.split()) in " ".join(result.output.split())
    assert "points" not in result.output


@pytest.mark.slow
def test_the_command_itself_grades_and_leaves_nothing_running(
    submit: Callable[..., Path], tmp_path: Path, rubric: Any
) -> None:
    marks = full_marks(rubric, "q3")
    done = subprocess.run(
        [sys.executable, "-m", "autograder.cli", "grade", submit("ada"), "--only", "q3"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f"ada: {marks} of {marks} points" in done.stdout
    assert "results in results/" in done.stdout


def test_a_change_is_asked_for_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(tmp_path, monkeypatch)
    world.submit("ada")
    world.grade(seed=5)
    world.versions["q3"] = 2
    asked: list[str] = []

    def confirm(question: str) -> bool:
        asked.append(question)
        return len(asked) > 1

    monkeypatch.setattr(class_progress.click, "confirm", confirm)
    monkeypatch.setattr(class_progress, "on_a_terminal", lambda console: True)
    words = ["grade", str(tmp_path / "class"), "--out", str(world.out), "--isolation", "process"]
    no = CliRunner().invoke(main, words)
    assert no.exit_code == 2 and "1 grade would change" in no.output
    assert re.search(r"3\.\d: \d → \d, failed now", no.output) and len(world.history()) == 1
    yes = CliRunner().invoke(main, words)
    assert yes.exit_code == 0, yes.output
    assert asked == ["Write these changes?"] * 2 and len(world.history()) == 2
