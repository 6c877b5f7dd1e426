"""Takes a question out of a project's folder, and lists what it cannot decide."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from ...release.defaults import MODULE
from ...rubric.grading_file import RubricError, read_grading_file
from ...rubric.rubric import GROUPS
from .edits import AdaptError, Edits, indented_block, lines_of
from .evidence import SECURITY, without_evidence
from .gap import Gap
from .tree import (
    GRADING,
    HINTS,
    OF_QUESTION,
    STANDINS,
    TABLE,
    ZOO,
    Definition,
    Lines,
    Tree,
    checks_file,
)

SURVIVORS = f"{ZOO}/survivors.yml"
WRITTEN = f"autograder/{MODULE}"  # by the release that follows
GENERATED = {  # pages that name every question, and what writes them
    "docs/zoo.md": "autograder zoo --table docs/zoo.md",
    "docs/selfchecks.md": "python -m autograder.quality.selfchecks",
    "docs/attacks.md": "autograder zoo attacks --table docs/attacks.md",
}
READ_FOR_MENTIONS = (
    ("", "README.md"),
    ("", "grading.yml"),
    ("autograder", "**/*.py"),
    ("docs", "*.md"),
    ("solution", "**/*.py"),
    ("solution", "*.md"),
)


@dataclass(frozen=True)
class Removal:
    """What was changed and removed, and a line for each place that a person must look at."""

    changed: list[str]
    removed: list[str]
    undecided: list[Gap]


def remove_question(root: Path, question: str) -> Removal:
    """Take a question out of the project in the folder `root`.

    Raises `AdaptError`, and then nothing is changed: if there is no such question, or if another
    one needs it.
    """
    tree = Tree(root)
    try:
        written = read_grading_file(tree.path(GRADING))[0].written
    except RubricError as error:
        raise AdaptError(str(error)) from None
    edits = Edits(tree)
    if question in written:
        _remove_entries(edits, question)
        edits.apply()
        return Removal([GRADING], [], [])
    if question not in tree.questions:
        known = ", ".join([*tree.questions, *written])
        raise AdaptError(f"there is no question {question}; there are {known}.")
    needed_by = [one.question for one in tree.table["ASSIGNMENT"] if question in one.needs]
    if needed_by:
        raise AdaptError(
            f"{question} is needed by {', '.join(needed_by)}: remove what needs it first, or take"
            f" {question} out of its `needs` in {TABLE}."
        )
    points = _points(tree, question)
    for step in STEPS:
        step(edits, question)
    undecided = [*_undecided_points(tree, question, points), *_moved_words(edits, question)]
    undecided += _mentions(edits, question)
    edits.apply()
    removed = sorted(name for name, text in edits.texts.items() if text is None)
    changed = sorted(name for name, text in edits.texts.items() if text is not None)
    return Removal(changed, removed, undecided)


def _remove_from_table(edits: Edits, question: str) -> None:
    tree = edits.tree
    (assignment,) = (
        node.value
        for node in tree.module(TABLE).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ASSIGNMENT"
    )
    assert isinstance(assignment, ast.Tuple)
    entries = zip(tree.table["ASSIGNMENT"], assignment.elts, strict=True)
    node = next(node for asked, node in entries if asked.question == question)
    edits.cut(TABLE, [(node.lineno, node.end_lineno or node.lineno)])


def _remove_entries(edits: Edits, question: str) -> None:
    """Take out the question's entry in grading.yml, and its exams."""
    file, document = read_grading_file(edits.tree.path(GRADING))
    places = [("questions", question)] if question in file.questions else []
    exams = [("exams", data, question) for data, exam in file.exams.items()
             if question in exam.budgets]  # fmt: skip
    text = edits.text(GRADING)
    edits.cut(GRADING, [indented_block(text, document.line(one)) for one in (*places, *exams)])


def _remove_solution(edits: Edits, question: str) -> None:
    """Take out the functions, and a file that holds nothing else that is asked for."""
    tree = edits.tree
    others = {home for name, home in tree.homes.items() if name not in tree.questions[question]}
    for name in tree.questions[question]:
        home = tree.home(name)
        if tree.homes[name] not in others:
            edits.remove(home)
        else:
            text = edits.text(home)
            nodes = ast.parse(text).body
            own = [one for one in nodes if isinstance(one, Definition) and one.name == name]
            edits.cut(home, [_with_last_comments(text, lines_of(one)) for one in own])
            edits.write(home, re.sub(r"\n{4,}", "\n\n\n", edits.text(home)).rstrip("\n") + "\n")


def _with_last_comments(text: str, lines: Lines) -> Lines:
    """Return the lines of a definition with the comments in it that follow its last statement, such
    as the mark that ends a solution.
    """
    first, last = lines
    following = text.split("\n")[last:]
    return first, last + sum(1 for _ in takewhile(lambda line: line.startswith(" "), following))


def _remove_part(edits: Edits, question: str) -> None:
    """Take the question's part out of the handout, and rows about its functions out of others."""
    part = re.compile(rf"^<!-- part {question}\b.*?(?=^<!-- part )", re.MULTILINE | re.DOTALL)
    row = re.compile(rf"^\| `(?:{'|'.join(edits.tree.questions[question])})\(.*\n", re.MULTILINE)
    for name in edits.tree.handouts:
        edits.write(name, row.sub("", part.sub("", edits.text(name))))


def _remove_checks(edits: Edits, question: str) -> None:
    """Take out checks, the words of their hints, and stand-ins that nothing else needs."""
    for group in GROUPS:
        edits.remove(checks_file(group, question))
    for name in edits.tree.words(question):
        edits.remove(name)
    for name in edits.tree.words("hidden"):
        entries = edits.tree.entries(name).items()
        edits.cut(name, [lines for id, lines in entries if id.startswith(f"{question}.")])
    standins = dict(edits.tree.table["STANDINS"])
    own = {question, *standins.pop(question)}
    for name in own - {one for names in standins.values() for one in names}:
        edits.remove(f"{STANDINS}/{name}.py")


def _remove_specimens(edits: Edits, question: str) -> None:
    """Take out mistakes in this question, and other specimens that write nothing else."""
    tree = edits.tree
    own = {*tree.questions[question]}
    for name in tree.names(f"{ZOO}/mistakes", "*.py"):
        found = OF_QUESTION.search(tree.text(name))
        if found and found[1] == question:
            edits.remove(name)
    for kind in ("correct", "attacks"):
        for name in tree.names(f"{ZOO}/{kind}", "*.py"):
            asked = tree.asked_by(name)
            if asked and asked <= own and "FILES" not in tree.defined_by(name):
                edits.remove(name)
    edits.cut(SURVIVORS, _survivors(edits.text(SURVIVORS), tree, question))


def _survivors(text: str, tree: Tree, question: str) -> Iterator[Lines]:
    """Yield the entries about mutants of the question's functions, and its heading."""
    own = [rf"{tree.homes[name]}\.py {name}" for name in tree.questions[question]]
    entry = re.compile(rf"['\"]?(?:{'|'.join(own)})\b")
    for number, line in enumerate(text.split("\n"), 1):
        if entry.match(line):
            yield indented_block(text, number)
        elif line == f"# {question}":
            yield number, number


def _remove_evidence(edits: Edits, question: str) -> None:
    """Take out what the question's points rest on, and add the others up again."""
    if edits.tree.path(SECURITY).is_file():
        edits.write(SECURITY, without_evidence(edits.text(SECURITY), question))


STEPS = (
    _remove_from_table,
    _remove_entries,
    _remove_solution,
    _remove_part,
    _remove_checks,
    _remove_specimens,
    _remove_evidence,
)


def _points(tree: Tree, question: str) -> tuple[float, bool]:
    """Return what the question is worth, and whether it is extra."""
    entry = read_grading_file(tree.path(GRADING))[0].checked.get(question)
    if entry is None:
        return 0, True
    checks = [*entry.public.values(), *entry.hidden.values()]
    return sum(check.points for check in checks), entry.extra


def _undecided_points(tree: Tree, question: str, worth: tuple[float, bool]) -> Iterator[Gap]:
    points, extra = worth
    if points and not extra:
        sentence = f"the other questions are worth {points:g} points too few: give them to others."
        yield Gap(GRADING, sentence)
    if points and tree.path(f"{ZOO}/attacks").is_dir():
        sentence = f"`points:` of attacks count the {points:g} points of {question}: lower them."
        yield Gap(f"{ZOO}/attacks/", sentence)


def _moved_words(edits: Edits, question: str) -> Iterator[Gap]:
    """Find words of the question's hints that others use, too."""
    tree = edits.tree
    own = tree.words(question)
    keys = {key for file in own for key in tree.entries(file)}
    for name in (*tree.words("*"), *tree.names("autograder/checks", "*/test_q*.py")):
        if edits.texts.get(name, "") is not None:
            used = sorted(key for key in keys if f'"{key}"' in edits.text(name))
            if used:
                sentence = (
                    f"it uses {', '.join(used)} of {question}.py, which went: write the words"
                )
                yield Gap(name, f"{sentence} into shared.py, in {HINTS} and each language.")


def _mentions(edits: Edits, question: str) -> Iterator[Gap]:
    """Find where a question, its functions and its file are still mentioned."""
    tree = edits.tree
    names = tree.questions[question]
    gone = [tree.home(name) for name in names if edits.texts.get(tree.home(name), "") is None]
    words = [question, *names, *(Path(home).name.replace(".", r"\.") for home in gone)]
    mention = re.compile(rf"\b(?:{'|'.join(words)})\b")
    for folder, pattern in READ_FOR_MENTIONS:
        for name in tree.names(folder, pattern):
            if name.startswith((ZOO, WRITTEN)) or edits.texts.get(name, "") is None:
                continue
            lines = enumerate(edits.text(name).split("\n"), 1)
            found = [str(number) for number, line in lines if mention.search(line)]
            if found and name in GENERATED:
                yield Gap(name, f"it is generated: run `{GENERATED[name]}`.")
            elif found:
                what = f"{question} or its functions are still mentioned"
                yield Gap(name, f"{what}, on line {', '.join(found)}.")
    tests = tree.names("tests", "*/*.py")
    if count := sum(bool(mention.search(tree.text(name))) for name in tests):
        sentence = (
            f"{count} files still mention {question} or its functions: `make test` says which"
        )
        yield Gap("tests/", f"{sentence} of them must change.")
