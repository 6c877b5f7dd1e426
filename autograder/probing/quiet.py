"""What does nothing where students' code is checked, and is there all the same.

A notebook's display, IPython's own functions, debuggers, and the writer of
`torch.utils.tensorboard`, which is PyTorch's own and needs a package that is absent.
"""

import importlib
import importlib.util
import sys
from collections.abc import Collection, Iterator
from types import ModuleType
from typing import Any

TENSORBOARD = "torch.utils.tensorboard"
TOPS = {"IPython"}


class Silence:
    """Any attribute of it, and any call, is silence again."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return self

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: Any) -> None:
        return None

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __repr__(self) -> str:
        return f"<{type(self).__name__}, where nobody looks>"


class SummaryWriter(Silence):
    """Writes nothing, whatever it is told to add."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        pass


def display(*values: Any, **options: Any) -> None:
    """Display nothing, as nobody looks."""


def get_ipython() -> Silence:
    """Return what a notebook asks for commands and for where it runs."""
    return Silence()


def module(name: str, fromlist: Collection[str]) -> Any:
    """Return what stands for a module that is imported by that name; None for all others."""
    if name.partition(".")[0] in TOPS:
        return Silence()
    wanted = {name, *(f"{name}.{one}" for one in fromlist)}
    if TENSORBOARD in wanted:
        _silence_tensorboard()
    if "tqdm.notebook" in wanted:  # its bars need a page; those for a terminal do not
        sys.modules["tqdm.notebook"] = bars = importlib.import_module("tqdm.std")
        importlib.import_module("tqdm").notebook = bars  # type: ignore[attr-defined]
    return None


def _silence_tensorboard() -> None:
    if TENSORBOARD not in sys.modules and importlib.util.find_spec("tensorboard") is None:
        silent = ModuleType(TENSORBOARD)
        silent.SummaryWriter = SummaryWriter  # type: ignore[attr-defined]
        sys.modules[TENSORBOARD] = silent
        importlib.import_module("torch.utils").tensorboard = silent  # type: ignore[attr-defined]


def silence_debuggers() -> None:
    """Let no breakpoint that is left in the code stop it: nobody types there."""
    sys.breakpointhook = display
    importlib.import_module("pdb").set_trace = display  # type: ignore[attr-defined]


def silence_plots() -> None:
    """Let a program choose any way to show plots: there is no screen to draw them on."""
    for name, function in (("matplotlib", "use"), ("matplotlib.pyplot", "switch_backend")):
        module = importlib.import_module(name)
        getattr(module, function)("agg")  # pyplot chooses one at the first figure, and cannot then
        setattr(module, function, display)
