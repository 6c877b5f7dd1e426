"""Takes a network as data: every ATen operator from the images to the output, recorded.

`trace` runs the network once, as it stands, and writes down the operators PyTorch executes, with
the weights they use. So the style in which the network is written does not matter, nor does Python
control flow. What it returns is plain data (numbers, strings, tensors) for `graph.Graph`.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode


class TraceError(Exception):
    """The network's output cannot be recorded; the message says why."""


def trace(network: nn.Module, images: Tensor) -> dict[str, Any]:
    """Record what `network` computes for `images` (batch, 1, 28, 28), in the mode it is in.

    Returns plain data: `batch`, `constants` (the parameters, used or not, then buffers and other
    tensors in use), `nodes` and the number of the `output` value; value 0 is the images.
    """
    recorder = _Recorder(images)
    for name, parameter in network.named_parameters():
        recorder.add_constant(parameter, name, "parameter")
    for name, buffer in network.named_buffers():
        recorder.add_constant(buffer, name, "buffer")
    with torch.no_grad(), recorder:
        output = network(images)
    if not isinstance(output, Tensor):
        raise TraceError(f"the network returned a {type(output).__name__}, not a tensor")
    return recorder.finish(output)


class _Recorder(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Sees every operator below autograd; gives each tensor it meets a number."""

    def __init__(self, images: Tensor) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.batch = len(images)
        self.numbers: dict[int, int] = {}  # by identity of the tensor
        self.places: dict[tuple[Any, ...], int] = {}  # by its place in memory
        self.kept: list[Tensor] = []  # keeps identities and places from being used twice
        self.constants: list[dict[str, Any]] = []
        self.nodes: list[dict[str, Any]] = []
        self.mutates: list[bool] = []
        self._add(images)

    def add_constant(self, tensor: Tensor, name: str, kind: str) -> int:
        value = tensor.detach().clone()  # as it is now: an in-place operator may change it later
        number = self._add(tensor)
        self.constants.append({"number": number, "name": name, "kind": kind, "value": value})
        return number

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        kwargs = kwargs or {}
        arguments = [self._describe(value) for value in args]
        options = {k: self._describe(v) for k, v in kwargs.items() if k not in ("device", "layout")}
        result = func(*args, **kwargs)
        values = list(result) if isinstance(result, (list, tuple)) else [result]
        if any(isinstance(value, Tensor) for value in values):
            outputs = [self._find_or_add(v) if isinstance(v, Tensor) else None for v in values]
            node = {"operator": str(func), "arguments": arguments, "options": options}
            self.nodes.append(node | {"outputs": outputs})
            self.mutates.append(func._schema.is_mutable)
        return result

    def finish(self, output: Tensor) -> dict[str, Any]:
        number = self._find(output)
        if number is None:
            raise TraceError("the network's output is not made by PyTorch from its input")
        live = {number}
        nodes = []
        for node, mutates in zip(reversed(self.nodes), reversed(self.mutates), strict=True):
            # An operator that works in place may change a value through a view of it: keep it.
            if mutates or live & set(node["outputs"]):
                live |= set(_references([node["arguments"], list(node["options"].values())]))
                nodes.append(node)
        return {
            "batch": self.batch,
            "constants": [
                c for c in self.constants if c["kind"] == "parameter" or c["number"] in live
            ],
            "nodes": nodes[::-1],
            "output": number,
        }

    def _add(self, tensor: Tensor) -> int:
        number = len(self.kept)
        self.kept.append(tensor)
        self.numbers[id(tensor)] = number
        self.places[_place(tensor)] = number
        return number

    def _find(self, tensor: Tensor) -> int | None:
        number = self.numbers.get(id(tensor))
        return self.places.get(_place(tensor)) if number is None else number

    def _find_or_add(self, tensor: Tensor) -> int:
        number = self.numbers.get(id(tensor))
        return self._add(tensor) if number is None else number

    def _describe(self, value: Any) -> Any:
        if isinstance(value, Tensor):
            number = self._find(value)
            if number is None:
                number = self.add_constant(value, f"constant {len(self.constants)}", "constant")
            return {"value": number}
        if isinstance(value, (list, tuple)):
            return [self._describe(item) for item in value]
        if isinstance(value, (torch.dtype, torch.memory_format)):
            kind = "dtype" if isinstance(value, torch.dtype) else "memory_format"
            return {kind: str(value).removeprefix("torch.")}
        if isinstance(value, (torch.device, torch.layout)):
            return None
        return value


def _place(tensor: Tensor) -> tuple[Any, ...]:
    """Where the tensor's elements lie: `x.data` and `x.numpy()` share it with `x`."""
    return (
        tensor.untyped_storage().data_ptr() or id(tensor),
        tensor.storage_offset(),
        tuple(tensor.shape),
        tuple(tensor.stride()),
        tensor.dtype,
    )


def _references(value: Any) -> list[int]:
    if isinstance(value, list):
        return [number for item in value for number in _references(item)]
    if isinstance(value, dict) and "value" in value:
        return [value["value"]]
    return []
