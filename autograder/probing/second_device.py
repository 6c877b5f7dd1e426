"""A second device where there is none: tensors that say they are on `cuda` and lie with the others.

A function that takes a `device` is run with it. What is moved there is computed by the CPU as ever,
but says `cuda` when asked for its device, and an operation that would need tensors of two devices
is refused, as a GPU refuses it. So a batch that stays behind shows without a GPU, and code that
depends on values, or on the kind of device, runs as it would there.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch._C import _functorch as functorch
from torch.overrides import TorchFunctionMode, _get_current_function_mode_stack
from torch.utils._device import DeviceContext, _device_constructors
from torch.utils._pytree import tree_leaves, tree_map

from .leaving import TO_NUMPY
from .places import students_place
from .pretended_gpu import DEVICE, is_gpu, pretended_gpu, type_on_gpu, without_gpu

MIXED = (
    "Expected all tensors to be on the same device, but found at least two devices, cuda and cpu"
)
NO_NUMPY = (
    "can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host"
    " memory first."
)
# Functions that take tensors of several devices, or that take only the shape of the second.
CROSSING = {
    "__deepcopy__",
    "__reduce_ex__",
    "__set__",
    "_has_compatible_shallow_copy_type",  # asked by nn.Module.to
    "copy_",
    "cpu",
    "cuda",
    "expand_as",
    "reshape_as",
    "to",
    "type_as",
    "view_as",
}
READ_ONLY = {"_parse_to", "device"}  # functions that read what names a device, and make no tensor
INDEXING = {"__getitem__", "__setitem__", "index_put", "index_put_"}
FROM_LISTS = {"as_tensor", "asarray", "tensor"}  # a list of numbers from anywhere makes a new one
NO_WORK = {
    *CROSSING,
    "__get__",
    "clone",
    "detach",
    "detach_",
    "record_stream",
    "requires_grad_",
    "type",
    "zero_",
}
SAYS = {  # what a tensor says of its device, by the function that says it
    Tensor.device.__get__: (torch.device(DEVICE), torch.device("cpu")),
    Tensor.get_device: (0, -1),
    Tensor.is_cpu.__get__: (False, True),  # type: ignore[attr-defined]
    Tensor.is_cuda.__get__: (True, False),  # type: ignore[attr-defined]
}


class SecondDevice(TorchFunctionMode):
    """Pretends, while it is entered, that there is a device `DEVICE`.

    `used` says whether anything was computed there, `mixed` whether tensors of two devices met, and
    `place` where in the student's code they met first.
    """

    def __init__(self) -> None:
        super().__init__()
        self.used = False
        self.mixed = False
        self.place: dict[str, Any] = {}
        self._there: dict[int, Any] = {}  # memory that belongs to the device, by identity
        self._entered = contextlib.ExitStack()

    def __enter__(self) -> "SecondDevice":
        self._entered.enter_context(pretended_gpu(self._in_thread))
        super().__enter__()  # type: ignore[no-untyped-call]
        return self

    def __exit__(self, *raised: Any) -> None:
        super().__exit__(*raised)  # type: ignore[no-untyped-call]
        if _makes_there():
            torch.set_default_device(None)
        self._entered.close()

    def holds(self, network: nn.Module) -> bool:
        """Say whether all weights of a network are on the device."""
        return all(self._is_there(parameter) for parameter in network.parameters())

    @contextlib.contextmanager
    def _in_thread(self) -> Iterator[None]:
        """Pretend in another thread, too."""
        super().__enter__()  # type: ignore[no-untyped-call]
        try:
            yield
        finally:
            super().__exit__(None, None, None)  # type: ignore[no-untyped-call]

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        """Run one function of PyTorch, or refuse it."""
        kwargs = kwargs or {}
        name = getattr(func, "__name__", "")
        args, kwargs = _named_by_number(name, args, kwargs)
        if func in SAYS:
            return SAYS[func][0 if self._is_there(args[0]) else 1]
        if name in READ_ONLY:
            return func(*args, **kwargs)
        if name in TO_NUMPY and self._is_there(args[0]) and not kwargs.get("force"):
            raise TypeError(NO_NUMPY)
        if func in _device_constructors() and kwargs.get("device") is None and _makes_there():
            kwargs = {**kwargs, "device": DEVICE}
        there = any(self._is_there(one) for one in _tensors(_operands(name, args, kwargs)))
        if name not in CROSSING and name not in FROM_LISTS:
            self._check(name, args, kwargs)
        target = self._target(name, args, kwargs)
        if name == "cuda":
            func, args, kwargs = Tensor.to, (args[0], "cpu"), {}
        if target is None:
            result = func(*args, **kwargs)
            if there:
                self._mark(result)
                result = _type_there(result) if name == "type" else result
        else:
            args, kwargs = tree_map(without_gpu, (args, kwargs))
            result = func(*args, **kwargs)
            before = {_memory(one) for one in _tensors(args)}
            result = tree_map(lambda one: self._moved(one, target, before), result)
        self.used |= there and name not in NO_WORK and bool(_tensors(result))
        return result

    def _target(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool | None:
        """Say whether a function is to put its result on the device; None if nothing says so."""
        if name in ("cpu", "cuda"):
            return name == "cuda"
        if name in ("to", "type_as") and isinstance(args[1] if args[1:] else None, Tensor):
            return self._is_there(args[1])
        if name == "type":
            return type_on_gpu(args[1] if args[1:] else kwargs.get("dtype"))
        named = [kwargs.get("device"), *(args[1:] if name == "to" else ())]
        named += [one for one in args if isinstance(one, torch.device)]
        places = [is_gpu(one) for one in named if isinstance(one, (str, torch.device))]
        return any(places) if places else None

    def _check(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Refuse tensors of two devices, where one of them is on this one.

        A tensor without dimensions may be elsewhere, and an index of tensors on the device, too.
        """
        operands = _tensors((args, kwargs))
        if name == "__setitem__" and not isinstance(args[1], list) and not _tensors(args[1]):
            return  # a copy into a place that numbers name, which may be on another device
        if name in INDEXING:
            indexed_there = self._is_there(args[0])
            index = [one for one in _tensors(args[1:2]) if one.dim()]
            operands = [args[0], *_tensors(args[2:]), *([] if indexed_there else index)]
        elsewhere = [one for one in operands if not self._is_there(one)]
        behind = [one for one in elsewhere if one.dim() and _kept(one) is not one]
        if behind and len(elsewhere) < len(operands):
            self.place = self.place or students_place()
            self.mixed = True
            raise RuntimeError(MIXED)

    def _is_there(self, tensor: Tensor) -> bool:
        return _memory(tensor) in self._there

    def _mark(self, result: Any) -> None:
        for tensor in _tensors(result):
            self._there[_memory(tensor)] = _kept(tensor)

    def _moved(self, result: Any, there: bool, before: set[int]) -> Any:
        """Return a tensor in memory of the device, or else of the CPU."""
        if not isinstance(result, Tensor) or self._is_there(result) == there:
            return result
        result = result.clone() if _memory(result) in before else result
        if there:
            self._mark(result)
        return result


def _named_by_number(
    name: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Name a device that is given as a number, as in `.to(0)`."""
    if name == "to" and args[1:] and type(args[1]) is int:
        args = (args[0], f"{DEVICE}:{args[1]}", *args[2:])
    if type(kwargs.get("device")) is int:
        kwargs = {**kwargs, "device": f"{DEVICE}:{kwargs['device']}"}
    return args, kwargs


def _type_there(result: Any) -> Any:
    """Return what `type()` says of a tensor on the device."""
    return result.replace("torch.", "torch.cuda.") if isinstance(result, str) else result


def _operands(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Return what decides where a result is: of some functions, the first argument only."""
    if name in FROM_LISTS:
        return [one for one in args[:1] if isinstance(one, Tensor)]
    return args[:1] if name in CROSSING or name in INDEXING else (args, kwargs)


def _tensors(values: Any) -> list[Tensor]:
    return [leaf for leaf in tree_leaves(values) if isinstance(leaf, Tensor)]


def _kept(tensor: Tensor) -> Any:
    """Return what a tensor's numbers lie in; the tensor itself where it does not say."""
    while functorch.is_functorch_wrapped_tensor(tensor):  # as in `vmap`
        tensor = functorch.get_unwrapped(tensor)
    try:
        return tensor.untyped_storage()
    except (NotImplementedError, RuntimeError):
        return tensor


def _memory(tensor: Tensor) -> int:
    kept = _kept(tensor)
    return id(kept) if kept is tensor else int(kept._cdata)


def _makes_there() -> bool:
    """Say whether a default, such as that of `torch.set_default_device`, makes tensors on a GPU."""
    modes = _get_current_function_mode_stack()  # type: ignore[no-untyped-call]
    return any(isinstance(mode, DeviceContext) and is_gpu(mode.device) for mode in modes)
