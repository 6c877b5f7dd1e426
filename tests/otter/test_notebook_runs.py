"""The notebook when it is run: its checks, its hints, and Otter's own commands."""

import importlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch

from autograder.otter.release import (
    NOTEBOOK,
)
from autograder.probing.questions import NAMES, QUESTIONS
from autograder.rubric.rubric import Rubric
from support.notebook import cell, with_solutions

THREADS = {name: "1" for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS")}
FIGURES = 9  # plot_digits three times; prediction, costs and weights twice each


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


def test_a_notebook_computes_in_its_default_type_and_the_check_in_float32(
    checks: Any, names: dict[str, Any]
) -> None:
    seen = []
    chance_cost = names["chance_cost"]

    def noting(num_classes: int = 10) -> float:
        seen.append(torch.zeros(1).dtype)
        return float(chance_cost(num_classes))

    names["chance_cost"] = noting
    torch.set_default_dtype(torch.float64)
    try:
        checks.check(names, "q5", "test_chance_cost")
        checks.check(names, "q3", "test_known_cost")
        assert torch.zeros(1).dtype == torch.float64
    finally:
        torch.set_default_dtype(torch.float32)
    assert {*seen} == {torch.float64}


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
    NotebookClient(
        filled, timeout=170, kernel_name="python3", resources={"metadata": {"path": str(place)}}
    ).execute(env=os.environ | THREADS)
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
