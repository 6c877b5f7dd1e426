"""How a student's code can fail: one exception with its cause and what the student is told."""

import os
import re
import traceback
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from .advice import ADVICE
from .places import place
from .stubs import stub_question
from .time_limit import OutOfTime

INNERMOST = "→ "  # before the line of a traceback that was running
LONGEST = 20_000  # characters of a message that are looked at
MEMORY = re.compile(r"can't allocate memory|not enough memory|DefaultCPUAllocator", re.IGNORECASE)
END = re.compile(r"\n| Hint: enable")  # of what a message says of itself
NO_GPU = re.compile(  # what PyTorch says where there is no GPU, or none for this process
    r"CUDA enabled|CUDA GPUs|CUDA driver|CUDA device|NVIDIA|CUDA in forked|MPS backend"
    r"|support for (?:mps|cuda) devices|'(?:CUDA|MPS)' backend|accelerator device when none"
)
NO_GPU_ADVICE = (
    "Move the network and the batches with `.to(device)`: every function is given its `device`,"
    ' whose default stays "cpu".'
)


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

    `hint` is one or two sentences for the student; `details` the traceback in their own files.
    `question` is the id of the question that is `UNWRITTEN`, where the code runs in this process.
    `look` says where to look and why, `example` shows the smallest input that goes wrong.
    """

    def __init__(
        self,
        hint: str,
        details: str = "",
        cause: Cause = Cause.WRONG_ANSWER,
        question: str = "",
        *,
        look: str = "",
        example: str = "",
    ) -> None:
        super().__init__(hint)
        self.hint = hint
        self.details = details
        self.cause = cause
        self.question = question
        self.look = look
        self.example = example


class UnreadableAnswer(StudentError):
    """An answer that no honest process sends."""

    def __init__(self) -> None:
        hint = "The answer from your side is not readable."
        super().__init__(hint, cause=Cause.UNREADABLE_ANSWER)


def explain(error: BaseException, folder: Path, doing: str) -> StudentError:
    """Tell an exception that the code in `folder` raised while `doing` something.

    The traceback keeps the student's own lines only, with paths relative to `folder`.
    """
    if isinstance(error, StudentError):
        return error
    text = str(error)[:LONGEST]
    if question := stub_question(error):
        hint = f"{text} (still to be written)"
        return StudentError(hint, cause=Cause.UNWRITTEN, question=question)
    if isinstance(error, MemoryError) or MEMORY.search(text):
        return StudentError(
            f"Out of memory while {doing}. Look for tensors that grow, or are kept when they are"
            " no longer needed.",
            _own_lines(error, folder),
            Cause.MEMORY,
        )
    if is_of_no_gpu(error):
        where = _where(error, folder, doing)
        hint = (
            f"Your code asks for a GPU, and there is none (while {doing}{where}). {NO_GPU_ADVICE}"
        )
        return StudentError(hint, _own_lines(error, folder), Cause.RAISED)
    if isinstance(error, OutOfTime):
        hint = (
            f"Not done after {error.seconds:g} s (while {doing}{_where(error, folder, doing)})."
            " Look for a loop that does not end, or for work done again and again."
        )
        return StudentError(hint, _own_lines(error, folder), Cause.TIME)
    if isinstance(error, SystemExit):
        hint = f"The program was ended by an exit while {doing}."
        return StudentError(hint, _own_lines(error, folder), Cause.RAISED)
    message = (
        error.msg
        if isinstance(error, SyntaxError)
        else text.strip().split("\n")[0].split(" Hint: ")[0]
    )
    raised = ": ".join(filter(None, [type(error).__name__, message.rstrip(". ")]))
    advice = next((f". {advised}" for words, advised in ADVICE if re.search(words, text)), "")
    hint = f"{raised} (while {doing}{_where(error, folder, doing)}){advice}"
    return StudentError(hint, _own_lines(error, folder), _cause(error))


def interrupted_at(error: BaseException, folder: Path) -> str:
    """Return the line of the code in `folder` that ran when it was interrupted; "" if none did."""
    return _where(error, folder, "checking").removeprefix(", ")


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


def sentence(text: str) -> str:
    """Return a text with one full stop at its end."""
    return f"{text.rstrip('. ')}."


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


def _where(error: BaseException, folder: Path, doing: str) -> str:
    """Return where an error is, after a comma, without a file that `doing` names already."""
    if isinstance(error, SyntaxError) and error.filename:
        file, line = error.filename, error.lineno
        shown = _own_path(file, folder) or file
    elif frames := _frames(error, folder):
        file = shown = frames[-1].filename
        line = frames[-1].lineno
    else:
        return ""
    where = place(folder / file, line, shown)
    return f", {where}".replace(f", {doing.removeprefix('importing ')},", ",")


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
