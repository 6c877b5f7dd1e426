"""Which loop did not end, where the time limit stopped a student's code."""

from pathlib import Path

import pytest

from autograder.probing.loops import Ending, Loop, loop_that_runs

CODE = """\
def train():
    epoch = 0
    while epoch < 2:
        for batch in [1, 2]:
            step(batch)

def step(batch):
    for part in range(3):
        part += 1
    return batch
"""


def loop(tmp_path: Path, *lines: int) -> Loop | None:
    (tmp_path / "training.py").write_text(CODE)
    return loop_that_runs(tmp_path, [("training.py", line) for line in lines])


def test_a_while_comes_before_the_for_loops_within_and_in_functions_it_calls(
    tmp_path: Path,
) -> None:
    expected = Loop("training.py", 3, "while epoch < 2:", Ending.BY_CONDITION)
    assert loop(tmp_path, 5, 9) == loop(tmp_path, 5) == expected


def test_without_a_while_it_is_the_outermost_for_loop(tmp_path: Path) -> None:
    expected = Loop("training.py", 8, "for part in range(3):", Ending.BY_ITSELF)
    assert loop(tmp_path, 9) == expected


def test_outside_of_loops_there_is_none(tmp_path: Path) -> None:
    assert loop(tmp_path, 2) is loop(tmp_path, 10) is None


def test_a_file_that_is_gone_or_no_code_has_none(tmp_path: Path) -> None:
    (tmp_path / "odd.py").write_text("while (\n")
    assert loop_that_runs(tmp_path, [("gone.py", 1), ("odd.py", 1)]) is None


CYCLES = """\
def train(loader):
    for epoch in range(3):
        for number, batch in enumerate({}):
            {}
"""


@pytest.mark.parametrize(
    ("iterable", "line", "expected"),
    [
        ("itertools.cycle(loader)", "step(batch)", 3),
        ("cycle(loader)", "step(batch)", 3),
        ("itertools.count()", "step(batch)", 3),
        ("itertools.repeat(loader)", "step(batch)", 3),
        ("repeat(loader, 5)", "step(batch)", 2),
        ("repeat(loader, times=5)", "step(batch)", 2),
        ("itertools.islice(itertools.cycle(loader), 5)", "step(batch)", 2),
        ("zip(loader, itertools.count())", "step(batch)", 2),
        ("batch.count(loader)", "step(batch)", 2),
        ("itertools.cycle(loader)", "if step(batch): break", 3),  # whose condition may be wrong
    ],
)
def test_a_for_over_what_never_ends_comes_first(
    tmp_path: Path, iterable: str, line: str, expected: int
) -> None:
    (tmp_path / "training.py").write_text(CYCLES.format(iterable, line))
    found = loop_that_runs(tmp_path, [("training.py", 4)])
    assert found is not None
    assert found.line == expected


def test_a_for_that_never_ends_is_surer_than_a_while_around_it(tmp_path: Path) -> None:
    code = "while True:\n    for batch in cycle([1]):\n        pass\n"
    (tmp_path / "odd.py").write_text(code)
    assert loop_that_runs(tmp_path, [("odd.py", 3)]) == Loop(
        "odd.py", 2, "for batch in cycle([1]):", Ending.NEVER
    )
