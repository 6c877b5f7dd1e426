"""Arguments with which an admitted operator would reach memory it does not own, or take for ever.

PyTorch checks the arguments of its public functions, but not those of every ATen operator below
them: a batch normalisation of 100 channels with one weight reads past the end of that weight.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from ..probing.tracing import named_arguments

ZOOM = 0.01, 100  # how far images may be scaled
MAX_DECIMALS = 20
SHORT = torch.float16, torch.bfloat16  # whose weights and statistics may all be of float32


def is_safe(name: str, operator: Any, arguments: Sequence[Any], options: dict[str, Any]) -> bool:
    """Say whether an operator may be executed with these arguments, which may be on `meta`."""
    named = named_arguments(operator, arguments, options)
    for argument in operator._schema.arguments:
        value, kind = named.get(argument.name), str(argument.real_type)
        is_type = "ScalarType" in kind or argument.name == "dtype"  # `to.prim_dtype` has an int
        if is_type and not isinstance(value, torch.dtype | None):
            return False  # as a number it could be a type that is not known, and ends the process
        if "MemoryFormat" in kind and not isinstance(value, torch.memory_format | None):
            return False  # as a number it ends the process
        if ("Layout" in kind or "Generator" in kind) and value is not None:
            return False
    try:
        return DEMANDS.get(name, _anything)(named)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RuntimeError):
        return False  # arguments of kinds that the demand has no words for


def _anything(named: dict[str, Any]) -> bool:
    return True


def _batch_norm(named: dict[str, Any]) -> bool:
    """Say whether every weight and statistic has one number for each channel, and those that it
    reads are there: without them the process ends.
    """
    images = named.get("input")
    if not isinstance(images, Tensor) or images.dim() < 2:
        return False
    given = [isinstance(named.get(name), Tensor) for name in ("running_mean", "running_var")]
    if not all(given) and (any(given) or not named.get("training")):
        return False
    vectors = [v for key, v in named.items() if key != "input" and isinstance(v, Tensor)]
    kinds = {torch.float32} if images.dtype in SHORT else {images.dtype}
    fit = {v.dtype for v in vectors} in (kinds, {images.dtype}, set())
    return fit and all(v.shape == images.shape[1:2] for v in vectors)


def _weight_norm(named: dict[str, Any]) -> bool:
    """Say whether there is one length for each slice along the dimension."""
    weight, length, dimension = named.get("v"), named.get("g"), named.get("dim", 0)
    if not isinstance(weight, Tensor) or not isinstance(length, Tensor) or weight.dim() == 0:
        return False
    if dimension not in {0, weight.dim() - 1} or weight.dtype != length.dtype:
        return False
    expected = [1] * weight.dim()
    expected[dimension] = weight.shape[dimension]
    return list(length.shape) == expected


def _upsample(named: dict[str, Any]) -> bool:
    """Say whether all scales are positive, and neither tiny nor huge."""
    scales = [value for key, value in named.items() if key.startswith("scale")]
    low, high = ZOOM
    flat = [s for scale in scales for s in (scale if isinstance(scale, list) else [scale])]
    return all(s is None or (isinstance(s, int | float) and low <= s <= high) for s in flat)


def _division(named: dict[str, Any]) -> bool:
    """Say whether a division cannot end the process, as that of the least whole number by -1 does,
    rounded towards zero.
    """
    dividend, divisor = named.get("self"), named.get("other")
    if named.get("rounding_mode") != "trunc" or not isinstance(dividend, Tensor):
        return True
    if dividend.is_floating_point() or dividend.is_meta:
        return True
    if isinstance(divisor, Tensor) and divisor.is_floating_point():
        return True
    return bool(torch.all(torch.as_tensor(divisor) != -1))


def _round(named: dict[str, Any]) -> bool:
    """Say whether a number has so many decimals; PyTorch multiplies by ten for each."""
    return bool(abs(named.get("decimals", 0)) <= MAX_DECIMALS)


def _rrelu(named: dict[str, Any]) -> bool:
    """Say whether every slope that is drawn has its place in memory, one after the other."""
    images, noise = named["self"], named["noise"]
    whole = noise.numel() * noise.element_size() == noise.untyped_storage().nbytes()
    fits = images.shape == noise.shape and images.dtype == noise.dtype
    return bool(fits and whole and noise.is_contiguous())


def _fourier(named: dict[str, Any]) -> bool:
    """Say whether all dimensions are there, once, and the last one has the size asked for."""
    values, asked = named["self"], named["dim"]
    if not all(-values.dim() <= n < values.dim() for n in asked):
        return False
    dimensions = [n % values.dim() for n in asked]
    if named["normalization"] not in (0, 1, 2) or len({*dimensions}) < len(asked):
        return False
    size = named.get("last_dim_size")
    return size is None or (size > 0 and values.shape[dimensions[-1]] == size // 2 + 1)


DEMANDS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "native_batch_norm": _batch_norm,
    "_native_batch_norm_legit": _batch_norm,
    "_native_batch_norm_legit_no_training": _batch_norm,
    "_batch_norm_no_update": _batch_norm,
    "batch_norm": _batch_norm,
    "_weight_norm_interface": _weight_norm,
    "upsample_nearest2d": _upsample,
    "upsample_bilinear2d": _upsample,
    "rrelu_with_noise": _rrelu,
    "_fft_c2c": _fourier,
    "_fft_c2r": _fourier,
    "_fft_r2c": _fourier,
    "round": _round,
    "round_": _round,
    "div": _division,
    "div_": _division,
}


def _pooling(images: Any, kernel: list[int], *_: Any, out_shape: Any, **__: Any) -> int:
    """Return the floating-point operations of a pooling, from the shapes of its tensors."""
    shape = out_shape if isinstance(out_shape, torch.Size) else out_shape[0]
    area = math.prod(kernel if len(kernel) > 1 else kernel * 3)
    return int(math.prod(shape) * area)


def _addbmm(_: Any, first: Any, second: Any, **__: Any) -> int:
    """Return the floating-point operations of a sum of products (batch, n, m) by (batch, m, p)."""
    return int(2 * math.prod(first) * second[-1])


UNCOUNTED = {  # what PyTorch's own counter of operations leaves out
    torch.ops.aten.avg_pool2d: _pooling,
    torch.ops.aten.avg_pool3d: _pooling,
    torch.ops.aten.max_pool2d_with_indices: _pooling,
    torch.ops.aten.addbmm: _addbmm,
}
