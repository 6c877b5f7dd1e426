"""The notebook students receive: complete, without a line of the solution, and always the same."""

import ast
import importlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch

from autograder.datasets.cache import raw_folder
from autograder.datasets.embedded import load_sample, mnist_files
from autograder.files import write_tree
from autograder.otter.master_cells import (
    check_source,
    definition,
    fill_in_solutions,
    imports,
    master_cells,
    master_source,
    setup_source,
    solved,
)
from autograder.otter.release import (
    NOTEBOOK,
    NotebookRelease,
    named,
    release_notebook,
    write_autograder,
)
from autograder.probing.questions import FILES, NAMES, QUESTIONS
from autograder.release.assignment import make_skeleton, write_assignment
from autograder.release.handout import ReleaseError
from autograder.release.only_graded import only_graded
from autograder.rubric.rubric import Rubric
from support import CHECKS, ROOT, SOLUTION
from support.release import quotations, solution_lines, without_comment

SOURCES = {file: (SOLUTION / "digits" / f"{file}.py").read_text("utf-8") for file in FILES}
THREADS = {name: "1" for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS")}
FIGURES = 9  # plot_digits three times; prediction, costs and weights twice each


@pytest.fixture(scope="module")
def released(rubric: Rubric) -> NotebookRelease:
    return release_notebook(SOLUTION, CHECKS, rubric)


@pytest.fixture(scope="module")
def notebook(released: NotebookRelease) -> Any:
    return nbformat.reads(released.files[NOTEBOOK].decode(), as_version=4)


@pytest.fixture(scope="module")
def folder(
    released: NotebookRelease, rubric: Rubric, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """What a student unpacks, with the embedded digits where MNIST would be."""
    target = tmp_path_factory.mktemp("notebook") / "assignment"
    write_assignment(SOLUTION, CHECKS, rubric, target, released.files)
    sample = load_sample(ROOT / "data_cache" / "digits8x8.npz")
    write_tree(raw_folder(target / "data_cache"), mnist_files(*sample))
    return target


@pytest.fixture(scope="module")
def autograder(released: NotebookRelease, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_autograder(released, tmp_path_factory.mktemp("dist"))


def cell(notebook: Any, id: str) -> str:
    """The source of the cell with this id."""
    (source,) = (cell.source for cell in notebook.cells if cell.id == id)
    return str(source)


def with_solutions(notebook: Any) -> Any:
    return nbformat.from_dict(fill_in_solutions(notebook, SOURCES))


def otter(*arguments: str | Path, cwd: Path) -> str:
    """Run Otter's command line and return all that it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "otter", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | THREADS,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# What is in it


def test_every_name_has_its_stub_as_in_the_package(notebook: Any) -> None:
    for name in NAMES:
        source = cell(notebook, f"write-{name}")
        skeleton = make_skeleton(definition(SOURCES, name), name, QUESTIONS).strip()
        assert source == skeleton
        assert ast.get_docstring(ast.parse(source).body[0])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_a_stub_says_which_question_it_belongs_to(name: str, notebook: Any) -> None:
    names: dict[str, Any] = {}
    for id in ("imports", "shape", f"write-{name}"):
        exec(cell(notebook, id), names)
    question = next(id for id, members in QUESTIONS.items() if name in members)
    arguments = [None] * {"run_experiments": 3, "cost_function": 2, "accuracy": 2}.get(name, 0)
    arguments = [None] * 3 if name in ("train", "training_epoch") else arguments
    arguments = [None] * 2 if name == "evaluate" else arguments
    arguments = [None] if name == "make_loader" else arguments
    with pytest.raises(NotImplementedError, match=f"^{question}: "):
        names[name](*arguments)


def test_every_question_is_checked_after_its_last_name(notebook: Any) -> None:
    ids = [cell.id for cell in notebook.cells]
    for question, names in QUESTIONS.items():
        assert cell(notebook, f"check-{question}") == f'grader.check("{question}")'
        last = max(ids.index(f"write-{name}") for name in names)
        assert ids.index(f"check-{question}") > last
    assert ids.index("setup") < ids.index("otter") < ids.index("imports") < ids.index("given")


def test_the_definitions_of_the_reference_run_from_top_to_bottom(notebook: Any) -> None:
    names: dict[str, Any] = {}
    filled = with_solutions(notebook)
    for id in (
        "imports",
        "shape",
        "given",
        *(c.id for c in filled.cells if c.id.startswith("write-")),
    ):
        if id != "write-answer":
            exec(cell(filled, id), names)
    assert {*NAMES, "plot_digits", "plot_costs", "plot_weights"} <= names.keys()


def test_the_written_question_has_a_place_for_the_answer(notebook: Any) -> None:
    assert cell(notebook, "write-answer") == "_Type your answer here, replacing this text._"


def test_it_is_valid_has_no_output_and_no_other_metadata(released: NotebookRelease) -> None:
    tree = json.loads(released.files[NOTEBOOK])
    nbformat.validate(tree)
    allowed = {"tags", "deletable", "editable", "cellView", "jupyter"}
    for one in tree["cells"]:
        assert one["metadata"].keys() <= allowed
        assert set(one["metadata"].get("tags", [])) <= {"otter_ignore"}
        if one["cell_type"] == "code":
            assert one["outputs"] == [] and one["execution_count"] is None
    assert tree["metadata"].keys() == {"kernelspec", "language_info"}


def test_only_what_defines_or_checks_is_run_by_graders(notebook: Any) -> None:
    run = [
        cell.id
        for cell in notebook.cells
        if cell.cell_type == "code" and "otter_ignore" not in cell.metadata.get("tags", [])
    ]
    stubs = [f"write-{name}" for name in NAMES]
    assert sorted(run) == sorted(
        ["otter", "imports", "shape", *stubs, *(f"check-{q}" for q in QUESTIONS)]
    )


# What is not in it


def test_no_line_of_a_solution_is_in_what_students_get(released: NotebookRelease) -> None:
    secrets = solution_lines()
    assert len(secrets) > 50
    for name, data in released.files.items():
        text = "\n".join(texts_of(json.loads(data))) if name == NOTEBOOK else data.decode()
        lines = {without_comment(line) for line in text.split("\n")} | {
            *map(str.strip, text.split("\n"))
        }
        assert lines & secrets == set(), name
        assert [secret for secret in secrets if len(secret) > 25 and secret in text] == [], name


def test_no_expression_of_a_solution_is_in_any_file(
    released: NotebookRelease, autograder: Path
) -> None:
    assert quotations(released.files) == []
    with zipfile.ZipFile(autograder) as files:
        assert quotations({name: files.read(name) for name in files.namelist()}) == []


def test_no_hidden_check_is_in_what_students_get(released: NotebookRelease, rubric: Rubric) -> None:
    everything = "\n".join(data.decode() for data in released.files.values())
    hidden = [c for q in rubric.questions for c in q.checks if c.group == "hidden"]
    public = {(c.question, c.name) for q in rubric.questions for c in q.checks} - {
        (c.question, c.name) for c in hidden
    }
    assert len(hidden) > 10
    for check in hidden:
        assert check.title not in everything
        assert f"'{check.question}', '{check.name}'" not in everything
    for question, name in public:
        assert f"check(env, '{question}', '{name}')" in everything
    shared = {line for path in (CHECKS / "public").glob("*.py") for line in lines_of(path)}
    told = {line for lines in only_graded(CHECKS, rubric).values() for line in lines}
    for path in (CHECKS / "hidden").glob("*.py"):
        own = lines_of(path) - shared - told
        assert len(own) > 5
        assert not [line for line in own if len(line) >= 40 and line in everything]


def lines_of(path: Path) -> set[str]:
    return {line.strip() for line in path.read_text("utf-8").split("\n")}


def test_what_to_look_for_in_the_answer_stays_with_the_teacher(released: NotebookRelease) -> None:
    answer = (SOLUTION / "written_answer.md").read_text("utf-8")
    everything = "\n".join(data.decode() for data in released.files.values())
    for line in answer.split("\n"):
        assert not line.strip() or line.strip() not in everything


def texts_of(tree: Any) -> list[str]:
    """All texts in a notebook's JSON, those of metadata included."""
    if isinstance(tree, str):
        return [tree]
    if isinstance(tree, dict):
        return [text for key, value in tree.items() for text in [key, *texts_of(value)]]
    if isinstance(tree, list):
        if tree and all(isinstance(item, str) for item in tree):
            return ["".join(tree)]
        return [text for value in tree for text in texts_of(value)]
    return []


# How it is made


def test_two_runs_make_the_same_bytes(released: NotebookRelease, rubric: Rubric) -> None:
    assert release_notebook(SOLUTION, CHECKS, rubric) == released


def test_a_repository_is_where_the_first_cell_looks(notebook: Any, rubric: Rubric) -> None:
    source = cell(notebook, "setup")
    assert "REPO = None" in source
    assert 'REPO = "ada/digits"' in setup_source(source, "ada/digits")


def test_the_first_cell_takes_the_checks_out_of_the_archive(
    notebook: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = cell(notebook, "setup")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"Upload assignment\.zip"):
        exec(setup, {})
    shutil.make_archive(str(tmp_path / "assignment"), "zip", folder.parent, "assignment")
    exec(setup, {})
    there = {path.relative_to(folder) for path in (folder / "tests").rglob("*.py")}
    assert {path.relative_to(tmp_path) for path in (tmp_path / "tests").rglob("*.py")} == there
    (tmp_path / "assignment.zip").unlink()
    exec(setup, {})  # all is there


def test_a_solution_is_said_in_otters_words() -> None:
    source = (
        "def f():\n    # BEGIN SOLUTION\n    # TODO q1: add\n    return 1\n    # END SOLUTION\n"
    )
    assert master_source(source) == (
        "def f():\n"
        "    # BEGIN SOLUTION NO PROMPT\n    # TODO q1: add\n    return 1\n    # END SOLUTION\n"
        '    """ # BEGIN PROMPT\n'
        '    # TODO q1: add\n    raise NotImplementedError("q1: add")\n'
        '    """ # END PROMPT'
    )


def test_imports_are_gathered_and_those_of_the_package_left_out() -> None:
    first = "import torch\nfrom torch import nn\nfrom .data import make_loader\n"
    second = "import math\nimport torch\nfrom torch import Tensor\n"
    assert imports([first, second]) == ("import math\n\nimport torch\nfrom torch import Tensor, nn")


@pytest.mark.parametrize(
    ("mark", "instead", "message"),
    [
        ("<!-- check q2 -->\n", "", "the mark `check q2` is missing"),
        ("<!-- check q2 -->\n", "<!-- check q3 -->\n", "the mark `check q3` ends nothing"),
        ("<!-- part q7 45 minutes -->\n", "", r"misses the parts q7"),
    ],
)
def test_a_mark_that_is_missing_is_named(
    mark: str, instead: str, message: str, tmp_path: Path, rubric: Rubric
) -> None:
    solution = shutil.copytree(SOLUTION, tmp_path / "solution")
    text = (solution / "README.md").read_text("utf-8")
    assert mark in text
    (solution / "README.md").write_text(text.replace(mark, instead), encoding="utf-8")
    with pytest.raises(ReleaseError, match=message):
        master_cells(solution, rubric)


def test_a_name_that_is_nowhere_is_named() -> None:
    with pytest.raises(ReleaseError, match=r"digits/models\.py has no `MLP`"):
        definition(SOURCES | {"models": "class CNN: ...\n"}, "MLP")


def test_the_solved_source_has_no_mark_and_no_import_from_the_package() -> None:
    for name in NAMES:
        source = solved(SOURCES, name)
        assert not re.search(r"SOLUTION|TODO|from \.", source)
        ast.parse(source)


def test_otters_cases_are_called_by_our_titles(released: NotebookRelease, rubric: Rubric) -> None:
    for question in rubric.questions:
        text = released.autograder[f"tests/{question.id}.py"].decode()
        found = re.findall(r'name="(.*)",\n    points=(\S+), hidden=(\w+)', text)
        assert found == [
            (check.title, f"{check.points:g}", str(check.group == "hidden"))
            for check in question.checks
        ]
    assert named(b"x = 1") == b"x = 1"


def test_a_title_with_quotes_is_still_python(rubric: Rubric) -> None:
    check = replace(rubric.questions[0].checks[0], title='it is "there"')
    assert "failure_message: \"it is 'there'\"" in check_source(check)


# Running it


@pytest.fixture(scope="module")
def checks(folder: Path) -> Any:
    """The module that Otter's test files call, as it lies in the student's folder."""
    sys.path.insert(0, str(folder / "tests"))
    try:
        yield importlib.import_module("kit.otter.runner")
    finally:
        sys.path.remove(str(folder / "tests"))
        for name in [name for name in sys.modules if name.split(".")[0] == "kit"]:
            del sys.modules[name]


@pytest.fixture
def names(notebook: Any) -> dict[str, Any]:
    """The names of the notebook with the reference filled in."""
    env: dict[str, Any] = {}
    filled = with_solutions(notebook)
    for id in ("imports", "shape", *(f"write-{name}" for name in NAMES)):
        exec(compile(cell(filled, id), f"<{id}>", "exec"), env)
    return env


def hint_of(checks: Any, run: Callable[[], None]) -> str:
    with pytest.raises(checks.Hint) as caught:
        run()
    return str(caught.value)


def test_a_right_function_passes_and_leaves_the_random_numbers_alone(
    checks: Any, names: dict[str, Any]
) -> None:
    before = torch.random.get_rng_state(), random.getstate()
    checks.check(names, "q1", "test_items")
    assert torch.equal(torch.random.get_rng_state(), before[0])
    assert random.getstate() == before[1]


def test_a_wrong_function_is_told_what_was_expected(checks: Any, names: dict[str, Any]) -> None:
    names["chance_cost"] = lambda num_classes=10: 1 / num_classes
    hint = hint_of(checks, lambda: checks.check(names, "q5", "test_chance_cost"))
    assert "2.30" in hint and "0.1" in hint
    assert all(len(line) <= 100 for line in hint.split("\n"))


def test_where_to_look_and_the_smallest_example_unfold_on_a_click(
    checks: Any, names: dict[str, Any]
) -> None:
    names["cost_function"] = lambda log_prob, labels: -log_prob.gather(1, labels[:, None]).sum()
    hint = hint_of(checks, lambda: checks.check(names, "q3", "test_known_cost"))
    line, look, example = hint.split("<details><summary>")
    assert "It is the sum over the batch; expected the mean." in " ".join(line.split())
    assert look.startswith("Where to look</summary>\n") and look.endswith("</details>\n")
    assert "A batch holds N samples" in look and "(Handout: “q3: what" in " ".join(look.split())
    assert example.startswith("The smallest example</summary>\nlog_prob = [[")
    assert re.search(r"\ncost  1\.812 +3\.624</details>$", example)


def test_an_error_is_told_with_the_line_that_raised_it(checks: Any, names: dict[str, Any]) -> None:
    exec(compile("def chance_cost(num_classes=10):\n    return 1 / 0\n", "<cell>", "exec"), names)
    hint = hint_of(checks, lambda: checks.check(names, "q5", "test_chance_cost"))
    assert hint.startswith("ZeroDivisionError: division by zero (while calling chance_cost)")
    assert "\n  → line 2: " in hint


def test_a_name_that_is_not_there_yet_is_told(checks: Any, names: dict[str, Any]) -> None:
    del names["CNN"]
    hint = hint_of(checks, lambda: checks.check(names, "q6", "test_output"))
    assert hint == "`CNN` is missing: no cell that was run defines it."


def test_a_name_that_another_question_owes_is_told(checks: Any, names: dict[str, Any]) -> None:
    del names["evaluate"]
    hint = hint_of(checks, lambda: checks.check(names, "q4", "test_train"))
    assert hint == "calling train needs `evaluate`, which belongs to q5: run its cell first."


def test_a_stub_of_another_question_is_told(
    checks: Any, names: dict[str, Any], notebook: Any
) -> None:
    exec(cell(notebook, "write-evaluate"), names)
    hint = hint_of(checks, lambda: checks.check(names, "q4", "test_train"))
    assert re.fullmatch(r"needs q5: .* \(still to be written\)", hint)


def test_what_it_tells_is_safe_in_a_page(checks: Any, names: dict[str, Any]) -> None:
    def fail(num_classes: int = 10) -> float:
        raise ValueError("<script>")

    names["chance_cost"] = fail
    names["load_mnist"] = lambda root, train: [(torch.zeros(1, 28, 28).to(torch.int), 0)]
    for question, check in (("q5", "test_chance_cost"), ("q1", "test_items")):
        hint = hint_of(checks, lambda q=question, c=check: checks.check(names, q, c))  # type: ignore[misc]
        tags = ("<details>", "</details>", "<summary>", "</summary>")
        assert set(re.findall("<[^>]*>", hint)) <= set(tags)


@pytest.mark.slow
def test_it_runs_from_top_to_bottom_with_every_figure(folder: Path, tmp_path: Path) -> None:
    from nbclient import NotebookClient  # noqa: PLC0415 - it is slow, and this test is

    place = shutil.copytree(folder, tmp_path / "assignment")
    filled = with_solutions(nbformat.read(place / NOTEBOOK, as_version=4))
    nbformat.write(filled, place / NOTEBOOK)
    shutil.copy(place / NOTEBOOK, place / "digits-Copy1.ipynb")  # the export names the one it takes
    start = time.monotonic()
    NotebookClient(
        filled, timeout=170, kernel_name="python3", resources={"metadata": {"path": str(place)}}
    ).execute(env=os.environ | THREADS)
    assert time.monotonic() - start < 180
    outputs = [output for cell in filled.cells for output in cell.get("outputs", [])]
    assert [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"] == []
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert len(pictures) == FIGURES
    checked = ["".join(o.data["text/html"]) for o in outputs if "text/html" in o.get("data", {})]
    passed = [text for text in checked if "passed!" in text]
    assert len(passed) == len(QUESTIONS)
    assert list(place.glob("digits_*.zip"))  # the export


@pytest.mark.slow
def test_otter_check_works_in_the_students_folder(folder: Path, tmp_path: Path) -> None:
    place = shutil.copytree(folder, tmp_path / "assignment")
    message = otter("check", NOTEBOOK, "-q", "q3", cwd=place)
    assert "Hint: q3: return the mean negative log-likelihood" in message
    nbformat.write(with_solutions(nbformat.read(place / NOTEBOOK, as_version=4)), place / NOTEBOOK)
    assert "All tests passed!" in otter("check", NOTEBOOK, cwd=place)


@pytest.mark.slow
@pytest.mark.parametrize("share", [1, 0], ids=["reference", "untouched"])
def test_otter_run_gives_all_points_or_none(
    share: int, notebook: Any, autograder: Path, tmp_path: Path, rubric: Rubric
) -> None:
    nbformat.write(with_solutions(notebook) if share else notebook, tmp_path / NOTEBOOK)
    otter("run", NOTEBOOK, "-a", autograder, "-o", ".", "--no-logo", cwd=tmp_path)
    results = json.loads((tmp_path / "results.json").read_text("utf-8"))
    scores = {test["name"]: test["score"] for test in results["tests"] if "score" in test}
    assert scores == {question.id: share * question.points for question in rubric.questions}
