"""A failure without an example of its own is shown by the call that came before it."""

import ast
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest
import torch

from autograder.checking.answers import read_float
from autograder.checking.examples import OF_ANSWERS
from autograder.checking.hints.catalogue import ENGLISH, catalogue
from autograder.checking.hints.compared import COMPARED
from autograder.checking.run_check import run_check
from autograder.checking.watched_submission import WatchedSubmission
from autograder.grading.words import plain_message
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
    "q7.trouble": "only the grader, who knows all networks, says it",
    "trace.": "a network that cannot be followed as a graph has no output to compare",
}
PARTS_OF_LINES = (
    *("answer.as-", "answer.batch", "answer.gradient", "answer.image", "answer.is-"),
    *("answer.layer-moved", "answer.network-output", "answer.returned", "answer.statistics"),
    *("doing.", "kind.", "rows.name", "mode.", "place.", "promise.", "shown.", "where.", "which."),
)
FIELDS_ELSEWHERE = {"q7.num-hidden", "q7.shared-network"}  # one of two ids


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
    for id, fields, more in messages():
        reasons = [one for one in WITHOUT if id.startswith(one)]
        found = id.startswith(OF_ANSWERS) and (more or fields.keys() & {"found", "kind"})
        if "example" in fields or id in COMPARED:
            continue
        without |= {*reasons}
        if not reasons and not found and "raised" not in fields:
            unexplained.add(id)
    assert unexplained == {"q1.size", "q1.wrong-set"}  # whose example stands among `numbers`
    assert without == WITHOUT.keys()


def test_what_is_compared_has_a_line_and_takes_the_fields_that_its_message_has() -> None:
    assert COMPARED.keys() <= ENGLISH.lines.keys()
    seen = set()
    for id, fields, more in messages():
        if id in COMPARED and not more:
            text = " ".join(COMPARED[id])
            wanted = {name for _, name, _, _ in Formatter().parse(text) if name}
            assert wanted <= fields.keys() | ENGLISH.constants.keys(), id
            seen.add(id)
    assert len(seen) > 50


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
    fields = {"name": "a", "expected": 1.6, "found": found, "right": 1, "count": 2}
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
        "             expected                           got",
        "evaluate(…)  a pair of floats (cost, accuracy)  a list",
    ]


def test_what_a_line_compares_is_shown_with_the_call_before_it_and_not_with_an_attempt() -> None:
    assert told(guesses, 1.5).example.split("\n") == [
        "num_classes = 5",
        "      expected  got",
        "a(…)  1.6       1.5",
    ]


def test_an_endless_call_is_shown_with_its_limit() -> None:
    example = submission(0).illustrated(
        {"hint": "code.time", "seconds": 30.0, "doing": {"hint": "doing.calling", "name": "train"}}
    )["example"]
    assert list(example["got"].values()) == [{"hint": "shown.nothing", "seconds": 30.0}]


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
