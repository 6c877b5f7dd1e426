"""Notes where numbers leave PyTorch for NumPy, lists or plain numbers, while a network runs."""

from typing import Any

from torch.overrides import TorchFunctionMode

from .places import students_place

TO_NUMPY = {"__array__", "numpy"}
LEAVING = TO_NUMPY | {"__float__", "__int__", "item", "tolist"}


class Leaving(TorchFunctionMode):
    """Sees every call of a function of PyTorch; `place` says where numbers left first."""

    def __init__(self) -> None:
        super().__init__()
        self.place: dict[str, Any] = {}

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        """Call the function; note the place if its result is no tensor any more."""
        if getattr(func, "__name__", "") in LEAVING and not self.place:
            self.place = students_place()
        return func(*args, **(kwargs or {}))
