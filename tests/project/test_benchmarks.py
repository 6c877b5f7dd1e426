"""The benchmarks' common table: what is kept on the page, and that a benchmark measures at all."""

import importlib
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from autograder.network.bench.process import Benches, BenchLimits, BenchProcess
from autograder.results.class_list import ClassList, write_class_list
from autograder.results.results_json import write_grade
from support import ROOT
from support.grades import make_grade

BENCHMARKS = ROOT / "benchmarks"
QUICK = """  # a benchmark that measures how it was called
import json, sys
*words, _, file = sys.argv[1:]
row = {"what": "called", "measured": " ".join(words), "wanted": ""}
open(file, "w").write(json.dumps([row]))
"""


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module("table")


def test_a_section_of_the_page_is_written_anew_and_the_others_stay(
    table: ModuleType, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Benchmarks\n\nText.\n\n## Now\n\nold\n\n## Before\n\n| a | b |\n")
    table.keep(page, "Now", "new")
    assert page.read_text() == (
        "# Benchmarks\n\nText.\n\n## Now\n\nnew\n\n## Before\n\n| a | b |\n"
    )
    table.keep(page, "Later", "added")
    assert page.read_text().endswith("| a | b |\n\n## Later\n\nadded\n")


def test_a_table_names_the_command_and_the_machine(table: ModuleType) -> None:
    text = table.table_of([table.Row("a class", "3 s", "2 s")], "make bench")
    assert text.startswith("Measured by `make bench` on 20")
    assert "PyTorch" in text.splitlines()[0]
    assert text.splitlines()[2:] == [
        "| what | measured | wanted |",
        "| --- | --- | --- |",
        "| a class | 3 s | 2 s |",
    ]


@pytest.fixture
def bench(table: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """What runs all benchmarks, of which there are two small ones here, and its page."""
    bench = importlib.import_module("bench")
    folder, page = tmp_path / "benchmarks", tmp_path / "page.md"
    folder.mkdir()
    scripts = {"one.py": ("--runs", "3"), "two.py": ()}
    for script in scripts:
        (folder / script).write_text(QUICK)
    page.write_text("# Benchmarks\n\n## Now\n\nold\n")
    for name, value in {"HERE": folder, "PAGE": page, "SCRIPTS": scripts}.items():
        monkeypatch.setattr(bench, name, value)
    words = ["bench.py", "--isolation", "user", "--json", str(tmp_path / "rows.json")]
    monkeypatch.setattr(sys, "argv", words)
    return bench


def test_all_benchmarks_run_one_after_the_other_into_one_table(
    bench: ModuleType, tmp_path: Path
) -> None:
    bench.main()
    rows = json.loads((tmp_path / "rows.json").read_text("utf-8"))
    assert [row["measured"] for row in rows] == ["--runs 3 --isolation user", "--isolation user"]
    page = (tmp_path / "page.md").read_text()
    assert page.startswith("# Benchmarks\n\n## Now\n\nMeasured by `make bench` on 20")
    assert page.splitlines()[-2:] == [
        "| called | --runs 3 --isolation user |  |",
        "| called | --isolation user |  |",
    ]


def test_a_benchmark_that_fails_is_named_and_the_page_stays(
    bench: ModuleType, tmp_path: Path
) -> None:
    bench.SCRIPTS["missing.py"] = ()
    with pytest.raises(SystemExit, match="1"):
        bench.main()
    rows = json.loads((tmp_path / "rows.json").read_text("utf-8"))
    assert [row["measured"] for row in rows][2:] == ["failed"]
    assert (tmp_path / "page.md").read_text() == "# Benchmarks\n\n## Now\n\nold\n"


def test_percentiles_are_those_of_the_nearest_rank(
    table: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests = importlib.import_module("guests")
    seconds = [number / 1000 for number in range(200, 0, -1)]
    assert guests.percentiles(seconds) == "p50 100.0 ms, p95 190.0 ms, of 200"
    assert guests.percentiles([0.0071]) == "p50 7.1 ms, p95 7.1 ms, of 1"


def test_a_class_that_was_graded_twice_has_the_same_grades(
    table: ModuleType, tmp_path: Path
) -> None:
    classroom = importlib.import_module("classroom")
    for folder, seconds in (("first", 2.0), ("again", 7.0)):
        grade = make_grade(name="ada", seconds=seconds, own_seconds=seconds / 2)
        (tmp_path / folder).mkdir()
        write_grade(tmp_path / folder, grade)
        write_class_list(tmp_path / folder, ClassList(("ada",)))
    first, again = (classroom.read_results(tmp_path / folder) for folder in ("first", "again"))
    assert first == again
    assert [*first] == [*classroom.times_of(tmp_path / "again")] == ["ada.json"]
    write_grade(tmp_path / "again", make_grade({"1.1": "failed"}, name="ada"))
    assert first != classroom.read_results(tmp_path / "again")


def test_what_a_bench_takes_is_no_overhead(
    table: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    overhead = importlib.import_module("overhead")
    assert overhead.Spent(total=6.0, own=2.5, training=0.5, examining=1.0).overhead == 2.0

    def answer(bench: BenchProcess, task: str, arguments: dict[str, Any]) -> Any:
        time.sleep(0.01)
        return 2.5 if task == "epoch" else None  # the seconds that it has trained

    monkeypatch.setattr(BenchProcess, "__call__", answer)
    with overhead.watched_bench() as tasks:
        bench = BenchProcess(Benches(), lambda: BenchLimits(60.0, 60.0, 600))
        for task in ("epoch", "epoch", "run"):
            bench(task, {})
    assert tasks["epoch"] == 5.0
    assert 0.01 <= tasks["run"] < 2.0
    assert BenchProcess.__call__ is answer


def rows(script: str, *options: str, folder: Path) -> dict[str, str]:
    """Run a benchmark; return what it has measured, by name."""
    file = folder / "rows.json"
    command = [sys.executable, BENCHMARKS / script, *options, "--json", file]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return {row["what"]: row["measured"] for row in json.loads(file.read_text("utf-8"))}


@pytest.mark.slow
def test_guests_answer_at_every_level_that_is_possible_here(tmp_path: Path) -> None:
    found = rows("guests.py", "--forks", "2", folder=tmp_path)
    for level in ("bwrap", "user", "process"):
        measured = found[f"fork to first answer, {level}"]
        assert re.fullmatch(r"p50 [\d.]+ ms, p95 [\d.]+ ms, of 2|not possible here: .+", measured)
    assert found["fork to first answer, process"].startswith("p50")


@pytest.mark.slow
def test_each_question_costs_something(tmp_path: Path) -> None:
    found = rows("questions.py", "--runs", "1", "--isolation", "process", folder=tmp_path)
    assert [*found] == [
        *(f"q{number}, of the processor" for number in range(1, 8)),
        "all, of the processor",
        "isolation",
    ]
    assert re.match(r"\d+\.\d\d s: grader", found["q3, of the processor"])


@pytest.mark.slow
def test_overhead_is_told_apart_from_the_bench(tmp_path: Path) -> None:
    found = rows("overhead.py", "--runs", "1", "--isolation", "process", folder=tmp_path)
    seconds = r"\d+\.\d\d s"
    overhead = rf"{seconds} \(.+\) beside {seconds} in the student's own code"
    assert re.fullmatch(overhead, found["overhead, the reference"])
    bench = rf"{seconds} in training, {seconds} in other tasks"
    assert re.fullmatch(bench, found["the bench, the reference"])
    assert "the bench, the untouched skeleton" not in found
