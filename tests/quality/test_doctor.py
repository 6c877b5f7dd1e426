"""`autograder doctor` names each place that does not agree with the rest, and what to write."""

from pathlib import Path

import pytest

from autograder.quality.adapting.doctor import find_gaps
from support import ROOT
from support.tree import change, copy_tree, run

TABLE = "autograder/probing/questions.py"
Q8 = '    Asked("q8", "matrix", ("confusion_matrix",)),\n)\nQUESTIONS'


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return copy_tree(tmp_path)


def _gaps(tree: Path) -> list[str]:
    return [str(gap) for gap in find_gaps(tree)]


def test_all_places_of_the_project_agree() -> None:
    assert _gaps(ROOT) == []


def test_a_new_question_in_the_table_alone_is_missing_everywhere(tree: Path) -> None:
    change(tree, "grading.yml", "  q8:                  #", "  q9:                  #")
    change(tree, TABLE, ")\nQUESTIONS", Q8)
    assert _gaps(tree) == [
        "grading.yml: q8 has no entry: write `q8:` with a title and the points of each check, below"
        " `questions:`.",
        "autograder/checks/public/test_q8.py: q8 has no check: write a function"
        " `test_…(submission)` that asks for `confusion_matrix`.",
        "solution/README.de.md: q8 has no part: write `<!-- part q8 30 minutes -->` and below it"
        " `## q8: …`.",
        "solution/README.md: q8 has no part: write `<!-- part q8 30 minutes -->` and below it"
        " `## q8: …`.",
        "solution/digits/matrix.py: `confusion_matrix` is missing: write the solution of q8, with"
        " `# BEGIN SOLUTION` and `# END SOLUTION`.",
        "tests/zoo/mistakes/q8_….py: q8 has no mistake that its checks must catch: write one.",
        "assignment/tests/kit/probing/questions.py: q8 is missing: students' pytest has no marker"
        " for it. Run `autograder release`.",
    ]


def test_a_question_taken_out_of_the_table_alone_is_left_everywhere_else(tree: Path) -> None:
    text = (tree / TABLE).read_text("utf-8")
    begin, end = text.index("    Asked(\n        *"), text.index(")\nQUESTIONS")
    (tree / TABLE).write_text(text[:begin] + text[end:], "utf-8")
    gaps = _gaps(tree)
    places = {gap.partition(":")[0].partition(",")[0] for gap in gaps}
    assert places > {
        "autograder/checking/hints/en/hidden.py",
        "autograder/checking/hints/en/q7.py",
        "grading.yml",
        "solution/README.md",
        "solution/digits/experiments.py",
        "tests/zoo/correct/experiments_nested_loops.py",
        "tests/zoo/mistakes/q7_percent.py",
    }
    lines = (tree / "solution/README.md").read_text("utf-8").split("\n")
    line = next(n for n, text in enumerate(lines, 1) if text.startswith("<!-- part q7"))
    assert (
        f"solution/README.md, line {line}: the part is of no question: take it out, or write q7"
        f" into {TABLE}." in gaps
    )


def test_a_check_without_points_and_points_without_a_check(tree: Path) -> None:
    change(tree, "autograder/checks/hidden/test_q3.py", "def test_slope(", "def test_slopes(")
    first, second = _gaps(tree)
    assert first.startswith("grading.yml, line ")
    assert first.endswith(": there is no `test_slope` in hidden/test_q3.py.")
    assert second.startswith("autograder/checks/hidden/test_q3.py, line ")
    assert second.endswith(
        ": `test_slopes` has no points: grading.yml does not name it among the hidden checks of q3."
    )


def test_a_hidden_check_of_which_students_are_told_nothing(tree: Path) -> None:
    lines = '\n\n    The gradient of the cost of a random batch.\n    """'
    change(tree, "autograder/checks/hidden/test_q3.py", lines, '"""')
    assert _gaps(tree) == [
        "autograder/checks/hidden: The docstring of the hidden check q3, test_slope, does not say"
        " below its first line what students are told of it."
    ]


def test_points_that_do_not_make_100(tree: Path) -> None:
    change(tree, "grading.yml", "test_chance_cost: 2", "test_chance_cost: 3")
    (gap,) = _gaps(tree)
    assert gap.endswith("are worth 101 points together; they must make 100.")


@pytest.mark.parametrize(
    ("mark", "gap"),
    [
        (
            "<!-- write make_loader -->\n",
            "the notebook has no cell for `make_loader`: write `<!-- write make_loader -->` into"
            " the part q1.",
        ),
        (
            "<!-- check q3 -->\n",
            "the notebook does not check q3: write `<!-- check q3 -->` where its part has all"
            " functions.",
        ),
    ],
)
def test_a_mark_that_the_handout_misses(tree: Path, mark: str, gap: str) -> None:
    change(tree, "solution/README.md", mark, "")
    assert _gaps(tree) == [f"solution/README.md: {gap}"]


def test_a_part_that_is_there_twice_and_a_block_that_has_no_end(tree: Path) -> None:
    text = (tree / "solution/README.md").read_text("utf-8")
    (tree / "solution/README.md").write_text(f"{text}\n<!-- notebook\n", "utf-8")
    line = text.count("\n") + 2
    assert _gaps(tree) == [f"solution/README.md, line {line}: this block has no end."]
    double = text.replace("<!-- part q3 ", "<!-- part q2 20 minutes -->\n<!-- part q3 ")
    (tree / "solution/README.md").write_text(double, "utf-8")
    assert _gaps(tree) == ["solution/README.md: there are two parts q2."]


def test_lines_of_hints_that_belong_to_no_question(tree: Path) -> None:
    file = "autograder/checking/hints/en/hidden.py"
    change(tree, file, '    "q7.gone-on": (', '    "q9.gone-on": (')
    line = (tree / file).read_text("utf-8").split("\n").index('    "q9.gone-on": (') + 1
    assert _gaps(tree) == [f"{file}, line {line}: q9 is no question: take its lines out."]


def test_a_handout_in_another_language_is_held_to_the_table_too(tree: Path) -> None:
    text = (tree / "solution/README.md").read_text("utf-8")
    german = tree / "solution/README.de.md"
    german.write_text(text, "utf-8")
    assert _gaps(tree) == []
    german.write_text(text.replace("<!-- check q3 -->\n", ""), "utf-8")
    assert [gap.partition(":")[0] for gap in _gaps(tree)] == ["solution/README.de.md"]


def test_a_stub_without_a_solution(tree: Path) -> None:
    old = "    return nn.functional.nll_loss(log_prob, labels)\n"
    change(tree, "solution/digits/costs.py", old, "    raise NotImplementedError\n")
    (gap,) = _gaps(tree)
    assert gap.startswith("solution/digits/costs.py, line ")
    assert gap.endswith(": `cost_function` is a stub without a solution: write the solution.")


def test_a_solution_without_a_stub(tree: Path) -> None:
    path = tree / "solution/digits/costs.py"
    path.write_text(path.read_text("utf-8").replace("# TODO q3:", "# q3:"), "utf-8")
    (gap,) = _gaps(tree)
    assert gap.endswith(
        ": `cost_function` makes no stub: begin its solution with `# BEGIN SOLUTION` and a line"
        " `# TODO q3: …`."
    )


def test_a_threshold_above_what_was_measured(tree: Path) -> None:
    change(
        tree,
        "grading.yml",
        "learning_rate: 0.002, threshold: 0.78",
        "learning_rate: 0.002, threshold: 0.8",
    )
    (gap,) = _gaps(tree)
    assert gap.endswith(
        ": the threshold of q2 is 0.8; the highest that was measured is 0.78: run `autograder"
        " calibrate --data sample --out docs/thresholds`."
    )


def test_a_threshold_below_what_was_measured_is_covered(tree: Path) -> None:
    change(
        tree,
        "grading.yml",
        "learning_rate: 0.002, threshold: 0.78",
        "learning_rate: 0.002, threshold: 0.7",
    )
    assert _gaps(tree) == []


def test_a_threshold_older_than_its_budget(tree: Path) -> None:
    rest = "batch_size: 32, learning_rate: 0.01, threshold: 0.84}\n    q6: {epochs: 12"
    change(
        tree,
        "grading.yml",
        f"q4: {{epochs: 12, {rest}",
        f"q4: {{epochs: 9, {rest}",
    )
    (gap,) = _gaps(tree)
    assert gap.endswith(
        ": q4 is trained in another way by now; its threshold was measured with epochs 12: run"
        " `autograder calibrate --data sample --out docs/thresholds`."
    )


def test_an_exam_that_nobody_has_measured(tree: Path) -> None:
    change(tree, "docs/thresholds/sample.md", "| q6 | 12 | 32 | 0.004 | 1437 | 360 |\n", "")
    (gap,) = _gaps(tree)
    assert gap.endswith(
        ": docs/thresholds/sample.md does not say how q6 was measured: run `autograder calibrate"
        " --data sample --out docs/thresholds`."
    )


def test_a_specimen_without_a_question(tree: Path) -> None:
    (tree / "tests/zoo/mistakes/q9_new.py").write_text('"""It.\nquestion: q9\nhint: it\n"""\n')
    (tree / "tests/zoo/correct/new.py").write_text('"""It."""\n\nnew = 1\n')
    assert _gaps(tree) == [
        "tests/zoo/mistakes/q9_new.py: q9 is no question: take the specimen out, or write q9 into"
        f" {TABLE}.",
        "tests/zoo/correct/new.py: it belongs to no question: it defines none of the names that"
        " questions ask for: take it out.",
    ]


def test_a_table_that_students_do_not_have_yet(tree: Path) -> None:
    change(tree, TABLE, "# the grader answers", "# The grader answers")
    assert _gaps(tree) == [
        f"assignment/tests/kit/probing/questions.py: it is not what {TABLE} is: run `autograder"
        " release`."
    ]


def test_what_is_still_to_be_written(tree: Path) -> None:
    change(tree, "solution/README.md", "## q3: what a prediction costs", "## q3: write me")
    (gap,) = _gaps(tree)
    assert gap.endswith(": write me: `## q3: write me`")


def test_a_file_that_is_not_python(tree: Path) -> None:
    (tree / "autograder/checks/public/test_q3.py").write_text("def test_(:\n")
    assert _gaps(tree)[-1].startswith("autograder/checks/public/test_q3.py, line 1: this is not")


@pytest.mark.parametrize(("points", "code"), [("2", 0), ("3", 2)])
def test_the_command_ends_with_0_or_2(tmp_path: Path, points: str, code: int) -> None:
    root = copy_tree(tmp_path, ("autograder", *_rest()))
    change(root, "grading.yml", "test_chance_cost: 2", f"test_chance_cost: {points}")
    done = run(root, "-m", "autograder.cli", "doctor")
    assert done.returncode == code
    expected = "they must make 100." if code else "all places agree\n"
    assert expected in done.stdout


def _rest() -> tuple[str, ...]:
    return (
        "assignment/tests/kit/probing/questions.py",
        "docs/thresholds",
        "grading.yml",
        "solution",
        "tests/zoo/correct",
        "tests/zoo/mistakes",
    )
