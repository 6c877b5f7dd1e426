"""`python -m digits check`: runs the checks; with --watch again on every save.

PyTorch is imported once for all runs.
"""

import argparse
import ast
import contextlib
import multiprocessing
import os
import sys
from pathlib import Path

import pytest
from kit.probing.questions import ASSIGNMENT, HOMES, QUESTIONS
from kit.probing.untouched import untouched

TESTS = Path(__file__).resolve().parents[1]
FOLDER = TESTS.parent
CODE = FOLDER / "digits"
OPTIONS = {  # of pytest's, and of ours for it
    "--explain": "say more about each failed check",
    "--pdb": "stop in the line of yours that raised an exception",
    "-s": "show what your code prints",
}
NO_WATCHFILES = "--watch needs the package watchfiles: run `pip install watchfiles` first."


def main(arguments: list[str]) -> int:
    """Run the checks; return pytest's exit code, with --watch that of the last run."""
    parser = argparse.ArgumentParser(
        prog="python -m digits check", description="Run the checks on your code, as pytest does."
    )
    parser.add_argument("questions", nargs="*", metavar="QUESTION", help="such as q4; all if none")
    parser.add_argument("--watch", action="store_true", help="check again what you save")
    for flag, text in OPTIONS.items():
        parser.add_argument(flag, dest="flags", action="append_const", const=flag, help=text)
    options = parser.parse_args(arguments)
    flags = options.flags or []
    unknown = [one for one in options.questions if one not in QUESTIONS]
    if unknown:
        parser.error(f"there is no question {', '.join(unknown)}: expected {', '.join(QUESTIONS)}.")
    questions = options.questions or list(QUESTIONS)
    if not options.watch:
        return run(questions, *flags)
    try:
        import watchfiles
    except ImportError:
        parser.error(NO_WATCHFILES)
    known = definitions()
    if set(questions) <= untouched(FOLDER).keys():  # no check of these needs PyTorch
        code = run_apart(questions, *flags)
        import_once()
    else:
        import_once()
        code = run_apart(questions, *flags)
    print("Waiting for you to save a file in digits/. Ctrl-C ends this.", flush=True)
    try:
        for _ in watchfiles.watch(CODE, debounce=100, step=20, raise_interrupt=True):
            before, known = known, definitions()
            changed = [one for one in changed_questions(before, known) if one in questions]
            if changed:
                code = run_apart(changed, *flags)
    except KeyboardInterrupt:
        print()
    return code


def import_once() -> None:
    """Import what checks need, which takes seconds, for all runs to come."""
    import torch  # noqa: F401
    import torchvision  # noqa: F401
    from kit.checking import check_data, watched_submission  # noqa: F401
    from kit.datasets import embedded  # noqa: F401
    from kit.probing import loader, watching  # noqa: F401


def run(questions: list[str], *more: str) -> int:
    """Run the checks of these questions in this process, with more of pytest's options; return
    pytest's exit code.
    """
    os.chdir(FOLDER)
    options = [f"--rootdir={FOLDER}", f"--config-file={FOLDER / 'pytest.ini'}", *more]
    files = [TESTS / "checks" / f"test_{question}.py" for question in questions]
    return int(pytest.main([*options, *(str(file) for file in files if file.is_file())]))


def run_apart(questions: list[str], *more: str) -> int:
    """Run them in a process of their own, so that nothing of your code stays from the last run."""
    forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    context = multiprocessing.get_context("fork" if forks else "spawn")
    process = context.Process(target=_run_and_exit, args=(questions, *more))
    process.start()
    while process.is_alive():
        try:
            process.join()
        except KeyboardInterrupt:  # the process has got it, too, and says where it was
            continue
    return process.exitcode or 0


def _run_and_exit(questions: list[str], *more: str) -> None:
    with contextlib.suppress(OSError):
        sys.stdin = open(0, closefd=False)  # noqa: SIM115 - for a debugger; it was closed
    sys.exit(run(questions, "--first", *more))


def definitions() -> dict[Path, dict[str, str]]:
    """Return the source of what each file defines, by name, and of the rest of it by "".

    A file that is no Python has a rest only.
    """
    return {path: _definitions(path.read_text("utf-8", "replace")) for path in CODE.rglob("*.py")}


def _definitions(source: str) -> dict[str, str]:
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError):
        return {"": source}
    found = {"": ""}
    for statement in statements:
        name = getattr(statement, "name", "")
        found[name] = found.get(name, "") + ast.dump(statement)
    return found


def changed_questions(
    before: dict[Path, dict[str, str]], now: dict[Path, dict[str, str]]
) -> list[str]:
    """Return the questions whose functions have changed, in order.

    If anything else in a file has changed, these are all that have a function there; all questions
    if the file belongs to none.
    """
    found: set[str] = set()
    for path in before.keys() | now.keys():
        old, new = before.get(path, {}), now.get(path, {})
        names = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
        own = {asked.question for asked in ASSIGNMENT if asked.file == path.stem}
        if names and names <= HOMES.keys():
            found |= {asked.question for asked in ASSIGNMENT if names & {*asked.names}}
        elif names:
            found |= own or {*QUESTIONS}
    return [question for question in QUESTIONS if question in found]
