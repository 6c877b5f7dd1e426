"""What a network may be: weights are registered, constants are few, and both modes agree."""

from collections.abc import Sequence

from ..probing.hints.catalogue import Message
from ..probing.shape import NUM_PIXELS
from .constants import check_constants
from .graph import Graph
from .layers import Layer, layers_from
from .lineage import trace_output
from .nodes import GraphError
from .origins import Origin

STATISTICS = 2  # numbers that a normalisation keeps for each feature


def check_architecture(evaluation: Graph, training: Sequence[Graph] = ()) -> list[Layer]:
    """Return the layers of a network that is recorded before it is trained.

    Raises `GraphError` for a network with too many constants, or with other layers in training.
    """
    written = {
        one.name
        for graph in training
        for one in graph.constants
        if one.number in dict(graph.written)
    }
    origin = trace_output(evaluation.plan, _numbers(evaluation, written))
    layers = layers_from(evaluation, origin)
    check_constants(evaluation, origin)
    for graph in training:
        other = trace_output(graph.plan, _numbers(graph, written))
        check_constants(graph, other, executed=False)
        _check_statistics(evaluation, origin, graph, layers)
        _check_same_layers(layers, layers_from(graph, other))
    _check_buffers(layers, written)
    return layers


def _numbers(graph: Graph, names: set[str]) -> frozenset[int]:
    return frozenset(one.number for one in graph.constants if one.name in names)


def _check_buffers(layers: Sequence[Layer], written: set[str]) -> None:
    """Refuse buffers that are weights of a layer: what training writes there need not be learnt."""
    names = {name for layer in layers for name in layer.parameters & written}
    if names:
        kept = ", ".join(f"`{name}`" for name in sorted(names))
        raise GraphError({"hint": "graph.written-weights", "names": kept})


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
