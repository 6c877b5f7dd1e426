"""How a student's code can fail: one exception with its cause and what the student is told."""

import os
import re
import traceback
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any

from .advice import advice_for
from .hints.catalogue import WORDS, Catalogue, Message, is_message
from .loops import loop_that_runs
from .places import place
from .stubs import stub_question
from .time_limit import OutOfTime
from .wrong_arguments import shown, wrong_arguments

INNERMOST = "→ "  # before the line of a traceback that was running
LONGEST = 20_000  # characters of a message that are looked at
MEMORY = re.compile(r"can't allocate memory|not enough memory|DefaultCPUAllocator", re.IGNORECASE)
END = re.compile(r"\n| Hint: enable")  # of what a message says of itself
NO_GPU = re.compile(  # what PyTorch says where there is no GPU, or none for this process
    r"CUDA enabled|CUDA GPUs|CUDA driver|CUDA device|NVIDIA|CUDA in forked|MPS backend"
    r"|support for (?:mps|cuda) devices|'(?:CUDA|MPS)' backend|accelerator device when none"
)
CHECKING: Message = {"hint": "doing.checking"}


class Cause(StrEnum):
    """Why a check failed: for code that needs to know; people read the hint."""

    ABSENT_MODULE = "absent module"  # an import of what is not installed
    CRASH = "crash"  # a signal ended the process
    EXIT = "exit"  # the process ended itself
    MEMORY = "memory"
    MISSING = "missing"  # a function, or the file it belongs in
    RAISED = "raised"  # any other exception
    SYNTAX = "syntax"
    TIME = "time"  # on the clock, or of the processor
    UNREADABLE_ANSWER = "unreadable answer"  # no honest process sends it
    UNREADABLE_SUBMISSION = "unreadable submission"
    UNWRITTEN = "unwritten"  # a stub of the assignment
    WRONG_ANSWER = "wrong answer"


class StudentError(Exception):
    """The student's code did not do what was asked.

    `message` is the id of a hint with its fields, of which `words` make one or two sentences for
    the student, `hint`; `look` says where to look and why, `example` shows the smallest input that
    goes wrong. `details` is the traceback in their own files, `question` the id of the question
    that is `UNWRITTEN`, where the code runs in this process.
    """

    def __init__(
        self,
        message: Message,
        details: str = "",
        cause: Cause = Cause.WRONG_ANSWER,
        question: str = "",
        words: Catalogue = WORDS,
    ) -> None:
        super().__init__(message)
        hint = words.hint(message)
        self.message = message
        self.hint, self.look, self.example = hint.line, hint.look, hint.example
        self.details = details
        self.cause = cause
        self.question = question

    def __str__(self) -> str:
        return self.hint

    @property
    def first_reason(self) -> Message:
        """What a chain of names that there are not began with: however long it is, one sentence
        tells it.
        """
        reason = self.message
        while is_message(reason) and reason["hint"] == "code.so-there-is-no":
            reason = reason["reason"]
        return reason

    def within(self, hint: str, words: Catalogue = WORDS, **fields: Any) -> "StudentError":
        """Return this failure, told by another hint that has it in one of its `fields`."""
        return self.with_message({"hint": hint, **fields}, words)

    def with_message(self, message: Message, words: Catalogue = WORDS) -> "StudentError":
        """Return this failure with another message."""
        return StudentError(message, self.details, self.cause, self.question, words)


class UnreadableAnswer(StudentError):
    """An answer that no honest process sends."""

    def __init__(self) -> None:
        super().__init__({"hint": "answer.unreadable"}, cause=Cause.UNREADABLE_ANSWER)


def explain(error: BaseException, folder: Path, doing: Message) -> StudentError:
    """Tell an exception that the code in `folder` raised while `doing` something.

    The traceback keeps the student's own lines only, with paths relative to `folder`.
    """
    if isinstance(error, StudentError):
        return error
    text = str(error)[:LONGEST]
    if question := stub_question(error):
        unwritten = {"hint": "code.unwritten", "stub": text}
        return StudentError(unwritten, cause=Cause.UNWRITTEN, question=question)
    cause = _cause(error)
    fields: dict[str, Any] = {"doing": doing, "where": _where(error, folder, doing)}
    if isinstance(error, MemoryError) or MEMORY.search(text):
        fields["hint"], cause = "code.memory", Cause.MEMORY
    elif is_of_no_gpu(error):
        fields["hint"] = "code.no-gpu"
    elif isinstance(error, OutOfTime):
        fields |= {"hint": "code.time", "seconds": error.seconds} | _loop(error, folder)
        cause = Cause.TIME
    elif isinstance(error, SystemExit):
        fields["hint"] = "code.exit"
    else:
        wrong = {} if isinstance(error, NameError) else _wrong_arguments(error, folder)
        fields |= wrong or advice_for(error, text)
        fields |= {"hint": "code.raised", "raised": _raised(error, text)}
    return StudentError(fields, _own_lines(error, folder), cause)


def interrupted_at(error: BaseException, folder: Path) -> str:
    """Return the line of the code in `folder` that ran when it was interrupted; "" if none did."""
    return WORDS.words(_where(error, folder, CHECKING)).removeprefix(", ")


def _raised(error: BaseException, text: str) -> str:
    """Return what Python says of an exception: its kind, and the first line of its message."""
    if isinstance(error, SyntaxError):
        message = error.msg
    else:
        message = text.strip().split("\n")[0].split(" Hint: ")[0]
    return ": ".join(filter(None, [type(error).__name__, message.rstrip(". ")]))


def own_traceback(error: BaseException, folder: Path) -> TracebackType | None:
    """Return the traceback of an error without what is not code in `folder`; None if all is."""
    found, trace = [], error.__traceback__
    while trace is not None:
        if _own_path(trace.tb_frame.f_code.co_filename, folder) is not None:
            found.append(trace)
        trace = trace.tb_next
    own = None
    for one in reversed(found):
        own = TracebackType(own, one.tb_frame, one.tb_lasti, one.tb_lineno)
    return own


def _loop(error: BaseException, folder: Path) -> dict[str, Any]:
    """Return the loop that code in `folder` was in, as fields of a hint; {} if it was in none."""
    frames = _frames(error, folder)
    loop = loop_that_runs(folder, [(one.filename, one.lineno or 0) for one in frames])
    if loop is None:
        return {}
    where = place(folder / loop.file, loop.line, loop.file)
    return {"because": "code.in-loop", "loop": loop.text, "place": where}


def _wrong_arguments(error: BaseException, folder: Path) -> dict[str, Any]:
    """Return the advice on wrong arguments that a call in `folder` has given, if it is that."""
    frames = [frame for frame, _ in traceback.walk_tb(own_traceback(error, folder))]
    function, given = wrong_arguments(frames)
    if not given:
        return {}
    shown_arguments = ", ".join(f"{name}={shown(value)}" for name, value in given.items())
    fields = {"function": function, "given": shown_arguments}
    return {"because": "advice.wrong-arguments", **fields}


def is_of_no_gpu(error: BaseException) -> bool:
    """Say whether an error comes of code that asks for a GPU where there is none."""
    return NO_GPU.search(str(error)[:LONGEST]) is not None


def _cause(error: BaseException) -> Cause:
    if isinstance(error, SyntaxError):
        return Cause.SYNTAX
    return Cause.ABSENT_MODULE if isinstance(error, ModuleNotFoundError) else Cause.RAISED


def _own_path(filename: str, folder: Path) -> str | None:
    """Return a file of the student's as a path in `folder`; None for any other file."""
    if filename.startswith("<"):  # no file at all, such as <frozen importlib>
        return None
    try:
        path = Path(filename).resolve().relative_to(folder.resolve())
    except ValueError:
        return None
    foreign = path.parts[0] in ("tests", ".venv", "venv") or "site-packages" in path.parts
    return None if foreign else path.as_posix()


def _frames(error: BaseException, folder: Path) -> list[traceback.FrameSummary]:
    frames = []
    for frame in traceback.extract_tb(error.__traceback__):
        path = _own_path(frame.filename, folder)
        if path is not None:
            frame.filename = path
            frames.append(frame)
    return frames


def _where(error: BaseException, folder: Path, doing: Message) -> Message:
    """Return where an error is, without a file that `doing` names already; "" if nowhere."""
    if isinstance(error, SyntaxError) and error.filename:
        file, line = error.filename, error.lineno
        shown = _own_path(file, folder) or file
    elif frames := _frames(error, folder):
        file = shown = frames[-1].filename
        line = frames[-1].lineno
    else:
        return ""
    where = place(folder / file, line, shown)
    if is_message(doing) and doing.get("path") == where.get("file", ""):
        return {"hint": "where.line", "line": line}
    return {"hint": "where.place", "place": where}


def _own_lines(error: BaseException, folder: Path) -> str:
    """Return the traceback in the student's own files, the innermost of their lines marked."""
    lines = traceback.format_list(_frames(error, folder))
    if lines:
        lines[-1] = INNERMOST + lines[-1].lstrip()
    last = [line[:LONGEST] for line in traceback.format_exception_only(error)]
    text = "".join([*lines, *last]).rstrip()
    for root in (folder.resolve(), folder):
        text = text.replace(f"{root}{os.sep}", "")
    return text
