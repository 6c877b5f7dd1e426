"""A second device where there is none: PyTorch's `meta`, whose tensors have shapes and no values.

A function that takes a `device` is run with it, and every operation that would need tensors of two
devices, which a real second device refuses, is noted. So a batch that stays behind shows without
a GPU.
"""

from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

DEVICE = "meta"
aten = torch.ops.aten
COPIES = {aten._to_copy.default, aten.copy_.default, aten.detach.default}
INDEXING = {aten.index.Tensor, aten.index_put.default, aten.index_put_.default}


class MetaDevice(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Notes, while it is entered, what is computed on `DEVICE`.

    `used` says whether anything was, `mixed` whether tensors of two devices met. Values asked for
    are made up: 1 for a number, zeros for a copy that comes back.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.mixed = False
        self.used = False

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        """Run one operator, or refuse it."""
        kwargs = kwargs or {}
        with self:  # in inference mode, operators come here that are made of others
            parts = func.decompose(*args, **kwargs)
        if parts is not NotImplemented:
            return parts
        if func is aten._local_scalar_dense.default and args[0].device.type == DEVICE:
            return 1.0 if args[0].is_floating_point() else 1
        if func is aten._to_copy.default and args[0].device.type == DEVICE:
            target = torch.device(kwargs.get("device") or DEVICE)
            if target.type != DEVICE:
                return torch.zeros(args[0].shape, dtype=kwargs.get("dtype") or args[0].dtype)
        if func not in COPIES:
            chief = args[:1] if func in INDEXING else (args, kwargs)  # an index may be on the CPU
            tensors = [leaf for leaf in tree_leaves(chief) if isinstance(leaf, Tensor)]
            devices = {tensor.device.type for tensor in tensors if tensor.dim() > 0}
            self.used |= DEVICE in devices
            if len(devices) > 1:
                self.mixed = True
                raise RuntimeError("Expected all tensors to be on the same device.")
        return func(*args, **kwargs)
