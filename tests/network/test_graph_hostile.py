"""Graphs from a guest that lies: what does not hold together is refused, however it was changed."""

import copy
import random
from typing import Any

import pytest
import torch
from torch import nn

from autograder.checking.submission import BATCH, Submission
from autograder.network.graph import Graph, GraphError
from autograder.network.lineage import trace_output
from autograder.probing.student_error import StudentError
from autograder.probing.tracing import trace
from support.graphs import IMAGES, Plain, graph, node, refusal, value
from support.styles import STYLES
from support.zoo import drawn_in_make_test


def test_a_graph_made_by_hand_runs() -> None:
    plain = graph(node("aten.flatten.using_ints", IMAGES, 1))
    assert Graph.from_plain(plain).run(torch.ones(4, 1, 28, 28)).sum() == 4 * 784


ADD_IMAGES = node("aten.add.Tensor", IMAGES, value(5))
ROW = torch.ones(28)


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ([node("relu", value(7))], "not there yet"),
        ([node("relu", value(1000))], "not there yet"),
        ([node("relu", IMAGES, outputs=[5]), node("relu", value(5), outputs=[5])], "same number"),
        ([node("relu", IMAGES, outputs=[0])], "same number"),
        ([node("aten.slice.Tensor", value(1), 0, 0, 1, outputs=[1])], "same number"),
        ([node("zeros", [4, 10])], "does not depend on the images"),
        ([node("relu", IMAGES, outputs=[None])], "no output"),
        ([node("relu", IMAGES, outputs=[])], "no output"),
        ([], "no output"),
        ([node("aten.sum.default", IMAGES)], "one row for each image"),
        ([node("aten.add.Tensor", IMAGES, "text")], "does not run"),
        ([node("relu", IMAGES, IMAGES, IMAGES)], "does not run"),
        ([node("relu", IMAGES, colour=1)], "does not run"),
        ([node("view", IMAGES, [-5])], "does not run"),
        ([node("avg_pool2d", IMAGES, [0, 0])], "does not run"),
        ([node("aten.select.int", IMAGES, 10**30, 0)], "does not run"),
        ([node("embedding", value(1), value(2), outputs=[5]), ADD_IMAGES], "does not run"),
        ([node("zeros", [4, 10], dtype=13)], "do not fit together"),
        ([node("zeros", [4, 10], layout=1)], "do not fit together"),
    ],
)
def test_what_does_not_hold_together_is_refused(nodes: list[Plain], message: str) -> None:
    constants = {"table": torch.rand(2, 28), "beyond": torch.tensor([10**9])}
    assert message in refusal(graph(*nodes, **constants))


@pytest.mark.parametrize("outputs", [[1], [None]])
def test_what_is_written_depends_on_the_images_whether_a_result_is_named_or_not(
    outputs: list[int | None],
) -> None:
    nodes = [
        node("aten.flatten.using_ints", IMAGES, 1, outputs=[10]),
        node("copy_", value(1), value(10), outputs=outputs),
        node("relu", value(1)),
        node("aten.add.Tensor", value(1000), value(10), outputs=[1001]),
    ]
    plain = graph(*nodes, output=1001, copy=torch.zeros(4, 784))
    plain["constants"][0]["kind"] = "constant"
    origin = trace_output(Graph.from_plain(plain).plan)
    assert origin.images and not origin.joined


def test_an_argument_that_has_a_place_is_refused_by_name() -> None:
    """By name it would not be seen that random numbers are drawn."""
    noise = torch.zeros(4, 1, 28, 28)
    plain = graph(node("rrelu_with_noise", IMAGES, value(1), training=True), noise=noise)
    assert "not a graph" in refusal(plain)


@pytest.mark.parametrize("argument", [{"reciprocal": 1}, [{"reciprocal": 1}]])
def test_one_over_a_value_is_a_momentum_and_nothing_else(argument: Any) -> None:
    """A range would be long once it is executed, and have one number while it is looked at."""
    nodes = [
        node("aten.arange.start_step", 0, 0.9, argument, outputs=[10]),
        node("aten.add.Tensor", IMAGES, value(10)),
    ]
    assert "not a graph" in refusal(graph(*nodes, count=torch.tensor([1e9])))


def test_no_two_weights_have_one_name() -> None:
    first = node("aten.add.Tensor", IMAGES, value(1), outputs=[10])
    plain = graph(first, node("aten.add.Tensor", value(10), value(2)), a=ROW, b=ROW)
    assert Graph.from_plain(plain).run(torch.ones(4, 1, 28, 28)).mean() == 3
    plain["constants"][1] |= {"name": "a", "kind": "buffer"}
    assert "not a graph" in refusal(plain)


def test_a_graph_of_another_batch_than_was_asked_for_is_refused() -> None:
    plain = graph(node("aten.flatten.using_ints", IMAGES, 1))  # a batch of 4
    answers = iter([0, plain, plain | {"batch": BATCH}])
    network = Submission(lambda probe, arguments: next(answers)).network("MLP")
    with pytest.raises(StudentError, match="the batch that was asked for"):
        network.graph()
    assert network.graph().batch == BATCH


def places(plain: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to every value in plain data."""
    found = [path]
    items = enumerate(plain) if isinstance(plain, list) else ()
    for key, item in plain.items() if isinstance(plain, dict) else items:
        found += places(item, (*path, key))
    return found


def replacement(rng: random.Random, old: Any) -> Any:
    """Something else, or something a little different."""
    if type(old) is int and rng.random() < 0.5:
        return old + rng.choice([-1, 1, 2, 10**4, -(10**9), 2**63, 10**30])
    if isinstance(old, list) and old and rng.random() < 0.6:
        return rng.choice([old[:-1], old + old[:1], old[::-1], [], [old]])
    if isinstance(old, torch.Tensor) and rng.random() < 0.6:
        return rng.choice([old[..., None], old[:0], old.double(), old.bool(), old.flatten()[:1]])
    fixed = [None, True, -1, 0, 3, 10**30, 1.5, float("nan"), float("inf"), "", "float32", [], {}]
    fixed += [[[]], IMAGES, value(3), {"dtype": "int64"}, {"dtype": "qint8"}, b"x", torch.rand(2)]
    return rng.choice(
        [*fixed, {"memory_format": "channels_last"}, "aten.relu.default", [IMAGES] * 3]
    )


@pytest.mark.parametrize(
    "style", drawn_in_make_test(["BatchNorm2d", "GroupNorm", "written in slices", "attention"])
)
def test_random_changes_to_a_graph_are_refused_or_run(style: str) -> None:
    rng, refused = random.Random(style), 0
    torch.manual_seed(0)
    network: nn.Module = STYLES[style]().eval()
    plain = trace(network, torch.rand(2, 1, 28, 28))
    paths = [path for path in places(plain) if path]
    images = torch.rand(3, 1, 28, 28)
    for _ in range(400):
        changed = copy.deepcopy(plain)
        for path in rng.sample(paths, rng.randint(1, 2)):
            parent = changed
            try:
                for key in path[:-1]:
                    parent = parent[key]
                parent[path[-1]] = replacement(rng, parent[path[-1]])
            except (LookupError, TypeError, RuntimeError, ValueError):
                continue  # an earlier change has removed this place
        try:
            admitted = Graph.from_plain(changed)
            assert isinstance(admitted.run(images), torch.Tensor)
            admitted.steps()
        except GraphError:
            refused += 1
    assert refused > 150


@pytest.mark.parametrize(
    "plain", [None, 1, "graph", [], {}, b"", torch.rand(3), [{}], {"batch": 1}]
)
def test_what_is_no_graph_at_all_is_refused(plain: Any) -> None:
    assert "not a graph" in refusal(plain)
