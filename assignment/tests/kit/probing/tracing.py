"""Takes a network as data: every ATen operator from the images to the output, recorded.

`trace` runs the network once, as it stands, and writes down the operators PyTorch executes, with
the weights they use. So the style in which the network is written does not matter, nor does Python
control flow. What it returns is plain data (numbers, strings, tensors) for `graph.Graph`.
"""

import contextlib
import random
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.utils._python_dispatch import TorchDispatchMode

from .images import IMAGE_SHAPE
from .kinds import returned
from .leaving import Leaving
from .shape import CHANNELS, COLUMNS, ROWS
from .student_error import StudentError

# Operators with a momentum by which they change the running statistics.
WITH_MOMENTUM = {
    torch.ops.aten.native_batch_norm.default,
    torch.ops.aten.cudnn_batch_norm.default,
    torch.ops.aten.miopen_batch_norm.default,
}


class TraceError(StudentError):
    """The network's output cannot be recorded; the message says why."""


def trace(network: nn.Module, images: Tensor, gradients: bool | None = None) -> dict[str, Any]:
    """Record what `network` computes for `images` (batch, C, H, W), in the mode it is in.

    Unless `gradients` says so, PyTorch keeps what gradients need in training only, as is usual:
    some networks tell the mode by it.

    Returns plain data:
    - `mode`: "training" or "evaluation";
    - `batch`: the number of images;
    - `constants`: the parameters, used or not, then buffers and other tensors in use, with the
      values that they had before;
    - `nodes`: the operators; value 0 is the images;
    - `output`: the number of the value that the network returned;
    - `written`: by the name of each buffer that the network changed, in place or by assigning a
      new tensor, the number of the value that it holds in the end.

    Leaves parameters and buffers as they were. Raises `TraceError`.
    """
    leaving = Leaving()
    gradients = network.training if gradients is None else gradients
    with torch.set_grad_enabled(gradients), without_compiling():
        try:
            plain = _record(network, images, leaving)
        except TraceError:
            if not leaving.place:
                raise
            plain = None
        if plain is None or (leaving.place and _brings_back(network, images, plain)):
            raise TraceError({"hint": "trace.leaves", "place": leaving.place})
    return plain


def _record(network: nn.Module, images: Tensor, leaving: Leaving) -> dict[str, Any]:
    before: dict[str, Any] = dict(network.named_buffers())
    attributes = _attributes(network)
    recorder = _Recorder(images)
    for name, parameter in network.named_parameters():
        recorder.add_constant(parameter, name, "parameter")
    for name, buffer in before.items():
        recorder.add_constant(buffer, name, "buffer")
    for name, (module, key) in attributes.items():
        recorder.add_attribute(vars(module)[key], name)
    for module in network.modules():
        if isinstance(module, _BatchNorm) and module.momentum is None:
            recorder.note_cumulative(module)
    with _restored(network, attributes.values()):
        with leaving, recorder:
            output = network(images)
        if not isinstance(output, Tensor):
            raise TraceError({"hint": "trace.no-tensor", **returned(output)})
        after: dict[str, Any] = dict(network.named_buffers())
        after |= {name: vars(module).get(key) for name, (module, key) in attributes.items()}
        plain = recorder.finish(output, after)
    return {"mode": "training" if network.training else "evaluation"} | plain


def _attributes(network: nn.Module) -> dict[str, tuple[nn.Module, str]]:
    """Name the tensors that modules have as plain attributes: some keep running means so.

    Returns the module and the attribute's own name, by the name that a buffer would have.
    """
    return {
        f"{prefix}.{key}".lstrip("."): (module, key)
        for prefix, module in network.named_modules()
        for key, value in vars(module).items()
        if isinstance(value, Tensor) and not value.requires_grad
    }


def _brings_back(network: nn.Module, images: Tensor, plain: dict[str, Any]) -> bool:
    """Say whether constants of a recording are others on other images."""
    state = random.getstate()
    with torch.random.fork_rng(devices=[]):
        again = _record(network, 1 - images, Leaving())
    random.setstate(state)
    first, second = (
        {one["name"]: one["value"] for one in recording["constants"] if one["kind"] == "constant"}
        for recording in (plain, again)
    )
    return any(name in second and not torch.equal(second[name], first[name]) for name in first)


def warm_up(network: nn.Module, batch: int = 2) -> None:
    """Run once in evaluation mode, for layers that are made or get their sizes in the first pass.

    All modules are in evaluation mode afterwards.
    """
    with torch.no_grad(), without_compiling():
        network.eval()(torch.zeros(batch, *IMAGE_SHAPE, dtype=torch.float32))
    network.eval()


def images_like_digits(batch: int) -> Tensor:
    """Draw images (batch, C, H, W) of bright spots in [0, 1] on a dark ground."""
    size = batch, CHANNELS, -(-ROWS // 4), -(-COLUMNS // 4)
    small = torch.rand(size, dtype=torch.float32)  # whatever a student has made the default
    spots = nn.functional.interpolate(small, size=(ROWS, COLUMNS), mode="bilinear")
    return (3 * spots - 1.5).clamp(0, 1)


def without_compiling() -> contextlib.AbstractContextManager[Any]:
    """Have `torch.compile` run what it was given as it is, so that every operator is seen."""
    if "torch._dynamo" not in sys.modules:  # nothing is compiled, and importing it takes seconds
        return contextlib.nullcontext()
    stance: contextlib.AbstractContextManager[Any] = torch.compiler.set_stance("force_eager")
    return stance


@contextlib.contextmanager
def _restored(
    network: nn.Module, plain_attributes: Iterable[tuple[nn.Module, str]]
) -> Iterator[None]:
    """Give parameters, buffers and plain attributes their old values back in the end."""
    attributes = [(module, key, vars(module)[key]) for module, key in plain_attributes]
    kept = [*network.parameters(), *network.buffers(), *(one for *_, one in attributes)]
    values = [tensor.detach().clone() for tensor in kept]
    places = [(m, name, b) for m in network.modules() for name, b in m.named_buffers(recurse=False)]
    try:
        yield
    finally:
        with torch.no_grad():
            for tensor, value in zip(kept, values, strict=True):
                if tensor.shape == value.shape and not torch.equal(tensor, value):
                    tensor.copy_(value)
        for module, name, buffer in places:
            module._buffers[name] = buffer
        for module, key, value in attributes:
            vars(module)[key] = value


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
        self.writes: list[list[int]] = []  # numbers of the values that each node writes into
        self.attributes = set[int]()  # numbers of modules' plain attributes
        self.counts: dict[int, Tensor] = {}  # number of batches, by identity of the running mean
        self._add(images)

    def note_cumulative(self, norm: _BatchNorm) -> None:
        """Have the momentum of this layer follow its number of batches, of which it is 1/n."""
        if norm.running_mean is not None and norm.num_batches_tracked is not None:
            self.counts[id(norm.running_mean)] = norm.num_batches_tracked

    def add_constant(self, tensor: Tensor, name: str, kind: str) -> int:
        value = tensor.detach().clone()  # as it is now: an in-place operator may change it later
        number = self._add(tensor)
        self.constants.append({"number": number, "name": name, "kind": kind, "value": value})
        return number

    def add_attribute(self, tensor: Tensor, name: str) -> None:
        """Take a plain attribute for a buffer, unless it is a parameter's or buffer's memory."""
        if self._find(tensor) is None:
            self.attributes.add(self.add_constant(tensor, name, "buffer"))

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        kwargs = kwargs or {}
        arguments = [self._describe(value) for value in args]
        options = {k: self._describe(v) for k, v in kwargs.items() if k not in ("device", "layout")}
        if func in WITH_MOMENTUM and id(args[3]) in self.counts:
            arguments[6] = {"reciprocal": self._find(self.counts[id(args[3])])}
        result = func(*args, **kwargs)
        values = list(result) if isinstance(result, (list, tuple)) else [result]
        if any(isinstance(value, Tensor) for value in values):
            outputs = [self._find_or_add(v) if isinstance(v, Tensor) else None for v in values]
            node = {"operator": str(func), "arguments": arguments, "options": options}
            self.nodes.append(node | {"outputs": outputs})
            named = named_arguments(func, arguments, options)
            written = [named.get(name) for name in written_arguments(func, named)]
            self.writes.append(_references(written))
        return result

    def finish(self, output: Tensor, buffers: dict[str, Any]) -> dict[str, Any]:
        """Return what leads to the output and to the buffers, as they are in the end."""
        number = self._find(output)
        if number is None:
            raise TraceError({"hint": "trace.not-made"})
        written = self._written(buffers)
        live = {number, *written.values()}
        memories = {self._memory(one) for one in live}
        nodes = []
        for node, writes in zip(reversed(self.nodes), reversed(self.writes), strict=True):
            # An operator that works in place may change a value through another view of it.
            if live & set(node["outputs"]) or memories & {self._memory(n) for n in writes}:
                used = _references([node["arguments"], list(node["options"].values())])
                live |= set(used)
                memories |= {self._memory(one) for one in used}
                nodes.append(node)
        return {
            "batch": self.batch,
            "constants": [
                constant
                for constant in self.constants
                if constant["kind"] == "parameter"
                or constant["number"] in live
                or constant["name"] in written
            ],
            "nodes": nodes[::-1],
            "output": number,
            "written": written,
        }

    def _written(self, buffers: dict[str, Any]) -> dict[str, int]:
        """Return by name the numbers of the values of all buffers that have changed."""
        read = set(_references([node["arguments"] for node in self.nodes]))
        unread = self.attributes - read  # such as the outputs of layers, kept to be looked at
        written = {}
        for one in [one for one in self.constants if one["kind"] == "buffer"]:
            buffer = buffers.get(one["name"])
            if one["number"] in unread or not isinstance(buffer, Tensor):
                continue
            if self._has_changed(buffer, one):
                written[one["name"]] = self._describe(buffer)["value"]
        return written

    def _has_changed(self, buffer: Tensor, constant: dict[str, Any]) -> bool:
        """Say whether a buffer is another tensor than before, or was written into."""
        number, before = constant["number"], constant["value"]
        if buffer is not self.kept[number] or not torch.equal(buffer, before):
            return True
        return any(
            self._memory(number) == self._memory(one) for writes in self.writes for one in writes
        )

    def _memory(self, number: int) -> int:
        return int(self.kept[number].untyped_storage()._cdata)

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
        if isinstance(value, (torch.device, torch.layout, torch.Generator)):
            return None
        return value


def _place(tensor: Tensor) -> tuple[Any, ...]:
    """Return where the tensor's elements lie: `x.data` and `x.numpy()` share it with `x`."""
    return (
        tensor.untyped_storage().data_ptr() or id(tensor),
        tensor.storage_offset(),
        tuple(tensor.shape),
        tuple(tensor.stride()),
        tensor.dtype,
    )


def named_arguments(
    operator: Any, arguments: Iterable[Any], options: Mapping[str, Any]
) -> dict[str, Any]:
    """Return an operator's arguments by the names that its schema gives them."""
    names = (one.name for one in operator._schema.arguments)
    return {**dict(zip(names, arguments, strict=False)), **options}


def written_arguments(operator: Any, named: Mapping[str, Any]) -> list[str]:
    """Return the names of the arguments, given by name, into which an operator writes."""
    schema = operator._schema
    names = [one.name for one in schema.arguments if one.alias_info and one.alias_info.is_write]
    if "batch_norm" in schema.name and named.get("training"):
        names += ["running_mean", "running_var"]  # which not every schema says
    return names


def _references(value: Any) -> list[int]:
    if isinstance(value, list):
        return [number for item in value for number in _references(item)]
    if isinstance(value, dict):
        return [value[key] for key in ("value", "reciprocal") if key in value]
    return []
