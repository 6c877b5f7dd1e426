"""Mutants of the reference: which there are, and that the checks catch those they should."""

import ast
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from autograder.classroom.pool import run_in_order
from autograder.probing.questions import QUESTIONS
from autograder.quality.mutation.mutants import Mutant, mutants_of
from autograder.quality.mutation.mutants import mutants as enumerate_mutants
from autograder.quality.mutation.run import MutantVerdict, compare, grade_mutants, read_survivors
from autograder.quality.zoo import reference_files
from support import SOLUTION

PER_QUESTION = 4  # mutants of the sample that is graded on every commit
CHUNKS = 12  # of all mutants; each is a test of its own, so that they spread over the cores


def mutants_with(body: str, parameters: str = "num_classes=10") -> list[Any]:
    """The mutants of a chance_cost that has this body."""

    lines = ["given = 1", "# BEGIN SOLUTION", *body.split("\n"), "# END SOLUTION"]
    source = "\n    ".join([f"def chance_cost({parameters}):", *lines])
    return list(mutants_of(source, "digits/evaluation.py", "chance_cost", "q5"))


def changes(mutant: Any) -> str:
    """What its name says that it does."""
    change: str = mutant.name.split(" -> ", 1)[1]
    return change


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return a == b", "return a != b"),
        ("return a * b", "return a / b"),
        ("return a - b", "return a + b"),
        ("return a - b", "return a"),
        ("return 3", "return 4"),
        ("return 3", "return 0"),
        ("return 3", "return 6"),
        ("return True", "return False"),
        ("return 'same'", "return 'valid'"),
        ("return f(a, b)", "return f(b)"),
        ("return f(a, b)", "return f(b, a)"),
        ("return f(a, key=b)", "return f(a)"),
        ("return f(a)", "return a"),
        ("return cost.item()", "return cost"),
        ("return f(num_classes)", "return f(10)"),
        ("return a, b", "return (b, a)"),
        ("return a, b", "return (0.0, b)"),
        ("return a, b", "return a"),
        ("return f(a)[0]", "return f(a)[1]"),
        ("return a if b is c else d", "return a if b is not c else d"),
        ("return sorted(a, key=lambda b: -b)", "return sorted(a, key=lambda b: b)"),
        ("return f(a)[-1]", "return f(a)[1]"),
        ("return a", "return -a"),
        ("return {'x': a, 'y': b}", "return {'x': b, 'y': a}"),
        ("return {'x': a, 'y': b}", "return {'y': b}"),
        ("return x.argmax(1)", "return x.argmin(1)"),
    ],
)
def test_an_expression_changes(body: str, expected: str) -> None:
    assert expected in map(changes, mutants_with(body))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("deleted", "for x in data:\n    total += x\nreturn total"),
        ("twice", "total = 0\ntotal = 0\nfor x in data:\n    total += x\nreturn total"),
        ("after `for x in data`", "for x in data:\n    total += x\ntotal = 0\nreturn total"),
        ("inside `for x in data`", "for x in data:\n    total = 0\n    total += x\nreturn total"),
        ("inside `for x in data`", "total = 0\nfor x in data:\n    total += x\n    return total"),
        ("after `for x in data`", "total = 0\nfor x in data:\n    pass\ntotal += x\nreturn total"),
        ("total = x", "total = 0\nfor x in data:\n    total = x\nreturn total"),
        (
            "for x in list(data)[:1]",
            "total = 0\nfor x in list(data)[:1]:\n    total += x\nreturn total",
        ),
    ],
)
def test_a_block_changes(change: str, expected: str) -> None:
    body = "total = 0\nfor x in data:\n    total += x\nreturn total"
    code = indent(f"given = 1\n{expected}", "    ")
    assert any(m.code.endswith(code) and changes(m) == change for m in mutants_with(body))


def test_a_block_stands_without_its_context() -> None:
    found = {changes(m): m.code for m in mutants_with("with no_grad():\n    f()")}
    assert found["its block alone"].endswith("given = 1\n    f()")


def test_a_default_changes_and_what_is_given_does_not() -> None:
    found = mutants_with("return 1", parameters="a, num_classes=10, sizes=(8, 8)")
    expected = {"num_classes=11", "num_classes=9", "sizes=(9, 8)", "sizes=(8, 16)"}
    assert expected <= {*map(changes, found)}
    assert all("given = 1" in mutant.code for mutant in found)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x = f(y)", ["twice"]),
        ("x: int = f(y)", ["twice"]),
        ("x, y = f(a)", ["twice"]),
        ("self.x = f(self.y)", ["twice"]),
        ("x = f(x)", []),
        ("x, y = y, f(a)", []),
        ("self.x = f(self.x)", []),
        ("self.x = f(self)", []),
        ("self.x = self.f(a)", []),  # the method may read self.x
        ("x[0] = f(a)", []),
        ("x.y = f(a)", []),
        ("x += f(a)", []),
        ("optimizer.step()", []),
        ("x = optimizer.step()", []),
        ("x = next(batches)", []),
        ("x = y.add_(a)", []),
        ("x = (y := f(a))", []),
        ("x = f(a)\ny = f(b)", ["after `y = f(b)`", "twice", "twice"]),
        ("x = f(a)\nself.y = f(b)", ["after `self.y = f(b)`", "twice", "twice"]),
        ("x = f(a)\ny = f(x)", ["twice", "twice"]),
        ("x = f(y)\ny = f(a)", ["twice", "twice"]),
        ("x = f(a)\nx = f(b)", ["twice", "twice"]),
        ("self.x = f(a)\ny = f(self)", ["twice", "twice"]),
        ("x = f(a)\noptimizer.step()", ["twice"]),
        ("for y in data:\n    x = f(a)", ["twice"]),
        ("x = f(a)\nfor y in data:\n    f(y)\nz = f(b)", ["twice", "twice"]),
        (
            "with a:\n    x = f(b)\n    y = f(x)",
            ["after `with a`", "before `with a`", "twice", "twice", "twice"],
        ),
        ("with a:\n    x = f(b)", ["twice", "twice"]),  # no `before`: it is the block alone
        (
            "with a as x:\n    y = f(x)\n    z = f(b)",
            ["after `with a as x`", "after `z = f(b)`", *3 * ["twice"]],
        ),
        (
            "with a as x:\n    y = f(b)\n    z = f(c)",
            ["after `with a as x`", "after `z = f(c)`", "before `with a as x`", *3 * ["twice"]],
        ),
        ("with a:\n    optimizer.step()", []),
        (
            "x = f(b)\nwith a:\n    f(c)\ny = f(d)",
            ["inside `with a`", "inside `with a`", "twice", "twice"],
        ),
        ("x = f(b)\nwith x:\n    f(c)", ["twice"]),
    ],
)
def test_mutants_that_only_repeat_or_reorder_what_is_independent(
    body: str, expected: list[str]
) -> None:
    assert sorted(changes(one) for one in mutants_with(body) if one.independent) == expected


def test_mutants_have_names_and_codes_of_their_own(
    reference: dict[str, bytes], mutants: list[Any]
) -> None:
    assert len(mutants) > 800
    assert len({mutant.name for mutant in mutants}) == len(mutants)
    assert len({(mutant.path, mutant.code) for mutant in mutants}) == len(mutants)
    assert {mutant.question for mutant in mutants} == set(QUESTIONS)
    originals = {path: ast.unparse(ast.parse(text)) for path, text in reference.items()}
    for mutant in mutants:
        assert mutant.code != originals[mutant.path]
        compile(mutant.code, mutant.name, "exec")


def test_names_do_not_depend_on_lines(reference: dict[str, bytes], mutants: list[Any]) -> None:
    moved = {path: b"# a comment\n\n" + text for path, text in reference.items()}
    again = enumerate_mutants(moved)
    assert [mutant.name for mutant in again] == [mutant.name for mutant in mutants]


def test_explanations_are_for_mutants_that_exist(mutants: list[Any]) -> None:
    assert set(read_survivors()) - {mutant.name for mutant in mutants} == set()


def test_only_mutants_that_do_more_than_repeat_or_reorder_are_explained(mutants: list[Any]) -> None:
    assert set(read_survivors()) & {one.name for one in mutants if one.independent} == set()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "must be a list of"),
        ("a -> b:\n", "does not say why this one survives: a -> b"),
        ("a -> b: '  '\n", "does not say why"),
        ("a: x\na: y\n", "line 2"),
    ],
)
def test_an_explanation_that_says_nothing_is_refused(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "survivors.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_survivors(path)


def test_verdicts_are_held_against_the_explanations() -> None:
    one, two, three, four = (Mutant(name, "q1", "digits/data.py", "") for name in "abcd")
    verdicts = [
        *(MutantVerdict(one, "test_items", "a hint"), MutantVerdict(two, "test_items", "a hint")),
        *(MutantVerdict(three), MutantVerdict(four, fault="the sandbox failed")),
    ]
    report = compare(verdicts, {"b": "why", "c": "why", "d": "why", "gone": "why"})
    assert (report.caught, report.explained, report.unexplained) == (["a", "b"], ["c"], [])
    assert (report.outdated, report.faults, report.holds) == (["b", "gone"], ["d"], False)
    assert compare(verdicts[2:3], {}).unexplained == ["c"]
    assert compare(verdicts[2:3], {"c": "why"}).holds


def test_a_survivor_that_only_repeats_or_reorders_is_counted_and_needs_no_explanation() -> None:
    one, two, three = (Mutant(name, "q1", "digits/data.py", "", independent=True) for name in "abc")
    verdicts = [
        *(MutantVerdict(one), MutantVerdict(two, "test_items", "a hint"), MutantVerdict(three)),
        MutantVerdict(Mutant("d", "q1", "digits/data.py", "")),
    ]
    report = compare(verdicts, {"c": "why"})
    assert str(report) == (
        "4 mutants: 1 caught, 1 survive and are explained, 1 survive that only repeat or reorder"
        " what does not depend on each other, 1 survive unexplained; 0 explanations out of date,"
        " 0 faults"
    )
    assert (report.caught, report.independent, report.unexplained) == (["b"], ["a"], ["d"])
    assert compare(verdicts[:3], {"c": "why"}).holds and not report.holds


@pytest.mark.slow
def test_a_sample_of_the_mutants_is_caught_or_explained(
    grader: Any, reference: dict[str, bytes], mutants: list[Any]
) -> None:
    hold(list(some_of_each_question(mutants)), reference, grader)


@pytest.mark.full
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_mutants_are_caught_or_explained(
    chunk: int, grader: Any, reference: dict[str, bytes], mutants: list[Any]
) -> None:
    hold(mutants[chunk::CHUNKS], reference, grader)


def hold(some: list[Any], reference: dict[str, bytes], grader: Any) -> None:
    """Assert that the checks catch these mutants, but for those that may survive."""

    names = {mutant.name for mutant in some}
    explained = {name: why for name, why in read_survivors().items() if name in names}
    grade_all = partial(run_in_order, partial(nullcontext, grader))
    verdicts = grade_mutants(some, reference, grader.setup.rubric, grade_all)
    report = compare(verdicts, explained)
    assert report.holds, report
    assert len(report.caught) > 20


def some_of_each_question(mutants: list[Any]) -> Iterator[Any]:
    """A few mutants from everywhere in each question."""
    for question in sorted({mutant.question for mutant in mutants}):
        own = [mutant for mutant in mutants if mutant.question == question]
        yield from own[len(own) // (2 * PER_QUESTION) :: -(-len(own) // PER_QUESTION)]


@pytest.fixture(scope="module")
def reference() -> dict[str, bytes]:
    """The files of the reference."""

    return reference_files(SOLUTION)


@pytest.fixture(scope="module")
def mutants(reference: dict[str, bytes]) -> list[Any]:
    """All of its mutants."""

    return enumerate_mutants(reference)
