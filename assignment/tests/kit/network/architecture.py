"""What a network may be: weights are registered, constants are few, and both modes agree."""

from collections.abc import Sequence

from ..probing.hints.catalogue import Message
from ..probing.shape import NUM_PIXELS
from .constants import check_constants
from .graph import Graph
from .layers import Layer, layers_from
from .lineage import copied_into, trace_output
from .nodes import GraphError
from .origins import Origin

STATISTICS = 2  # numbers that a normalisation keeps for each feature


def check_architecture(evaluation: Graph, training: Sequence[Graph] = ()) -> list[Layer]:
    """Return the layers of a network that is recorded before it is trained.

    Raises `GraphError` for a network with too many constants, or with other layers in training.
    """
    origin = trace_output(evaluation.plan)
    layers = layers_from(evaluation, origin)
    copied = _copied(training)
    check_constants(evaluation, origin, copied=_numbers(evaluation, copied))
    for graph in training:
        other = trace_output(graph.plan)
        check_constants(graph, other, executed=False, copied=_numbers(graph, copied))
        _check_statistics(evaluation, origin, graph, layers)
        _check_same_layers(layers, layers_from(graph, other))
    return layers


def _copied(training: Sequence[Graph]) -> set[str]:
    """Name the buffers into which training copies weights, be it by way of other buffers."""
    copied: set[str] = set()
    while True:
        before = frozenset(copied)
        for graph in training:
            found = copied_into(graph.plan, _numbers(graph, copied))
            copied |= {one.name for one in graph.constants if one.number in found}
        if copied == before:
            return copied


def _numbers(graph: Graph, names: set[str]) -> frozenset[int]:
    return frozenset(one.number for one in graph.constants if one.name in names)


def _check_statistics(
    evaluation: Graph, output: Origin, training: Graph, layers: Sequence[Layer]
) -> None:
    """Refuse buffers that training changes, if they are more than a normalisation needs."""
    names = {c.number: c.name for c in training.constants}
    changing = {names[buffer] for buffer, _ in training.written}
    used = frozenset[int]().union(
        *(one.buffers for one in output.joined if one.most > 1 and not one.selects)
    )
    kept = [c for c in evaluation.constants if c.number in used and c.name in changing]
    most = STATISTICS * (NUM_PIXELS + sum(layer.outputs for layer in layers))
    if sum(c.value.numel() for c in kept) > most:
        kept_names = ", ".join(f"`{c.name}`" for c in kept)
        raise GraphError({"hint": "graph.statistics", "names": kept_names})


def _check_same_layers(evaluation: Sequence[Layer], training: Sequence[Layer]) -> None:
    """Refuse a network that is another one in training: only noise and normalisation may differ."""
    same = len(evaluation) == len(training) and all(
        one.parameters <= other.parameters and one.outputs == other.outputs
        for one, other in zip(evaluation, training, strict=True)
    )
    if not same:
        both = {"training": _outputs(training), "evaluation": _outputs(evaluation)}
        raise GraphError({"hint": "graph.other-layers", **both})


def _outputs(layers: Sequence[Layer]) -> Message:
    if not layers:
        return {"hint": "graph.no-layers"}
    return {"hint": "graph.layers", "outputs": [layer.outputs for layer in layers]}
