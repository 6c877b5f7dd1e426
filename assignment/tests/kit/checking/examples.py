"""The example of a failure that has none of its own: what was called, what should come, what came.

A check shows a smaller input where it knows one. Every other failure is shown by the last call of
the student's code: `PROMISES` says what should come of it, `COMPARED` what a line compares. Neither
says more than the line does.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from torch import Tensor

from ..probing.hints.catalogue import ENGLISH, Message, is_message
from ..probing.shape import NUM_CLASSES
from ..probing.student_error import StudentError
from .hints.compared import COMPARED, PROMISES

Made = TypeVar("Made")

RUNNING = {  # what the student's code was doing where the call itself has failed
    "doing.batches",
    "doing.building",
    "doing.calling",
    "doing.device",
    "doing.gradients",
    "doing.running",
}
OF_ANSWERS = (  # how the ids of lines begin that say what came in place of what was promised
    *("answer.", "cost_function.", "evaluate.", "load_mnist.", "make_loader.", "network."),
    *("rows.", "train.", "training_epoch."),
)
NOT_SHOWN = {"files", "name", "network", "number", "options", "times"}  # of a call's arguments


class LastCall:
    """Runs probes by `call`, and remembers the last one for the example of a failure."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call
        self._built: tuple[str, Mapping[str, Any]] = "", {}  # the last network's name and options
        self.probe = ""
        self.arguments: Mapping[str, Any] = {}

    def __call__(self, probe: str, arguments: dict[str, Any], *answer: Any) -> Any:
        """Run a probe by name, with its arguments; `answer` answers what is asked meanwhile."""
        self.probe, self.arguments = probe, arguments
        if probe == "build":
            self._built = arguments["name"], arguments["options"]
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
        arguments = {**self.arguments, **self.arguments.get("options", {})}
        if "times" in arguments or "number" in arguments or self.probe == "build":
            arguments |= self._built[1]
        values = {name: value for name, value in arguments.items() if name not in NOT_SHOWN}
        given: dict[str, Any] = {}
        for name, value in values.items():
            if name == "batch":
                given["images"] = value
            elif name == "images" and "labels" in values:
                given["samples"] = len(value)
            elif name in ("training", "validation") and isinstance(value, list):
                given[f"{name} samples"] = len(value[1])
            elif name != "labels" or "images" not in values:
                given[name] = _form(value)
        return given

    def promise(self) -> tuple[str, Message]:
        """Return what was called, and what it should have returned."""
        kind, _, name = self.probe.partition(" ")
        if kind == "call":
            return f"{name}(…)", {"hint": "promise.docstring"}
        if kind == "build":
            return f"{self._built[0]}(…)", {"hint": "promise.module"}
        if kind == "device_use":
            return f"{self.arguments['name']}(…)", {"hint": "promise.docstring"}
        output = f"{self._built[0]}(…)(images)", f"float32 (N, {NUM_CLASSES})"
        return PROMISES.get(kind, output)

    def illustrated(self, message: Any) -> Any:
        """Return a message with an example, if it has none and there is something to compare."""
        if not is_message(message) or message.get("example"):
            return message
        inner = [message, message.get("trouble"), message.get("reason")]
        known = [one for one in inner if is_message(one) and one["hint"] in COMPARED]
        if known:
            name, expected, got = (_filled(text, known[0]) for text in COMPARED[known[0]["hint"]])
        elif (found := _found(message)) is not None:
            (name, expected), got = self.promise(), found
        else:
            return message
        example = {"given": self.given(), "expected": {name: expected}, "got": {name: got}}
        return {**message, "example": example}


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
        return self._call.illustrated(message)


def _found(message: Mapping[str, Any]) -> Any:
    """Return what came in place of what a function promises; None if nothing can be named."""
    doing = message.get("doing")
    if message["hint"].startswith(OF_ANSWERS):
        return message.get("found", message.get("kind"))
    if not is_message(doing) or doing["hint"] not in RUNNING:
        return None
    if message["hint"] == "code.no-gpu":
        return {"hint": "shown.gpu"}
    if message["hint"] == "code.time":
        return {"hint": "shown.nothing", "seconds": message["seconds"]}
    return message["raised"].partition(":")[0] if "raised" in message else None


def _filled(text: str, message: Mapping[str, Any]) -> Any:
    """Return what a text stands for: words of the catalogue, a field, or a text with fields."""
    if text in ENGLISH.lines:
        return {"hint": text}
    if text[1:-1] in message and text == f"{{{text[1:-1]}}}":
        return message[text[1:-1]]
    return text.format(**ENGLISH.constants, **message)


def _form(value: Any) -> Any:
    """Return a value as it is, and of a tensor its dtype and shape."""
    if isinstance(value, Tensor):
        return f"{str(value.dtype).removeprefix('torch.')} {tuple(value.shape)}"
    return value
