"""How much work a graph is, counted on `meta`, where nothing is computed; and what it writes into.

What an operator reads counts as much as what it makes: a norm of a large tensor takes long, and its
result is one number. So does the memory that some operators need meanwhile.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.flop_counter import flop_registry, shape_wrapper

from ..probing.tracing import named_arguments, written_arguments
from .nodes import Constant, Effects, GraphError, Node, Reference, memory
from .operator_arguments import UNCOUNTED

MAX_ELEMENTS = 100_000_000  # that operators read, make and need meanwhile, for a batch
MAX_FLOPS = 4_000_000_000  # floating-point operations for a batch
MAX_RESULTS = 1_000  # tensors that one operator makes
SPLITS = {"chunk", "split", "split_with_sizes", "unbind", "unsafe_split"}
FORMULAS = flop_registry | {
    name: shape_wrapper(count)  # type: ignore[no-untyped-call]
    for name, count in UNCOUNTED.items()
}
LAYOUT_VIEWS = {"contiguous", "flatten", "reshape", "unflatten", "view", "view_as"}


class Meter(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Counts elements and floating-point operations while operators run on `meta`, and refuses what
    would be too many.

    It sees what public operators are made of: the copies that a broadcast `matmul` makes, too.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.elements = self.flops = 0

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        name = func._schema.name.removeprefix("aten::")
        if name in SPLITS and _num_parts(name, *args, **(kwargs or {})) > MAX_RESULTS:
            raise GraphError(
                {"hint": "graph.too-many-results", "operator": name, "most": MAX_RESULTS}
            )
        result = func(*args, **(kwargs or {}))
        if not func.is_view:
            touched = tree_leaves((args, kwargs, result))
            self.elements += sum(one.numel() for one in touched if isinstance(one, Tensor))
            if name in TEMPORARY:
                self.elements += TEMPORARY[name](result, *args)
        if count := FORMULAS.get(func._overloadpacket):
            self.flops += count(*args, **(kwargs or {}), out_val=result)
        if self.elements > MAX_ELEMENTS or self.flops > MAX_FLOPS:
            raise GraphError({"hint": "graph.too-much"})
        return result


def _num_parts(name: str, value: Tensor, size: Any = 0, dim: int = 0) -> int:
    """Return how many tensors an operator would make of one."""
    if name == "unbind":
        return int(value.shape[size])  # its second argument is the dimension
    if isinstance(size, (list, tuple)):
        return len(size)
    if name == "chunk":
        return int(size)
    return math.ceil(value.shape[dim] / size) if size > 0 else 1


def _unfolded(result: Tensor, images: Tensor, weight: Tensor, *more: Any) -> int:
    """Return the elements of the patches that a convolution copies, where it works by copies."""
    transposed, groups = more[4], more[6]  # after bias, stride, padding and dilation
    seen = images if transposed else result
    places = seen.numel() // max(seen.shape[1], 1)
    return int(places * math.prod(weight.shape[1:]) * (1 if transposed else groups))


def _indexed(result: Tensor, value: Tensor, indices: Any, *_: Any) -> int:
    """Return the elements that indices select together, once broadcast; of a mask, all it has."""
    shapes, sizes, dim = [], 1, 0
    for index in indices:
        if index is None:
            dim += 1
            continue
        mask = index.dtype in (torch.bool, torch.uint8)
        width = index.dim() if mask else 1
        shapes.append((index.numel(),) if mask else tuple(index.shape))
        sizes *= math.prod(value.shape[dim : dim + width])
        dim += width
    longest = max(map(len, shapes), default=0)
    padded = [(1,) * (longest - len(shape)) + shape for shape in shapes]
    together = math.prod(map(max, zip(*padded, strict=True)))
    return int(together * (value.numel() // max(sizes, 1)) * max(len(shapes), 1))


# What operators need beyond what they read and make, in elements.
TEMPORARY: dict[str, Callable[..., int]] = {
    "convolution": _unfolded,
    "_convolution": _unfolded,
    "index": _indexed,
    "index_put": _indexed,
    "index_put_": _indexed,
    "_index_put_impl_": _indexed,
}


class EffectsRecorder:
    """Called after each operator of a graph on `meta`; `effects` says what was written."""

    def __init__(self, constants: list[Constant], values: dict[int, Tensor]) -> None:
        self.memories = {one.number: memory(values[one.number]) for one in constants}
        kept = [one.number for one in constants if one.kind != "constant"]
        self.kept = {self.memories[number] for number in kept}
        self.written: set[int] = set()  # memories
        self.viewed: set[int] = set()
        self.overwrites: set[int] = set()
        self.place = 0

    def __call__(self, node: Node, values: dict[int, Tensor]) -> None:
        written = {memory(values[number]) for number in written_by(node)}
        self.written |= written
        if written & self.kept and not _makes_new(node):
            self.overwrites.add(self.place)
        if node.name in LAYOUT_VIEWS:
            self.viewed |= {memory(values[number]) for number in node.inputs()}
        self.place += 1

    def effects(self) -> Effects:
        """Return what was written up to now."""
        mutated = {number for number, place in self.memories.items() if place in self.written}
        movable = not self.viewed & self.written
        return Effects(frozenset(mutated), frozenset(self.overwrites), movable)


def changed_by(node: Node, values: Mapping[int, Tensor]) -> list[int]:
    """Return the numbers of the values that an operator has made, and into which it has written."""
    made = [number for number in node.outputs if number is not None and number in values]
    return made + written_by(node)


def written_by(node: Node) -> list[int]:
    """Return the numbers of the values into which an operator writes."""
    named = named_arguments(node.function, node.arguments, node.options)
    written = map(named.get, written_arguments(node.function, named))
    return [one.number for one in written if isinstance(one, Reference)]


def _makes_new(node: Node) -> bool:
    """Say whether an operator returns anything but what it has written into."""
    returns = node.function._schema.returns
    return not all(one.alias_info and one.alias_info.is_write for one in returns)
