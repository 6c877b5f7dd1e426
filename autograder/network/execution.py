"""Executes a graph's operators, outside the sandbox and without their author's code."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from .nodes import IMAGES, GraphError, Node, Reciprocal, Reference
from .operator_arguments import is_safe

MAX_VALUE = 20_000_000  # elements in any one tensor that it computes for a batch
MAX_TOTAL = 100_000_000  # elements in all tensors that it computes for a batch
# These do not fit where a weight, or the images, lie in memory in another way.
VIEWS = {torch.ops.aten.view.default, torch.ops.aten._unsafe_view.default}


def execute(
    nodes: Sequence[Node],
    values: Mapping[int, Tensor],
    watch: Callable[[Node, dict[int, Tensor]], None] = lambda node, values: None,
) -> dict[int, Tensor]:
    """Execute operators on the images and constants in `values`; return all values by number.

    `watch` is called after each operator. Raises `GraphError`.
    """
    values = dict(values)
    total = 0
    for node in nodes:
        total += execute_next(node, values)
        if total > MAX_TOTAL:
            raise GraphError({"hint": "graph.too-large-tensors"})
        watch(node, values)
    return values


@torch.no_grad()
def execute_next(node: Node, values: dict[int, Tensor]) -> int:
    """Execute one operator; add what it makes to `values`, and return how many elements that has.

    Raises `GraphError`.
    """
    arguments = [fill(argument, values) for argument in node.arguments]
    options = {key: fill(value, values) for key, value in node.options.items()}
    if node.takes_device:  # a graph is executed where its images are
        options["device"] = values[IMAGES].device
    refuse_unsafe(node, arguments, options)
    try:
        result = executed_as(node.function)(*arguments, **options)
    except Exception as error:  # noqa: BLE001 - PyTorch's shape functions raise all kinds
        raise does_not_run(node, error) from None
    results = list(result) if isinstance(result, (list, tuple)) else [result]
    for number, value in zip(node.outputs, results, strict=False):
        if number is not None and isinstance(value, Tensor):
            if number in values and values[number] is not value:
                raise GraphError({"hint": "graph.same-number"})
            values[number] = value
    tensors = [value for value in results if isinstance(value, Tensor)]
    if max((_num_stored(value) for value in tensors), default=0) > MAX_VALUE:
        raise GraphError({"hint": "graph.too-large-tensors"})
    return sum(value.numel() for value in tensors)


def refuse_unsafe(node: Node, arguments: list[Any], options: dict[str, Any]) -> None:
    """Raise `GraphError` for arguments with which an operator may not be executed."""
    if not is_safe(node.name, node.function, arguments, options):
        raise GraphError({"hint": "graph.arguments", "operator": node.name})


def does_not_run(node: Node, error: Exception) -> GraphError:
    """Return what to raise for an operator that PyTorch refuses, with what it says."""
    reason = first_line(error)
    return GraphError({"hint": "graph.does-not-run", "operator": node.name, "error": reason})


def first_line(error: Exception) -> str:
    """Return the first line of what PyTorch says, without its full stop."""
    lines = str(error).splitlines()
    return lines[0].rstrip(". ") if lines else type(error).__name__


def executed_as(operator: Any) -> Callable[..., Any]:
    """Return the function that is called for an operator.

    New memory is filled with zeros: it could hold what this process has computed before. PyTorch
    has no gradient for a step function, not even one that is zero everywhere.
    """
    if operator in VIEWS:
        return torch.reshape
    if operator == torch.ops.aten.heaviside.default:
        return _heaviside
    if "empty" in operator._schema.name:
        return lambda *arguments, **options: operator(*arguments, **options).zero_()
    return operator  # type: ignore[no-any-return]


def _heaviside(values: Tensor, at_zero: Tensor) -> Tensor:
    return torch.where(values == 0, at_zero, (values > 0).to(values.dtype))


def fill(argument: Any, values: dict[int, Tensor]) -> Any:
    """Put values in the place of references to them."""
    if isinstance(argument, Reference):
        if argument.number not in values:
            raise GraphError({"hint": "graph.not-there-yet"})
        value = values[argument.number]
        return _reciprocal(value) if isinstance(argument, Reciprocal) else value
    if isinstance(argument, tuple):
        return [fill(item, values) for item in argument]
    return argument


def _reciprocal(value: Tensor) -> float:
    if value.numel() != 1:
        raise GraphError({"hint": "graph.momentum"})
    return 1.0 if value.is_meta else 1 / max(float(value), 1.0)


def _num_stored(value: Tensor) -> int:
    """Return the number of elements that it has, or that the memory it is a view of has."""
    return max(value.numel(), value.untyped_storage().nbytes() // value.element_size())
