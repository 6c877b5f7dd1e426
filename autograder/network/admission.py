"""Admits a network from a source that is not trusted.

Only allow-listed operators are admitted, every shape is computed before anything is executed, and
nothing may be too large.
"""

import json
import time
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor
from torch.utils._pytree import tree_leaves

from ..probing.images import IMAGE_SHAPE
from ..probing.tracing import named_arguments
from .execution import execute
from .metering import EffectsRecorder, Meter
from .nodes import IMAGES, Constant, Effects, GraphError, Node, Plan, Reciprocal, Reference
from .operators import ALLOWED, NOISE
from .provenance import RANKS, Walk
from .roles import is_random

MAX_NODES = 2_000
MAX_OUTLINE = 1_000_000  # characters of the description of all of them
MAX_CONSTANTS = 20_000_000  # elements in all tensors that a graph carries
MAX_SECONDS = 5.0  # of this process's own time, after the first operator, to compute all shapes

NUMBERS = "uint8 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64"
DTYPES = {name: getattr(torch, name) for name in ("bool", *NUMBERS.split())}
MEMORY_FORMATS = {
    str(layout).removeprefix("torch."): layout
    for layout in (torch.contiguous_format, torch.channels_last, torch.preserve_format)
}
MODES = "training", "evaluation"
MALFORMED = LookupError, TypeError, ValueError, AttributeError, RuntimeError, RecursionError

_Form = tuple[int, str, torch.dtype, tuple[int, ...]]  # number, kind, type and shape of a constant


def admit(data: Any) -> tuple[Plan, tuple[Constant, ...]]:
    """Return the plan and the constants in what `tracing.trace` recorded; raises `GraphError`."""
    constants = read_constants(data)
    try:
        outer = {key: data[key] for key in ("mode", "batch", "nodes", "output")}
        outline = json.dumps(outer | {"written": _written(data["written"], constants)})
    except MALFORMED as error:
        raise _malformed(error) from None
    if len(outline) > MAX_OUTLINE:
        raise GraphError({"hint": "graph.too-many-operators", "most": MAX_NODES})
    forms = tuple((c.number, c.kind, c.value.dtype, tuple(c.value.shape)) for c in constants)
    return _plan(outline, forms), constants


def read_constants(data: Any) -> tuple[Constant, ...]:
    """Return the tensors in what `tracing.trace` recorded; raises `GraphError`."""
    if not isinstance(data, dict):
        raise GraphError({"hint": "graph.malformed"})
    try:
        constants = tuple(_constant(item) for item in data["constants"])
    except MALFORMED as error:
        raise _malformed(error) from None
    names = [constant.name for constant in constants if constant.kind != "constant"]
    if len({*names}) < len(names):  # one would have the values of the other
        raise GraphError({"hint": "graph.malformed"})
    if sum(constant.value.numel() for constant in constants) > MAX_CONSTANTS:
        raise GraphError({"hint": "graph.too-many-weights", "most": MAX_CONSTANTS})
    return constants


@lru_cache(maxsize=64)
def _plan(outline: str, forms: tuple[_Form, ...]) -> Plan:
    """Admit a network by its operators and the forms of its constants; the values do not matter.

    A network is traced again after every epoch, and many students write the same one: the last
    ones admitted are remembered.
    """
    constants = _on_meta(forms)
    try:
        data = json.loads(outline)
        mode, written = MODES[MODES.index(data["mode"])], tuple(map(tuple, data["written"]))
        batch, output = _integer(data["batch"], 1, 1000), _integer(data["output"])
        nodes = tuple(_node(item, mode) for item in data["nodes"][: MAX_NODES + 1])
    except MALFORMED as error:
        raise _malformed(error) from None
    if len(nodes) > MAX_NODES:
        raise GraphError({"hint": "graph.too-many-operators", "most": MAX_NODES})
    images = torch.empty(batch, *IMAGE_SHAPE, device="meta")
    walk, effects, values = _compute_shapes(nodes, images, constants)
    if output not in values:
        raise GraphError({"hint": "graph.no-output"})
    if not walk.reached(values[output]):
        raise GraphError({"hint": "graph.ignores-images"})
    for buffer, new in written:
        if new not in values or _form(values[new]) != _form(values[buffer]):
            raise GraphError({"hint": "graph.buffer-changes"})
    numbers = {constant.number for constant in constants}
    used = tuple(number for node in nodes for number in node.inputs() if number in numbers)
    path, unchanged = tuple(walk.steps), tuple(_on_meta(forms))
    return Plan(batch, mode, path, used, nodes, output, written, effects, unchanged)


def _on_meta(forms: tuple[_Form, ...]) -> list[Constant]:
    return [
        Constant(number, "", kind, torch.empty(shape, dtype=dtype, device="meta"))
        for number, kind, dtype, shape in forms
    ]


def _compute_shapes(
    nodes: tuple[Node, ...], images: Tensor, constants: list[Constant]
) -> tuple[Walk, Effects, dict[int, Tensor]]:
    """Compute every shape without executing anything; refuse what is malformed or too large."""
    given = {IMAGES: images} | {constant.number: constant.value for constant in constants}
    if len(given) <= len(constants):
        raise GraphError({"hint": "graph.same-number"})
    walk, recorder = Walk(constants, given), EffectsRecorder(constants, given)
    begun = 0.0  # when PyTorch has imported what it needs to compute shapes

    def watch(node: Node, values: dict[int, Tensor]) -> None:
        nonlocal begun
        begun = begun or time.process_time()
        if time.process_time() - begun > MAX_SECONDS:
            raise GraphError({"hint": "graph.slow-to-check"})
        walk(node, values)
        recorder(node, values)

    with Meter():
        values = execute(nodes, given, watch)
    return walk, recorder.effects(), values


def _malformed(error: Exception) -> GraphError:
    return GraphError({"hint": "graph.malformed-by", "error": type(error).__name__})


def _form(value: Tensor) -> tuple[torch.dtype, torch.Size]:
    return value.dtype, value.shape


def _written(data: Any, constants: tuple[Constant, ...]) -> list[tuple[int, int]]:
    """Return of each buffer that is written, by name, its number and that of its new value."""
    buffers = {c.name: c.number for c in constants if c.kind == "buffer"}
    return sorted((buffers[name], _integer(number)) for name, number in data.items())


def _constant(data: Any) -> Constant:
    if not isinstance(data, dict):
        raise TypeError
    value = data["value"]
    if not isinstance(value, Tensor) or data["kind"] not in RANKS[1:]:
        raise TypeError
    return Constant(_integer(data["number"], 1), str(data["name"])[:200], data["kind"], value)


def _node(data: Any, mode: str) -> Node:
    operator = data["operator"]
    library, name, overload = operator.split(".")
    arguments = tuple(map(_argument, data["arguments"]))
    if mode == "evaluation" and is_random(name, arguments):
        raise GraphError({"hint": "graph.random", "operator": name})
    if library != "aten" or name not in ALLOWED | NOISE:
        operator = f"{library[:20]}.{name[:40]}"
        raise GraphError({"hint": "graph.not-admitted", "operator": operator})
    outputs = tuple(None if n is None else _integer(n, 0) for n in data["outputs"])
    function = getattr(getattr(torch.ops.aten, name), overload)
    if not isinstance(function, torch._ops.OpOverload):
        raise TypeError
    if not all("Tensor" in str(result.type) for result in function._schema.returns):
        raise TypeError  # one of Python's numbers: no network has it, and 0 % 0 ends the process
    if any(one.name in data["options"] for one in function._schema.arguments if not one.kwarg_only):
        raise TypeError  # by their places they are known, and the tracer gives no other
    options = {key: _argument(item) for key, item in data["options"].items()}
    named = named_arguments(function, arguments, options)
    if any(key != "momentum" and _has_reciprocal(value) for key, value in named.items()):
        raise TypeError  # a number that nobody knows before, of which a size could be made
    return Node(
        name=name,
        function=function,
        takes_device=any(a.name == "device" for a in function._schema.arguments),
        arguments=arguments,
        options=options,
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
        if "reciprocal" in data:
            return Reciprocal(_integer(data["reciprocal"]))
        if "dtype" in data:
            if data["dtype"] not in DTYPES:
                raise GraphError({"hint": "graph.dtype", "dtype": str(data["dtype"])[:40]})
            return DTYPES[data["dtype"]]
        if "memory_format" in data:
            return MEMORY_FORMATS[data["memory_format"]]
    raise TypeError


def _has_reciprocal(argument: Any) -> bool:
    return any(isinstance(one, Reciprocal) for one in tree_leaves(argument))


def _integer(value: Any, low: int = 0, high: int = 10**6) -> int:
    if type(value) is not int or not low <= value <= high:
        raise ValueError
    return value
