"""`autograder remove question` takes a question out everywhere, and lists what it cannot decide."""

import json
from pathlib import Path

import pytest

from autograder.quality.adapting.doctor import find_gaps
from autograder.quality.adapting.edits import AdaptError
from autograder.quality.adapting.removal import remove_question
from support.tree import change, copy_project, copy_tree, run, write_defaults

UNRELEASED = (
    "assignment/tests/kit/probing/questions.py: it is not what autograder/probing/questions.py is:"
    " run `autograder release`."
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return copy_tree(tmp_path)


def _texts(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_after_q7_is_removed_all_places_agree(tree: Path) -> None:
    before = _texts(tree)
    removal = remove_question(tree, "q7")
    assert removal.undecided == []
    assert removal.changed == [
        "autograder/checking/hints/de/hidden.py",
        "autograder/checking/hints/en/hidden.py",
        "autograder/probing/questions.py",
        "grading.yml",
        "solution/README.de.md",
        "solution/README.md",
    ]
    after = _texts(tree)
    assert before.keys() - after.keys() == {*removal.removed}
    assert {
        "autograder/checking/hints/de/q7.py",
        "autograder/checking/hints/en/q7.py",
        "autograder/checks/hidden/test_q7.py",
        "autograder/checks/public/test_q7.py",
        "autograder/grading/standins/answered.py",
        "solution/digits/experiments.py",
        "tests/zoo/correct/experiments_own_loop.py",
        "tests/zoo/mistakes/q7_percent.py",
    } < {*removal.removed}
    assert all(after[name] == before[name] for name in after.keys() - {*removal.changed})
    write_defaults(tree)
    assert [str(gap) for gap in find_gaps(tree)] == [UNRELEASED]


def test_a_question_that_shares_its_file_leaves_the_others_functions(tree: Path) -> None:
    before = (tree / "solution/digits/models.py").read_text("utf-8")
    removal = remove_question(tree, "q6")
    models = (tree / "solution/digits/models.py").read_text("utf-8")
    assert before.startswith(models.split("class MLP")[0])
    assert "class MLP" in models and "class CNN" not in models
    assert models.count("# BEGIN SOLUTION") == models.count("# END SOLUTION") == 2
    assert "q6:" not in (tree / "grading.yml").read_text("utf-8")
    undecided = [str(gap) for gap in removal.undecided]
    sentence = "the other questions are worth 20 points too few: give them to others."
    assert undecided[0] == f"grading.yml: {sentence}"
    assert any(gap.startswith("solution/digits/__main__.py: q6 or its ") for gap in undecided)
    write_defaults(tree)
    (points, released) = map(str, find_gaps(tree))
    assert points.endswith("are worth 80 points together; they must make 100.")
    assert released == UNRELEASED


def test_rows_about_its_functions_in_other_parts_of_the_handout_go(tree: Path) -> None:
    remove_question(tree, "q7")
    remove_question(tree, "q2")
    for name in ("README.md", "README.de.md"):
        handout = (tree / "solution" / name).read_text("utf-8")
        assert "MLP(8)` |" not in handout and "{{parameters MLP" not in handout
        assert handout.count("\n| `CNN()` | {{parameters CNN()}}") == 2


def test_a_question_that_others_need_stays(tree: Path) -> None:
    before = _texts(tree)
    with pytest.raises(AdaptError) as error:
        remove_question(tree, "q5")
    assert str(error.value) == (
        "q5 is needed by q4, q7: remove what needs it first, or take q5 out of its `needs` in"
        " autograder/probing/questions.py."
    )
    assert _texts(tree) == before


def test_a_question_that_is_none_is_refused(tree: Path) -> None:
    with pytest.raises(AdaptError, match="there is no question q9; there are q1, q2, q3, q4"):
        remove_question(tree, "q9")


def test_the_written_question_is_an_entry_of_grading_yml(tree: Path) -> None:
    assert remove_question(tree, "q8").changed == ["grading.yml"]
    text = (tree / "grading.yml").read_text("utf-8")
    assert "q8" not in text and "kind: written" not in text and "\nlimits:" in text
    assert find_gaps(tree) == []


def test_words_that_others_use_are_listed(tree: Path) -> None:
    path = tree / "autograder/checks/public/test_q3.py"
    path.write_text(path.read_text("utf-8") + '\nWORD = "q7.row-count"\n', "utf-8")
    change(
        tree, "autograder/checking/hints/en/q7.py", "LINES = {\n", 'LINES = {\n"q7.row-count": 1,\n'
    )
    gaps = [str(gap) for gap in remove_question(tree, "q7").undecided]
    assert gaps[0] == (
        "autograder/checks/public/test_q3.py: it uses q7.row-count of q7.py, which went: write the"
        " words into shared.py, in autograder/checking/hints and each language."
    )


def test_tests_that_mention_the_question_are_counted_in_one_line(tree: Path) -> None:
    (tree / "tests/grading").mkdir()
    for name, text in (("one", "q7"), ("two", "run_experiments"), ("three", "q71")):
        (tree / f"tests/grading/test_{name}.py").write_text(f'"""Of {text}."""\n', "utf-8")
    assert [str(gap) for gap in remove_question(tree, "q7").undecided] == [
        "tests/: 2 files still mention q7 or its functions: `make test` says which of them must"
        " change."
    ]


@pytest.mark.slow  # it makes the assignment, and grades the reference
def test_one_command_removes_q7_and_the_rest_is_graded(tmp_path: Path) -> None:
    root = copy_project(tmp_path / "own")
    done = run(root, "-m", "autograder.cli", "remove", "question", "q7")
    assert done.returncode == 0, done.stderr
    assert "\nwrote assignment/" in done.stdout
    sentence = "`points:` of attacks count the 10 points of q7: lower them."
    assert f"\nto decide: tests/zoo/attacks/: {sentence}\n" in done.stdout
    security = (root / "docs/security.md").read_text("utf-8")
    assert "\n| all | 53 | 40 | 7 |\n" in security and "\n| q7 |" not in security
    assert not (root / "assignment/digits/experiments.py").exists()
    for command in (["doctor"], ["release", "--check"]):
        done = run(root, "-m", "autograder.cli", *command)
        assert done.returncode == 0, done.stdout + done.stderr
    done = run(root, "-m", "autograder.cli", "grade", "solution", "--seed", "1")
    assert done.returncode == 0, done.stderr
    result = json.loads((root / "results" / "solution.json").read_text("utf-8"))
    assert result["score"] == 100
    assert {test["number"].partition(".")[0] for test in result["tests"]} == {*"123456"}
