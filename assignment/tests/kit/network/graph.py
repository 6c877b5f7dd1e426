"""A network as data, executed where it is graded: outside the sandbox, without its author's code.

`Graph.from_plain` admits what `tracing.trace` recorded, from a source that is not trusted: only
allow-listed operators, every shape computed before anything is executed, nothing too large.
`Graph.run` repeats the operators on other images; `Graph.steps` lists them with their shapes.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor
from torch.utils.flop_counter import FlopCounterMode

from ..probing.student_error import StudentError
from .operator_arguments import UNCOUNTED, is_safe
from .operators import ALLOWED, RANDOM, WEIGHTED

MAX_NODES = 2_000
MAX_OUTLINE = 1_000_000  # characters of the description of all of them
MAX_CONSTANTS = 20_000_000  # elements in all tensors that a graph carries
MAX_VALUE = 20_000_000  # elements in any one tensor that it computes for a batch
MAX_TOTAL = 100_000_000  # elements in all tensors that it computes for a batch
MAX_FLOPS = 4_000_000_000  # floating-point operations for a batch
IMAGES = 0  # the number of the value that holds the images
VIEW = torch.ops.aten.view.default  # which does not fit where a weight lay in memory in another way

DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (torch.bool, torch.uint8, torch.int32, torch.int64, torch.float32, torch.float64)
}
MEMORY_FORMATS = {
    str(layout).removeprefix("torch."): layout
    for layout in (torch.contiguous_format, torch.channels_last, torch.preserve_format)
}


class GraphError(StudentError):
    """The network is not admitted as a graph, or does not run; the message says why."""


@dataclass(frozen=True)
class Constant:
    """A tensor the graph carries; `kind` is `parameter`, `buffer` or `constant`."""

    number: int
    name: str
    kind: str
    value: Tensor


@dataclass(frozen=True)
class Reference:
    """Stands for a value, by its number, among an operator's arguments."""

    number: int


@dataclass(frozen=True)
class Node:
    """One operator; `outputs` are the numbers of the values it makes, None where unused."""

    name: str
    function: Any = field(repr=False)
    arguments: tuple[Any, ...]
    options: dict[str, Any]
    outputs: tuple[int | None, ...]
    takes_device: bool = False

    def inputs(self) -> list[int]:
        """The numbers of the values it uses."""
        return list(_references([*self.arguments, *self.options.values()]))


@dataclass(frozen=True)
class Step:
    """An operator on the way from the images to the output, with the shapes of one batch.

    For an operator with weights, `weights` is their shape and `source` the kind of constant they
    come from; otherwise both are None. `parameters` are the numbers in all the parameters that no
    operator before has used.
    """

    name: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    weights: tuple[int, ...] | None = None
    source: str | None = None
    parameters: int = 0


@dataclass(frozen=True)
class Graph:
    """A network from images `(batch, 1, 28, 28)` to the value numbered `output`."""

    batch: int
    constants: tuple[Constant, ...]
    nodes: tuple[Node, ...]
    output: int
    path: tuple[Step, ...] = field(default=(), repr=False)

    @classmethod
    def from_plain(cls, data: Any) -> "Graph":
        """Admit what `trace` returned; raises `GraphError` for anything else."""
        if not isinstance(data, dict):
            raise GraphError("not a graph")
        try:
            constants = tuple(_constant(item) for item in data["constants"])
            outline = json.dumps({key: data[key] for key in ("batch", "nodes", "output")})
        except _MALFORMED as error:
            raise GraphError(f"not a graph ({type(error).__name__})") from None
        if len(outline) > MAX_OUTLINE:
            raise GraphError(f"the network has more than {MAX_NODES:,} operators")
        if sum(constant.value.numel() for constant in constants) > MAX_CONSTANTS:
            raise GraphError(f"the network has more than {MAX_CONSTANTS:,} weights")
        forms = tuple((c.number, c.kind, c.value.dtype, tuple(c.value.shape)) for c in constants)
        return replace(_admit(outline, forms), constants=constants)

    def run(self, images: Tensor) -> Tensor:
        """Execute on float images `(N, 1, 28, 28)`, batch by batch; returns outputs `(N, …)`."""
        outputs = []
        for part in torch.split(images, self.batch):
            missing = self.batch - len(part)
            batch = torch.cat([part, part.new_zeros(missing, *part.shape[1:])])
            result = _execute(self, batch, [constant.value.clone() for constant in self.constants])
            if result[self.output].dim() == 0 or len(result[self.output]) != self.batch:
                raise GraphError("the network does not return one row for each image")
            outputs.append(result[self.output][: len(part)])
        return torch.cat(outputs)

    def num_parameters(self) -> int:
        """The number of weights registered as parameters, used or not."""
        return sum(c.value.numel() for c in self.constants if c.kind == "parameter")

    def steps(self) -> list[Step]:
        """The operators that the images pass through on their way to the output, in order."""
        return list(self.path)


_MALFORMED = LookupError, TypeError, ValueError, AttributeError, RuntimeError, RecursionError
_RANKS = ["images", "parameter", "buffer", "constant"]  # a mixture is what its first part is


class _Walk:
    """Follows the images through a graph while it is executed, node by node.

    Views share the memory of what they are views of, so what matters is kept by memory: whatever
    is written into a tensor reaches its other views too.
    """

    def __init__(self, graph: Graph, values: dict[int, Tensor]) -> None:
        self.kinds = {_memory(values[IMAGES]): "images"}
        self.kinds |= {_memory(values[c.number]): c.kind for c in graph.constants}
        self.shapes = {number: tuple(value.shape) for number, value in values.items()}
        parameters = [c.number for c in graph.constants if c.kind == "parameter"]
        self.origins = {_memory(values[number]): {number} for number in parameters}
        self.sizes = {number: values[number].numel() for number in parameters}
        self.steps: list[Step] = []

    def __call__(self, node: Node, values: dict[int, Tensor]) -> None:
        inputs = node.inputs()
        kinds = {n: self.kinds.get(_memory(values[n]), "constant") for n in inputs}
        kind = min(kinds.values(), key=_RANKS.index, default="constant")
        outputs = [number for number in node.outputs if number in values]
        before = dict(self.shapes)  # an operator that works in place may change the shape too
        origins = set().union(*(self.origins.get(_memory(values[n]), set()) for n in inputs))
        for number in outputs:
            self.kinds[_memory(values[number])] = kind
            self.shapes[number] = tuple(values[number].shape)
            if kind != "images" and origins:
                self.origins[_memory(values[number])] = origins
        if kind != "images" or not outputs:
            return
        moving = [number for number in inputs if kinds[number] == "images"]
        fixed = [number for number in inputs if kinds[number] != "images"]
        weights = source = None
        if node.name in WEIGHTED and fixed:
            number = max(fixed, key=lambda n: len(before[n]))  # a bias has one dimension
            weights, source = before[number], kinds[number]
        after = self.shapes[outputs[0]]
        new = sum(self.sizes.pop(number, 0) for number in origins)
        self.steps.append(Step(node.name, before[moving[0]], after, weights, source, new))

    def reached(self, value: Tensor) -> bool:
        """Whether a value depends on the images."""
        return self.kinds.get(_memory(value)) == "images"


def _memory(value: Tensor) -> int:
    return int(value.untyped_storage()._cdata)


def _num_stored(value: Tensor) -> int:
    """The number of elements that it has, or that the memory it is a view of has."""
    return max(value.numel(), value.untyped_storage().nbytes() // value.element_size())


@lru_cache(maxsize=64)
def _admit(outline: str, forms: tuple[tuple[int, str, torch.dtype, tuple[int, ...]], ...]) -> Graph:
    """Admit a network by its operators and the forms of its constants; the values do not matter.

    A network is traced again after every epoch, and many students write the same one: the last
    ones admitted are remembered. The constants of the graph returned are on `meta`.
    """
    constants = tuple(
        Constant(number, "", kind, torch.empty(shape, dtype=dtype, device="meta"))
        for number, kind, dtype, shape in forms
    )
    try:
        data = json.loads(outline)
        graph = Graph(
            batch=_integer(data["batch"], 1, 1000),
            constants=constants,
            nodes=tuple(_node(item) for item in data["nodes"][: MAX_NODES + 1]),
            output=_integer(data["output"]),
        )
    except _MALFORMED as error:
        raise GraphError(f"not a graph ({type(error).__name__})") from None
    if len(graph.nodes) > MAX_NODES:
        raise GraphError(f"the network has more than {MAX_NODES:,} operators")
    return replace(graph, path=_measure(graph))


def _measure(graph: Graph) -> tuple[Step, ...]:
    """Compute every shape without executing anything; refuse what is malformed or too large."""
    images = torch.empty(graph.batch, 1, 28, 28, device="meta")
    constants = [constant.value for constant in graph.constants]
    numbers = [IMAGES, *(constant.number for constant in graph.constants)]
    if len(set(numbers)) != len(numbers):
        raise GraphError("two values have the same number")
    walk = _Walk(graph, dict(zip(numbers, [images, *constants], strict=True)))
    with FlopCounterMode(display=False, custom_mapping=UNCOUNTED) as counter:
        values = _execute(graph, images, constants, walk)
    if graph.output not in values:
        raise GraphError("the network has no output")
    if counter.get_total_flops() > MAX_FLOPS:
        raise GraphError("the network computes too much for images of 28×28 pixels")
    if not walk.reached(values[graph.output]):
        raise GraphError("the network's output does not depend on the images")
    return tuple(walk.steps)


def _execute(
    graph: Graph,
    images: Tensor,
    constants: list[Tensor],
    watch: Callable[[Node, dict[int, Tensor]], None] = lambda node, values: None,
) -> dict[int, Tensor]:
    values: dict[int, Tensor] = {IMAGES: images}
    for constant, value in zip(graph.constants, constants, strict=True):
        values[constant.number] = value
    total = 0
    with torch.no_grad():
        for node in graph.nodes:
            arguments = [_fill(argument, values) for argument in node.arguments]
            options = {key: _fill(value, values) for key, value in node.options.items()}
            if node.takes_device:  # a graph is executed where its images are
                options["device"] = images.device
            if not is_safe(node.name, node.function._schema, arguments, options):
                raise GraphError(f"the operator {node.name} has arguments that do not fit together")
            function = torch.reshape if node.function is VIEW else node.function
            try:
                result = function(*arguments, **options)
            except Exception as error:  # noqa: BLE001 - PyTorch's shape functions raise all kinds
                reason = str(error).splitlines()[0] if str(error) else type(error).__name__
                raise GraphError(f"the operator {node.name} does not run: {reason}") from None
            results = list(result) if isinstance(result, (list, tuple)) else [result]
            for number, value in zip(node.outputs, results, strict=False):
                if number is not None and isinstance(value, Tensor):
                    if number in values and _memory(values[number]) != _memory(value):
                        raise GraphError("two values have the same number")
                    values[number] = value
            tensors = [value for value in results if isinstance(value, Tensor)]
            total += sum(value.numel() for value in tensors)
            largest = max((_num_stored(value) for value in tensors), default=0)
            if largest > MAX_VALUE or total > MAX_TOTAL:
                raise GraphError("the network computes tensors that are too large")
            watch(node, values)
    return values


def _fill(argument: Any, values: dict[int, Tensor]) -> Any:
    if isinstance(argument, Reference):
        if argument.number not in values:
            raise GraphError("an operator uses a value that is not there yet")
        return values[argument.number]
    if isinstance(argument, tuple):
        return [_fill(item, values) for item in argument]
    return argument


def _constant(data: Any) -> Constant:
    if not isinstance(data, dict):
        raise TypeError
    value = data["value"]
    if not isinstance(value, Tensor) or data["kind"] not in _RANKS[1:]:
        raise TypeError
    return Constant(_integer(data["number"], 1), str(data["name"])[:200], data["kind"], value)


def _node(data: Any) -> Node:
    operator = data["operator"]
    library, name, overload = operator.split(".")
    if name in RANDOM:
        raise GraphError(
            f"the operator {name} draws random numbers; in evaluation mode the output for an"
            " image must always be the same: look for a layer that is made anew in each forward"
            " pass, and for dropout that works outside of training"
        )
    if library != "aten" or name not in ALLOWED:
        raise GraphError(f"the operator {library[:20]}.{name[:40]} is not admitted in a network")
    outputs = tuple(None if n is None else _integer(n, 0) for n in data["outputs"])
    function = getattr(getattr(torch.ops.aten, name), overload)
    if not isinstance(function, torch._ops.OpOverload):
        raise TypeError
    if not all("Tensor" in str(result.type) for result in function._schema.returns):
        raise TypeError  # one of Python's numbers: no network has it, and 0 % 0 ends the process
    return Node(
        name=name,
        function=function,
        takes_device=any(a.name == "device" for a in function._schema.arguments),
        arguments=tuple(_argument(item) for item in data["arguments"]),
        options={key: _argument(item) for key, item in data["options"].items()},
        outputs=outputs,
    )


def _argument(data: Any) -> Any:
    if data is None or type(data) in (bool, int, float):
        return data
    if type(data) is str and len(data) <= 64:
        return data
    if type(data) is list and len(data) <= 1000:
        return tuple(_argument(item) for item in data)
    if type(data) is dict and len(data) == 1:
        if "value" in data:
            return Reference(_integer(data["value"]))
        if "dtype" in data:
            return DTYPES[data["dtype"]]
        if "memory_format" in data:
            return MEMORY_FORMATS[data["memory_format"]]
    raise TypeError


def _integer(value: Any, low: int = 0, high: int = 10**6) -> int:
    if type(value) is not int or not low <= value <= high:
        raise ValueError
    return value


def _references(value: Any) -> Iterator[int]:
    if isinstance(value, Reference):
        yield value.number
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _references(item)
