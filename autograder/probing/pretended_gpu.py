"""A GPU that is pretended: what PyTorch's functions without a tensor do and say where there is one.

Nothing here computes. Streams and events are there and do nothing, memory is never used, and a
generator of random numbers says that it is on the GPU and draws the CPU's.
"""

import contextlib
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any
from unittest import mock

import torch
from torch import Tensor

DEVICE = "cuda"
DEVICE_NAME = re.compile(r"cuda(:\d+)?")
GPU_TYPE = re.compile(r"torch\.cuda\.(\w+Tensor)")
MEMORY = 16 * 2**30  # bytes
PROPERTIES = SimpleNamespace(
    name=DEVICE, major=8, minor=0, total_memory=MEMORY, multi_processor_count=40
)
RETURNED = {  # by functions of torch.cuda; all others return None
    "current_device": 0,
    "device_count": 1,
    "device_memory_used": 0,
    "get_arch_list": [],
    "get_device_capability": (8, 0),
    "get_device_name": DEVICE,
    "get_device_properties": PROPERTIES,
    "initial_seed": 0,
    "is_available": True,
    "is_bf16_supported": True,
    "is_current_stream_capturing": False,
    "is_initialized": True,
    "is_tf32_supported": True,
    "list_gpu_processes": "",
    "max_memory_allocated": 0,
    "max_memory_cached": 0,
    "max_memory_reserved": 0,
    "mem_get_info": (MEMORY, MEMORY),
    "memory_allocated": 0,
    "memory_cached": 0,
    "memory_reserved": 0,
    "memory_summary": "",
    "memory_usage": 0,
    "power_draw": 0,
    "temperature": 0,
    "utilization": 0,
}
DTYPES = {
    "BFloat16Tensor": torch.bfloat16,
    "BoolTensor": torch.bool,
    "ByteTensor": torch.uint8,
    "CharTensor": torch.int8,
    "DoubleTensor": torch.float64,
    "FloatTensor": torch.float32,
    "HalfTensor": torch.float16,
    "IntTensor": torch.int32,
    "LongTensor": torch.int64,
    "ShortTensor": torch.int16,
}


class Stream:
    """A stream of work: all that is asked of it is done already."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _returning(True if name == "query" else None)

    def __enter__(self) -> "Stream":
        return self

    def __exit__(self, *raised: object) -> None:
        return None


class Event(Stream):
    """A moment in a stream."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__()
        self.time = 0.0

    def record(self, stream: object = None) -> None:
        """Note the time."""
        self.time = time.perf_counter()

    def elapsed_time(self, end: "Event") -> float:
        """Return the milliseconds until another event."""
        return 1000 * (end.time - self.time)


class GpuTensorType:
    """A type of tensors on the GPU, such as `torch.cuda.FloatTensor`, of which calls make one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.dtype = DTYPES[name]

    def __call__(self, *arguments: Any) -> Tensor:
        tensor: Tensor = getattr(torch, self.name)(*arguments)
        return tensor.to(DEVICE)

    def __instancecheck__(self, value: object) -> bool:
        return isinstance(value, Tensor) and value.is_cuda and value.dtype == self.dtype


class Generator(torch.Generator):
    """Random numbers of the CPU's, on whichever device they say they are."""

    named: torch.device  # as it was asked for

    def __new__(cls, device: str | int | torch.device = "cpu") -> "Generator":
        generator: Generator = super().__new__(cls, "cpu")  # type: ignore[call-arg]
        generator.named = torch.device(device)
        return generator

    @property
    def device(self) -> torch.device:  # type: ignore[override]
        """The device it was made for."""
        return self.named


def is_gpu(device: object) -> bool:
    """Say whether this is the name of a GPU, or its device."""
    return isinstance(device, (str, torch.device)) and bool(DEVICE_NAME.fullmatch(str(device)))


def type_on_gpu(kind: object) -> bool | None:
    """Say whether a type of tensors, or the name of one, is on the GPU; None for all else."""
    if isinstance(kind, GpuTensorType):
        return True
    name = f"{kind.__module__}.{kind.__name__}" if isinstance(kind, type) else kind
    if not isinstance(name, str) or not name.endswith("Tensor"):
        return None
    return GPU_TYPE.fullmatch(name) is not None


def without_gpu(value: Any) -> Any:
    """Return a device or a type of tensors, by whatever name, for the device that computes."""
    if isinstance(value, GpuTensorType):
        return value.dtype
    if isinstance(value, str) and (found := GPU_TYPE.fullmatch(value)):
        return DTYPES.get(found[1], value)
    return "cpu" if is_gpu(value) else value


@contextlib.contextmanager
def pretended_gpu(in_thread: Callable[[], AbstractContextManager[Any]]) -> Iterator[None]:
    """Let PyTorch find a GPU; threads that begin meanwhile run in `in_thread()`."""
    with contextlib.ExitStack() as patches:

        def patch(owner: Any, **values: Any) -> None:
            for name, value in values.items():
                if hasattr(owner, name):
                    patches.enter_context(mock.patch.object(owner, name, value))

        patch(torch.cuda, **_cuda())
        patch(torch.cuda.nvtx, **dict.fromkeys(("mark", "range_push", "range_pop"), _nothing))
        if hasattr(torch, "accelerator"):  # optimizers ask it for a stream that only a GPU has
            nobody = _returning(None)
            patch(torch.accelerator, current_accelerator=nobody, is_available=_returning(False))
            patch(torch.accelerator, synchronize=nobody, set_device_index=nobody)
        patch(torch, Generator=Generator, load=_load(torch.load))
        # The module, of which torch.nn.parallel shows a function of the same name: no splitting.
        parallel = sys.modules["torch.nn.parallel.data_parallel"]
        patch(parallel, _get_available_device_type=_nothing)
        patch(Tensor, pin_memory=lambda one, *_, **__: one, record_stream=_nothing)
        patch(threading.Thread, run=_run(threading.Thread.run, in_thread))
        yield


def _cuda() -> dict[str, Any]:
    """Return what stands for the members of torch.cuda, by name."""
    functions = [
        name
        for name, value in vars(torch.cuda).items()
        if type(value) is type(_nothing) and not hasattr(value, "__wrapped__")
        if not name.startswith("_")
    ]
    values = {name: _returning(RETURNED.get(name)) for name in functions}
    states = {"get_rng_state": _state, "get_rng_state_all": lambda: [_state()]}
    tables = dict.fromkeys(("memory_stats", "memory_stats_as_nested_dict"), _returning({}))
    places = dict.fromkeys(("device", "device_of", "stream", "StreamContext"), _Place)
    streams = dict.fromkeys(
        ("Stream", "ExternalStream", "current_stream", "default_stream"), Stream
    )
    types = {name: GpuTensorType(name) for name in DTYPES}
    return {
        **values,
        **states,
        **tables,
        **places,
        **streams,
        **types,
        "Event": Event,
        "_lazy_init": _nothing,
    }


class _Place(contextlib.nullcontext[None]):
    """A device, or a stream, in which a block of code runs."""

    def __init__(self, *where: object, **options: object) -> None:
        super().__init__()


def _load(usual: Callable[..., Any]) -> Callable[..., Any]:
    def load(file: Any, map_location: Any = None, *arguments: Any, **options: Any) -> Any:
        return usual(file, without_gpu(map_location), *arguments, **options)

    return load


def _run(
    usual: Callable[[threading.Thread], None], inside: Callable[[], AbstractContextManager[Any]]
) -> Callable[[threading.Thread], None]:
    def run(thread: threading.Thread) -> None:
        with inside():
            usual(thread)

    return run


def _state(*_: object) -> Tensor:
    return torch.get_rng_state()


def _returning(value: Any) -> Callable[..., Any]:
    return lambda *_, **__: value


def _nothing(*_: object, **__: object) -> None:
    return None
