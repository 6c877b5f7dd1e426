"""A failure without an example of its own is shown by the call that came before it."""

import ast
import re
from collections.abc import Callable, Iterator
from string import Formatter
from typing import Any

import pytest
import torch

from autograder.checking.answers import read_float
from autograder.checking.hints.catalogue import ENGLISH, Catalogue, catalogue
from autograder.checking.run_check import run_check
from autograder.checking.watched_submission import WatchedSubmission
from autograder.grading.words import plain_message
from autograder.probing.questions import QUESTIONS
from autograder.probing.student_error import Cause, StudentError, explain
from support import CHECKS, ROOT

# Lines of public checks, and of what they run, that show no example, and why; by how ids begin.
WITHOUT = {
    "all.default": "a changed default: the line has both values, and nothing is called",
    "answer.layout": "the line has the dtype and the layout",
    "answer.other-numbers": "the line says which dtype the numbers do not fit",
    "answer.too-large": "a number that no float is has no short form",
    "answer.unreadable": "no honest process sends it",
    "code.": "a function or file that is missing, not written or cannot be loaded is not called",
    "experiments.": "the grader's own limits, and calls that come from elsewhere",
    "graph.": "a network that cannot be followed as a graph has no output to compare",
    "load_mnist.no-images": "no dataset has come back",
    "missing.": "nothing is called",
    "network.refused": "its reason says what is not admitted, or is compared itself",
    "q1.no-download": "it has no input but an empty folder",
    "q4.device": "its field is compared",
    "q5.device": "its field is compared",
    "q7.part-of-data": "what is never read has no value to compare",
    "q7.trouble": "its reason says what is wrong with all rows together",
    "trace.": "a network that cannot be followed as a graph has no output to compare",
}
PARTS_OF_LINES = (
    *("answer.as-", "answer.batch", "answer.gradient", "answer.image", "answer.is-"),
    *("answer.layer-moved", "answer.network-output", "answer.returned", "answer.statistics"),
    *(
        "doing.",
        "kind.",
        "rows.name",
        "mode.",
        "place.",
        "promise.",
        "shown.",
        "train.first",
        "train.list-",
        "train.second",
        "where.",
        "which.",
    ),
)


def ids(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from [*ids(node.body), *ids(node.orelse)]


def messages() -> Iterator[tuple[str, dict[str, ast.expr], bool]]:
    """The lines that a student's own checks may end with: id, fields, whether more are added."""
    own = ROOT / "autograder"
    paths = [
        path for part in ("probing", "checking", "network") for path in (own / part).rglob("*.py")
    ]
    for path in [*paths, *(CHECKS / "public").glob("test_q*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            fields: dict[str, ast.expr] = {}
            more = False
            if isinstance(node, ast.Dict):
                keys = zip(node.keys, node.values, strict=True)
                fields = {k.value: v for k, v in keys if isinstance(k, ast.Constant)}
                more = None in node.keys
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                (".within", "dict")
            ):
                fields = {one.arg: one.value for one in node.keywords if one.arg}
                fields |= {"hint": node.args[0]} if node.args else {}
                more = any(one.arg is None for one in node.keywords)
            for id in ids(fields["hint"]) if "hint" in fields else ():
                if id in ENGLISH.lines and not id.startswith(PARTS_OF_LINES):
                    yield id, fields, more


def test_every_line_has_an_example_or_a_reason_why_not() -> None:
    without, unexplained = set(), set()
    for id, fields, _ in messages():
        reasons = [one for one in WITHOUT if id.startswith(one)]
        if "example" in fields or id in ENGLISH.rows:
            continue
        without |= {*reasons}
        if not reasons and "raised" not in fields:
            unexplained.add(id)
    assert unexplained == {"q1.size", "q1.wrong-set"}  # whose example stands among `numbers`
    assert without == WITHOUT.keys()


def fields_of(texts: tuple[str, ...]) -> set[str]:
    parts = [part for text in texts for part in Formatter().parse(text)]
    return {name for _, name, _, _ in parts if name} - ENGLISH.constants.keys()


def test_a_row_takes_the_fields_that_its_line_has_wherever_a_check_says_it() -> None:
    seen = set()
    for id, fields, more in messages():
        if id in ENGLISH.rows and not more:
            assert fields_of(ENGLISH.rows[id]) <= fields.keys(), id
            seen.add(id)
    assert len(seen) > 60


def test_a_row_is_of_a_line_or_of_what_code_was_doing_and_has_the_same_fields_in_german() -> None:
    called = {f"calling.{name}" for names in QUESTIONS.values() for name in names}
    german = catalogue("de").rows
    for id, row in ENGLISH.rows.items():
        assert id in called or {*id.split(", ")} <= ENGLISH.lines.keys(), id
        assert fields_of(german[id]) == fields_of(row), id
    words = {
        id
        for id, row in ENGLISH.rows.items()
        if any(re.search("[a-z] [a-z]", cell) for cell in row)
    }
    assert {id for id in words if german[id] == ENGLISH.rows[id]} == set()


# Fields of the rows that no message above has written out as they are: (message, the row's cells).
BY_HAND = [
    ({"hint": "graph.constants", "most": 100, "count": 50_176},
     ("numbers that are no parameters", "at most 100", "50,176")),
    ({"hint": "graph.constants-in", "most": 100, "count": 50_176},
     ("numbers that are no parameters", "at most 100", "50,176")),
    ({"hint": "graph.output-shape", "size": 64, "classes": 10, "shape": "(64, 9)"},
     ("output.shape", "(64, 10)", "(64, 9)")),
    ({"hint": "load_mnist.label", "found": "a Tensor"}, ("label", "an int", "a Tensor")),
    ({"hint": "load_mnist.no-pair", "found": "a Tensor"},
     ("dataset[0]", "(image, label)", "a Tensor")),
    ({"hint": "network.dtype", "found": "torch.float64"},
     ("output.dtype", "torch.float32", "torch.float64")),
    ({"hint": "q4.learns-from", "least": 0.25, "learnt": 0.013},
     ("fall of the training cost", "at least 0.25", "0.01")),
    ({"hint": "q4.learns-from", "because": "q4.trained-on-validation-data", "misled": 1.15},
     ("fall of the validation cost", "below 0.2", "1.15")),
    ({"hint": "q4.validated-in-training-mode", "expected": 1.5, "found": 2.0},
     ("validation_costs[-1]", "1.5000", "2.0000")),
    ({"hint": "q7.which-data", "because": "q7.other-data", "training": 0.2, "validation": 1.7},
     ("data that networks are trained on", "training_data", "others as well")),
    ({"hint": "q7.which-data", "because": False, "training": 2.0, "validation": 1.7},
     ("validation_cost", "above 2.000", "1.700")),
    ({"hint": "answer.no-float", "name": "evaluate", "found": "a Tensor",
      "which": {"hint": "answer.as-cost"}},
     ("evaluate(…) as its cost", "a float", "a Tensor")),
    ({"hint": "answer.nan", "what": {"hint": "answer.gradient"},
      "kind": {"hint": "answer.is-nan"}},
     ("The gradient of cost_function", "finite numbers", "NaN")),
    ({"hint": "train.no-floats", "which": {"hint": "train.second"}, "found": "a list"},
     ("train(…), the second of two", "a list of floats", "a list")),
]  # fmt: skip


@pytest.mark.parametrize(("message", "cells"), BY_HAND)
def test_a_row_says_what_was_expected_and_what_came(
    message: dict[str, Any], cells: tuple[str, str, str]
) -> None:
    example = submission(0).illustrated(message)["example"]
    table = Catalogue(ENGLISH.lines | {message["hint"]: ("", "")}, {}, rows=ENGLISH.rows).hint(
        {"hint": message["hint"], "example": example}
    )
    _, row = table.example.split("\n")
    assert tuple(re.split("  +", row)) == cells


def submission(answer: Any) -> WatchedSubmission:
    """A submission whose probes answer this, or raise it."""

    def call(probe: str, arguments: dict[str, Any]) -> Any:
        if isinstance(answer, BaseException):
            doing = {"hint": "doing.calling", "name": probe}
            raise explain(answer, ROOT / "nowhere", doing)
        return answer

    return WatchedSubmission(call)


def told(check: Any, answer: Any, illustrate: bool = True) -> StudentError:
    """What a check says of a submission whose probes answer this."""
    with pytest.raises(StudentError) as raised:
        run_check(check, {"submission": submission(answer)}.__getitem__, illustrate=illustrate)
    return raised.value


def measures(submission: WatchedSubmission) -> None:
    images, labels = torch.zeros(7, *submission.image_shape), torch.zeros(7, dtype=torch.int64)
    submission.evaluate(submission.known_network(), images, labels)


def costs(submission: WatchedSubmission) -> None:
    submission.cost_function(torch.zeros(2, 10), torch.zeros(2, dtype=torch.int64))


def guesses(submission: WatchedSubmission) -> None:
    found = submission.chance_cost(num_classes=5)
    submission.attempt(lambda one: one.chance_cost(num_classes=77))
    hits = {"hint": "q5.single-hit"}
    fields = {"name": "accuracy", "expected": 1.6, "found": found, "hits": hits}
    raise AssertionError({"hint": "q5.accuracy", **fields})


def test_an_exception_is_shown_by_the_call_that_raised_it() -> None:
    failure = told(costs, RuntimeError("shapes do not fit"))
    assert failure.cause is Cause.RAISED
    assert failure.example.split("\n") == [
        "log_prob = float32 (2, 10)",
        "labels = int64 (2,)",
        "                  expected         got",
        "cost_function(…)  a scalar tensor  RuntimeError",
    ]


def test_what_was_returned_is_shown_beside_what_was_promised() -> None:
    assert told(measures, {"result": [torch.zeros(2)]}).example.split("\n") == [
        "samples = 7",
        "             expected                 got",
        "evaluate(…)  a pair (cost, accuracy)  a list",
    ]


def test_what_a_line_compares_is_shown_with_the_call_before_it_and_not_with_an_attempt() -> None:
    assert told(guesses, 1.5).example.split("\n") == [
        "num_classes = 5",
        "          expected  got",
        "accuracy  1.6       1.5",
    ]


def given(use: Callable[[WatchedSubmission], Any]) -> list[str]:
    """What an example says that the student's code was given in the last call of `use`."""
    with pytest.raises(StudentError) as raised:
        run_check(
            lambda submission: use(submission),
            {"submission": submission(RuntimeError("x"))}.__getitem__,
            illustrate=True,
        )
    return [line for line in raised.value.example.split("\n") if " = " in line]


def test_what_is_given_is_what_the_students_code_gets_and_not_what_the_probe_gets() -> None:
    images, labels = torch.zeros(7, *submission(0).image_shape), torch.zeros(7, dtype=torch.int64)
    net, pair = submission(0).known_network(), (images, labels)
    assert given(lambda one: one.evaluate(net, images, labels, training=True)) == ["samples = 7"]
    assert given(lambda one: one.training_epoch(net, images, labels, 4)) == [
        "samples = 7", "batch_size = 4",
    ]  # fmt: skip
    assert given(lambda one: one.make_loader(images, labels, 3, shuffle=True, epochs=2)) == [
        "samples = 7", "batch_size = 3", "shuffle = True",
    ]  # fmt: skip
    assert given(lambda one: one.train(net, pair, pair, epochs=2)) == [
        "training samples = 7", "validation samples = 7", "epochs = 2",
    ]  # fmt: skip
    assert given(lambda one: one.run_experiments({"num_hidden": [4, 8]}, pair, pair)) == [
        "training samples = 7", "validation samples = 7", "grid = num_hidden: [4, 8]", "epochs = 1",
    ]  # fmt: skip
    assert given(lambda one: one.network("MLP", num_hidden=8)) == ["num_hidden = 8"]


def test_a_plain_call_shows_its_arguments_in_short() -> None:
    images, labels = torch.zeros(7, *submission(0).image_shape), torch.zeros(7, dtype=torch.int64)

    def use(one: WatchedSubmission) -> Any:
        data = one.dataset(images, labels)
        return one.call("accuracy", one.known_network(), data, images, [1, 2], like=0.5, number=3)

    assert given(use) == [
        "argument 1 = a network",
        "argument 2 = 7 samples",
        f"argument 3 = float32 {tuple(images.shape)}",
        "argument 4 = [1, 2]",
        "number = 3",
    ]


def test_an_endless_call_is_shown_with_its_limit() -> None:
    example = submission(0).illustrated(
        {"hint": "code.time", "seconds": 30.0, "doing": {"hint": "doing.calling", "name": "train"}}
    )["example"]
    assert example["row"]["raised"] == {"hint": "shown.nothing", "seconds": 30.0}
    assert example["row"]["hint"] == "calling.train"


@pytest.mark.parametrize(
    "message",
    [
        "a sentence",
        {"hint": "code.unwritten", "stub": "train"},
        {"hint": "missing.file", "file": "a.py"},
        {"hint": "code.raised", "raised": "NameError: x", "where": "",
         "doing": {"hint": "doing.importing", "path": "a.py"}},
        {"hint": "q4.idle", "example": {"given": {}, "expected": {"a": 1}, "got": {"a": 2}}},
    ],
)  # fmt: skip
def test_what_is_missing_or_has_an_example_stays_as_it_is(message: Any) -> None:
    assert submission(0).illustrated(message) is message


def test_a_hidden_check_shows_no_example() -> None:
    for check, answer in ((measures, {"result": 3}), (guesses, 1.5)):
        assert told(check, answer, illustrate=False).example == ""


def test_the_words_of_an_example_have_their_language_on_a_page() -> None:
    with pytest.raises(StudentError) as raised:
        read_float("3", "chance_cost")
    one = submission(0.0)
    one.chance_cost(num_classes=3)
    message = plain_message(one.illustrated(raised.value.message), str)
    assert catalogue("de").hint(message).example.split("\n") == [
        "num_classes = 3",
        "                erwartet   erhalten",
        "chance_cost(…)  ein float  etwas vom Typ str",
    ]
