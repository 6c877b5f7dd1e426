"""Follows the images through a graph: where they meet weights, and where they end."""

from collections.abc import Sequence

from torch import Tensor

from .metering import changed_by
from .nodes import IMAGES, Constant, Node, Step, memory
from .operators import WEIGHTED

MAX_POOLING = ("max_pool2d", "max_pool2d_with_indices")
RANKS = ["images", "parameter", "buffer", "constant"]  # a mixture is what its first part is


class Walk:
    """Follows the images through a graph while it is executed, node by node.

    Views share the memory of what they are views of, so what matters is kept by memory: whatever
    is written into a tensor reaches its other views too.
    """

    def __init__(self, constants: Sequence[Constant], values: dict[int, Tensor]) -> None:
        self.kinds = {memory(values[IMAGES]): "images"}
        self.kinds |= {memory(values[c.number]): c.kind for c in constants}
        self.shapes = {number: tuple(value.shape) for number, value in values.items()}
        numbers = [c.number for c in constants if c.kind == "parameter"]
        # Of which parameters a value is made, and the sizes of those that no step has used.
        self.parameters = {memory(values[number]): {number} for number in numbers}
        self.unused = {number: values[number].numel() for number in numbers}
        self.steps: list[Step] = []

    def __call__(self, node: Node, values: dict[int, Tensor]) -> None:
        inputs = node.inputs()
        kinds = {n: self.kinds.get(memory(values[n]), "constant") for n in inputs}
        kind = min(kinds.values(), key=RANKS.index, default="constant")
        outputs = changed_by(node, values)
        before = dict(self.shapes)  # an operator that works in place may change the shape too
        used = set().union(*(self.parameters.get(memory(values[n]), set()) for n in inputs))
        for number in outputs:
            self.kinds[memory(values[number])] = kind
            self.shapes[number] = tuple(values[number].shape)
            if kind != "images" and used:
                self.parameters[memory(values[number])] = used
        if kind != "images" or not outputs:
            return
        moving = [number for number in inputs if kinds[number] == "images"]
        fixed = [number for number in inputs if kinds[number] != "images"]
        weights = None
        if node.name in WEIGHTED and fixed:
            number = max(fixed, key=lambda n: len(before[n]))  # a bias has one dimension
            weights = before[number]
        after = self.shapes[outputs[0]]
        new = sum(self.unused.pop(number, 0) for number in used)
        self.steps.append(Step(node.name, before[moving[0]], after, weights, new, _window(node)))

    def reached(self, value: Tensor) -> bool:
        """Say whether a value depends on the images."""
        return self.kinds.get(memory(value)) == "images"


def _window(node: Node) -> tuple[int, ...]:
    """Return the rows and columns that a maximum pooling looks at; () for any other operator."""
    if node.name not in MAX_POOLING or len(node.arguments) < 2:
        return ()
    size = node.arguments[1]
    rows, *columns = size if isinstance(size, (list, tuple)) else [size]
    return (rows, *(columns or [rows]))
