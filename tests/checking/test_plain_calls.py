"""A plain call gives a function values, networks and data; its answer has the form expected."""

import math
from contextlib import closing
from typing import Any

import pytest
import torch
from torch import Tensor

from autograder.checking.graded_submission import GradedSubmission
from autograder.checking.plain_calls import read_like
from autograder.checking.submission import Submission
from autograder.checking.watched_submission import WatchedSubmission
from autograder.probing.graded import GradedProbes
from autograder.probing.probes import Probes
from autograder.probing.student_error import StudentError
from autograder.probing.watching import WatchingProbes
from support import SEED

IMAGES = torch.rand(5, 1, 28, 28)
LABELS = torch.tensor([3, 1, 4, 1, 5])
COUNTS = torch.tensor([[1, 2], [3, 4]])


def submission(functions: dict[str, Any], kind: type[Probes] = Probes) -> Submission:
    """The functions of a student's, called in this process."""
    probes = kind(functions.__getitem__)
    watched = issubclass(kind, WatchingProbes)
    return (WatchedSubmission if watched else Submission)(lambda *one: probes.run(*one, SEED))


@pytest.mark.parametrize("kind", [Probes, WatchingProbes, GradedProbes])
def test_a_function_gets_a_network_data_and_values(kind: type[Probes]) -> None:
    def accuracy(model: Any, dataset: Any, *values: Any, scale: float) -> list[Any]:
        with torch.no_grad():
            images, labels = zip(*dataset, strict=True)
            return [model(torch.stack(images)), list(labels), list(values), scale]

    one = submission({"accuracy": accuracy}, kind)
    network = one.known_network()
    given = (2, "text", (1.5, None), {"key": [True, COUNTS]})
    like = [torch.zeros(5, 10), [0] * 5, [0, "", [0.0, None], {"key": [False, COUNTS]}], 0.0]
    found = one.call("accuracy", network, one.dataset(IMAGES, LABELS), *given, scale=0.5, like=like)
    assert torch.allclose(found[0], network.log_prob(IMAGES), atol=1e-5)
    assert found[1] == LABELS.tolist() and found[2][:3] == [2, "text", [1.5, None]]
    assert found[2][3]["key"][0] is True and torch.equal(found[2][3]["key"][1], COUNTS)
    assert found[3] == 0.5


@pytest.mark.parametrize("kind", [WatchingProbes, GradedProbes])
def test_a_function_that_does_not_set_the_mode_is_seen_with_a_network_in_training_mode(
    kind: type[Probes],
) -> None:
    def forgetful(model: Any, images: Tensor) -> Tensor:
        result: Tensor = model(images).detach()
        return result

    one = submission(
        {"accuracy": forgetful, "evaluate": lambda *x: forgetful(x[0].eval(), x[1])}, kind
    )
    options: Any = {"factors": torch.arange(784) % 2.0}
    like = torch.zeros(5, 10)
    usual, network = one.known_network(**options), one.known_network(**options, training=True)
    for name, given, right in (
        ("accuracy", usual, True),
        ("accuracy", network, False),
        ("evaluate", network, True),
    ):
        found = one.call(name, given, IMAGES, like=like)
        assert torch.allclose(found, network.log_prob(IMAGES), atol=1e-5) is right


def test_what_a_question_asks_for_is_called_by_its_name() -> None:
    one = submission({"cost_function": len})
    assert one.__getattr__("cost_function")([1, 2], like=0) == 2
    with pytest.raises(AttributeError, match=r"there is no function cost_functions in auto"):
        _ = one.cost_functions


def test_a_function_that_changes_a_tensor_leaves_the_checks_alone() -> None:
    one, values = submission({"train": lambda tensor: tensor.zero_()}), torch.ones(3)
    assert torch.equal(one.call("train", values, like=values), torch.zeros(3))
    assert torch.equal(values, torch.ones(3))


def test_it_works_in_a_guest(grader: Any) -> None:
    source = b"def accuracy(model, dataset):\n    return model(dataset[0][0][None]).argmax(1)\n"
    files = {"digits/__init__.py": b"", "digits/evaluation.py": source}
    guest = grader.sandbox.open("q5", files, {})
    one = GradedSubmission(lambda *request: guest.call(*request[:2], SEED))
    network, data = one.known_network(), one.dataset(IMAGES, LABELS)
    with closing(guest):
        digit = one.call("accuracy", network, data, like=LABELS[:1])
        assert torch.equal(digit, network.log_prob(IMAGES[:1]).argmax(1))
        with pytest.raises(StudentError, match="calling accuracy"):
            one.call("accuracy", network, like=0.0)


TENSOR = torch.zeros(2, 2)


@pytest.mark.parametrize(
    ("found", "like", "hint"),
    [
        ("1", 1.0, "f returned a str; expected a float."),
        (True, 1.0, "f returned a bool; expected a float."),
        (math.nan, 1.0, "f returned nan; expected a finite number."),
        (10**400, 1.0, "f returned a number that is too large for a float."),
        (2.5, 1, "f returned 2.5; expected a whole number."),
        (10**30, 1, "f returned 1e+30; expected a whole number."),
        (1, True, "f returned an int; expected a bool."),
        (None, "", "f returned None; expected a str."),
        (0, None, "f returned an int; expected None."),
        (3, [1, 2], "f returned an int; expected 2 values."),
        ([1, 2, 3], (1, 2), "f returned a list of 3; expected 2 values."),
        ([1, math.inf], [1, 2.0], "f returned inf as value 2; expected a finite number."),
        ([1, [None]], [1, [2]], "f returned None as value 1 as value 2; expected a float."),
        ({"a": 1}, {"a": 1, "b": 2}, "f returned a dict; expected a dict with the keys 'a', 'b'."),
        ({"a": "x"}, {"a": 1.0}, "f returned a str under 'a'; expected a float."),
        ([1, 2], TENSOR, "f returned a list; expected a tensor of shape (2, 2)."),
        (torch.zeros(2), TENSOR, "What f returned has the shape (2,); expected (2, 2)."),
        (
            TENSOR.to_sparse(),
            TENSOR,
            "What f returned is a torch.float32 tensor (torch.sparse_coo); expected numbers.",
        ),
        (
            TENSOR + 1j,
            TENSOR,
            "What f returned is a torch.complex64 tensor (torch.strided); expected numbers.",
        ),
        (TENSOR + 0.5, COUNTS, "What f returned holds other numbers than torch.int64 can be."),
        (COUNTS, TENSOR == 0, "What f returned holds other numbers than torch.bool can be."),
        (torch.full((2, 2), 1e30), COUNTS, "What f returned holds other numbers than torch.int64"),
        (torch.full((2, 2), math.nan), COUNTS, "What f returned holds NaN; expected finite"),
        (
            torch.full((2, 2), 1e300, dtype=torch.float64),
            TENSOR,
            "What f returned holds infinity; expected",
        ),
        (TENSOR.to("meta"), TENSOR, "What f returned is a torch.float32 tensor"),
    ],
)
def test_an_answer_of_another_form_is_refused_with_a_hint(found: Any, like: Any, hint: str) -> None:
    with pytest.raises(StudentError) as caught:
        read_like(found, like, "f")
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("found", "like", "read"),
    [
        (3, 1.0, 3.0),
        (3.0, 1, 3),
        (2**62 + 1, 1, 2**62 + 1),
        ("a\x1b[31mb", "", "ab"),
        ([1, 2.0], (0, 0), [1, 2]),
    ],
)
def test_an_answer_in_another_style_is_read(found: Any, like: Any, read: Any) -> None:
    assert read_like(found, like, "f") == read


@pytest.mark.parametrize("dtype", [torch.float64, torch.float16, torch.int32, torch.uint8])
def test_a_tensor_of_another_dtype_is_read_as_what_is_expected(dtype: torch.dtype) -> None:
    read: Tensor = read_like(COUNTS.to(dtype), COUNTS, "f")
    assert read.dtype == torch.int64 and torch.equal(read, COUNTS)


def test_a_check_can_expect_no_other_forms() -> None:
    with pytest.raises(TypeError, match="no check can expect a set"):
        read_like(1, {1}, "f")


@pytest.mark.parametrize("partly", [False, True])
def test_data_that_networks_never_saw_are_told_at_home_too(partly: bool) -> None:
    submission = Submission(lambda *_: {"rows": [], "sizes": [4], "partly_read": partly})
    data = torch.zeros(1, 1, 28, 28), torch.zeros(1, dtype=torch.int64)
    table = submission.run_experiments({"num_hidden": [4]}, data, data)
    assert table.strays is partly
    assert table.trouble() == ({"hint": "q7.part-of-data"} if partly else None)
