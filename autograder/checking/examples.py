"""The example of a failure that has none of its own: the last call of the student's code.

A check shows a smaller input where it knows one. Every other failure is shown by what the student's
code was given last, and by the row that the catalogue has for the failure: what was expected, what
came. The row says no more than the line does.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from torch import Tensor

from ..probing.hints.catalogue import Message, is_message, shown
from ..probing.student_error import StudentError
from .hints.catalogue import ENGLISH

Made = TypeVar("Made")

OF_PROBES = {"arguments", "files", "name", "network", "number", "options", "times"}
OF_ONE_PROBE = {  # arguments that the student's code does not get from these probes
    "accuracy": {"training"},
    "evaluate": {"training"},
    "gradients": {"training"},
    "recordings": {"batch_size"},
    "shuffled_loader": {"epochs"},
    "training_epoch": {"learning_rate"},
}


class LastCall:
    """Runs probes by `call`, and remembers the last one for the example of a failure."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call
        self._built: Mapping[str, Any] = {}  # the options of the last network
        self.probe = ""
        self.arguments: Mapping[str, Any] = {}

    def __call__(self, probe: str, arguments: dict[str, Any], *answer: Any) -> Any:
        """Run a probe by name, with its arguments; `answer` answers what is asked meanwhile."""
        self.probe, self.arguments = probe, arguments
        if probe == "build":
            self._built = arguments["options"]
        return self._call(probe, arguments, *answer)

    @contextmanager
    def forgotten(self) -> Iterator[None]:
        """Forget the calls in this block."""
        before = self._built, self.probe, self.arguments
        try:
            yield
        finally:
            self._built, self.probe, self.arguments = before

    def given(self) -> dict[str, Any]:
        """Return what the student's code was given, by name."""
        without = OF_PROBES | OF_ONE_PROBE.get(self.probe, set())
        values = {name: value for name, value in self.arguments.items() if name not in without}
        numbered = enumerate(self.arguments.get("arguments", ()), 1)
        given = {f"argument {number}": _form(value) for number, value in numbered}
        for name, value in values.items():
            if name == "batch":
                given["images"] = value
            elif name == "images" and "labels" in values:
                given["samples"] = len(value)
            elif name in ("training", "validation"):
                given[f"{name} samples"] = len(value[1])
            elif name != "labels" or "images" not in values:
                given[name] = _form(value)
        of_network = self._built if "number" in self.arguments else {}
        options = {**of_network, **self.arguments.get("options", {})}
        return given | {name: _form(value) for name, value in options.items()}


class Examples:
    """What makes examples for checks that have failed."""

    _call: LastCall

    def attempt(self, make: Callable[..., Made], *arguments: Any) -> Made | None:
        """Return what `make` makes of this submission and `arguments`, for a check that has failed.

        It calls the student's functions once more, on other data. None where they fail there, or
        where their numbers are out of what can be explained: what the check has to say comes first.
        """
        with self._call.forgotten(), suppress(StudentError, ArithmeticError, LookupError):
            return make(self, *arguments)
        return None

    def illustrated(self, message: Any) -> Any:
        """Return what a check says, with the last call as its example where it has none."""
        if not is_message(message) or message.get("example"):
            return message
        row = _row(message)
        return {**message, "example": {"given": self._call.given(), "row": row}} if row else message


def _row(message: Mapping[str, Any]) -> Message:
    """Return the id of the row that a message is shown by, with its fields; "" if there is none."""
    for one in (message, message.get("trouble"), message.get("reason")):
        if is_message(one):
            for id in (f"{one['hint']}, {one.get('because')}", one["hint"]):
                if id in ENGLISH.rows:
                    return {**one, "hint": id}
    doing, raised = message.get("doing"), _raised(message)
    if is_message(doing) and raised:
        for id in (f"calling.{doing.get('name')}", doing["hint"]):
            if id in ENGLISH.rows:
                return {**doing, "hint": id, "raised": raised}
    return ""


def _raised(message: Mapping[str, Any]) -> Message:
    """Return what came in place of an answer; "" if nothing can be named."""
    if message["hint"] == "code.no-gpu":
        return {"hint": "shown.gpu"}
    if message["hint"] == "code.time":
        return {"hint": "shown.nothing", "seconds": message["seconds"]}
    raised: str = message.get("raised", "")
    return raised.partition(":")[0]


def _form(value: Any) -> Any:
    """Return a value as an example shows it: of a tensor its dtype and shape, of data how many."""
    match value:
        case Tensor():
            return f"{str(value.dtype).removeprefix('torch.')} {tuple(value.shape)}"
        case {"network": _}:
            return {"hint": "shown.network"}
        case {"data": [_, labels]}:
            return {"hint": "shown.samples", "count": len(labels)}
        case {"dict": dict(values)} | dict(values):
            return ", ".join(f"{name}: {shown(_form(one))}" for name, one in values.items())
    return value
