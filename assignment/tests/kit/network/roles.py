"""What an operator does with its operands: which are multiplied, looked up, joined or selected.

Operators are named as in `operators.py`; an in-place form (`add_`) has the role of the plain one.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from ..probing.tracing import named_arguments
from .nodes import Node, references
from .operators import ACTIVATIONS, ARITHMETIC, COMPARISONS, RANDOM, SHAPES

FACTORS = {  # the places of the two operands that are multiplied and summed up
    "_convolution": (0, 1),
    "addbmm": (1, 2),
    "addmm": (1, 2),
    "addmv": (1, 2),
    "baddbmm": (1, 2),
    "bmm": (0, 1),
    "conv2d": (0, 1),
    "convolution": (0, 1),
    "dot": (0, 1),
    "linear": (0, 1),
    "matmul": (0, 1),
    "mm": (0, 1),
    "mv": (0, 1),
    "vdot": (0, 1),
}
LOOKUPS = {"embedding", "gather", "index", "index_select"}  # the first operand is the table
JOINS = {  # put values side by side
    "cat",
    "copy",
    "index_put",
    "scatter",
    "select_scatter",
    "slice_scatter",
    "stack",
}
ADDITIONS = {"add", "rsub", "sub"}
TRANSFORMS = {"_fft_c2c", "_fft_c2r", "_fft_r2c"}
SPREADING = {*FACTORS, *TRANSFORMS, "cumsum", "logcumsumexp"}  # many sums of the same values
SUMS = {*ADDITIONS, *TRANSFORMS, "cumsum", "mean", "neg", "sum"}  # linear in what they join
OVERWRITES = {"copy", "fill", "zero"}  # in place, nothing of the first operand is left
DRAWING = {"rrelu_with_noise"}  # the second operand is where it writes what it draws
LIKE = {  # take the shape of the first operand, and nothing else
    "empty_like",
    "full_like",
    "new_empty",
    "new_empty_strided",
    "new_full",
    "new_ones",
    "new_zeros",
    "ones_like",
    "rand_like",
    "randn_like",
    "zeros_like",
}
SELECTING = {"fmax", "fmin", "ge", "gt", "le", "lt", "maximum", "minimum", "where"}
ELEMENTWISE = ARITHMETIC | COMPARISONS | ACTIVATIONS
RESHAPING = SHAPES - JOINS - LOOKUPS


def role(node: Node) -> str:
    """Return the operator's name without the mark of its in-place form."""
    return node.name.removesuffix("_")


def is_random(name: str, arguments: Sequence[Any]) -> bool:
    """Say whether an operator draws random numbers."""
    return name in RANDOM or (name == "rrelu_with_noise" and True in arguments[4:5])


def is_training_norm(node: Node) -> bool:
    """Say whether it is a batch normalisation that computes its statistics itself."""
    named = named_arguments(node.function, node.arguments, node.options)
    return "batch_norm" in node.name and bool(named.get("training"))


def factors(node: Node) -> set[int]:
    """Return the numbers of the values that it multiplies and sums up."""
    named = [value for _, _, value in _arguments(node)]
    return {n for place in FACTORS.get(node.name, ()) for n in references(named[place : place + 1])}


def table(node: Node) -> set[int]:
    """Return the numbers of the values in which it looks up others."""
    return set(references(node.arguments[:1])) if node.name in LOOKUPS else set()


def indices(node: Node) -> set[int]:
    """Return the numbers of the values that say where to look, or to write."""
    return {
        number
        for name, _, value in _arguments(node)
        if name in ("indices", "index")
        for number in references(value)
    }


def crops(node: Node, dimensions: int) -> bool:
    """Say whether it cuts the margin off an image: by a slice, or by a padding below 0 along the
    last two dimensions of so many.
    """
    if node.name == "constant_pad_nd":
        height_and_width, others = node.arguments[1][:4], node.arguments[1][4:]
        return dimensions > 2 and max(height_and_width) <= 0 and not any(others)
    dimension, step = (*node.arguments[1:2], 0)[0], (*node.arguments[4:5], 1)[0]
    return node.name == "slice" and dimension in (2, 3) and step == 1


def literals(node: Node) -> set[float]:
    """Return the numbers written into the program that it computes with; sizes are none."""
    return {
        float(value)
        for _, kind, value in _arguments(node)
        if is_literal(value, kind) and not math.isnan(value)
    }


def is_literal(value: Any, kind: str) -> bool:
    """Say whether an argument of this kind is a number that an operator computes with: it may stand
    in the place of a tensor.
    """
    return type(value) in (int, float) and "int" not in kind


def _arguments(node: Node) -> Iterator[tuple[str, str, Any]]:
    """Go through name, kind and value of each argument."""
    named = named_arguments(node.function, node.arguments, node.options)
    for argument in node.function._schema.arguments:
        yield argument.name, str(argument.real_type), named.get(argument.name)
