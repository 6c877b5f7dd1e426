"""Graphs of networks, written by hand as the tracer would write them."""

from typing import Any

import pytest
import torch

from autograder.network.graph import Graph, GraphError

Plain = dict[str, Any]
IMAGES = {"value": 0}
SAME = [[1, 1], [14, 14], [1, 1], False, [0, 0], 1]  # a convolution's options


def node(operator: str, *arguments: Any, outputs: Any = None, **options: Any) -> Plain:
    """One operator as the tracer writes it; its output has the number 1000."""
    name = operator if operator.count(".") == 2 else f"aten.{operator}.default"
    outputs = [1000] if outputs is None else outputs
    return {"operator": name, "arguments": [*arguments], "options": options, "outputs": outputs}


def graph(*nodes: Plain, output: Any = 1000, **constants: torch.Tensor) -> Plain:
    """A graph with these operators; constants have the numbers 1, 2, …."""
    kept = [
        {"number": number, "name": name, "kind": "parameter", "value": value}
        for number, (name, value) in enumerate(constants.items(), 1)
    ]
    plain = {"mode": "evaluation", "batch": 4, "written": {}, "constants": kept}
    return plain | {"nodes": [*nodes], "output": output}


def value(number: int) -> Plain:
    return {"value": number}


def refusal(plain: Any) -> str:
    """The reason for which a graph is refused, on admission or when it runs."""
    with pytest.raises(GraphError) as caught:
        Graph.from_plain(plain).run(torch.rand(4, 1, 28, 28))
    return caught.value.hint
