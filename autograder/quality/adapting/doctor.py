"""Finds where the places that a question is spread over do not agree; each gap is one line.

It reads files and runs none, so it takes a second, and says something of unfinished work, too.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from ...release.handout import ReleaseError, lines_for_data, notebook_parts
from ...release.only_graded import only_graded
from ...release.tables import sections
from ...rubric.rubric import GROUPS, RubricError, load_rubric
from .defaults import default_gaps
from .gap import Gap
from .thresholds import threshold_gaps
from .tree import GRADING, OF_QUESTION, STANDINS, TABLE, ZOO, Tree, checks_file

WRITE_ME = "write me"  # what `autograder new question` leaves for a person to write
TODO = re.compile(r"# TODO (q\d+): ")
KIT_TABLE = "assignment/tests/kit/probing/questions.py"
READ_FOR_WRITE_ME = (
    ("solution", "*.md"),
    ("solution/digits", "*.py"),
    ("autograder/checks/public", "*.py"),
    ("autograder/checks/hidden", "*.py"),
    ("autograder/checking/hints", "*/*.py"),
    (f"{ZOO}/correct", "*.py"),
    (f"{ZOO}/mistakes", "*.py"),
)


def find_gaps(root: Path) -> list[Gap]:
    """Return where the places of a project's folder do not agree."""
    tree = Tree(root)
    try:
        return [gap for look in LOOKS for gap in look(tree)]
    except SyntaxError as error:
        return [Gap(f"{error.filename}, line {error.lineno}", f"this is not Python: {error.msg}.")]


def _rubric(tree: Tree) -> Iterator[Gap]:
    """Hold grading.yml to the checks: checks without points, points without checks, sums; and
    hidden checks of which students are told nothing.
    """
    checks = tree.path("autograder/checks")
    try:
        only_graded(checks, load_rubric(tree.path(GRADING), checks, tree.questions))
    except ReleaseError as error:
        yield Gap("autograder/checks/hidden", str(error))
    except RubricError as error:
        for line in str(error).split("\n"):
            gap = Gap.of(line)
            in_checks = gap.where.startswith(GROUPS)
            yield Gap(f"autograder/checks/{gap.where}", gap.sentence) if in_checks else gap


def _questions(tree: Tree) -> Iterator[Gap]:
    """Look at each question of the table: its points, checks, needs and stand-ins."""
    for question, names in tree.questions.items():
        if tree.grading and question not in tree.grading[0].questions:
            sentence = f"write `{question}:` with a title and the points of each check, below"
            yield Gap(GRADING, f"{question} has no entry: {sentence} `questions:`.")
        if not any(tree.checks(group, question) for group in GROUPS):
            sentence = f"write a function `test_…(submission)` that asks for `{names[0]}`."
            yield Gap(checks_file("public", question), f"{question} has no check: {sentence}")
    for asked in tree.table["ASSIGNMENT"]:
        for needed in asked.needs:
            if needed not in tree.questions:
                sentence = f"{asked.question} needs {needed}, which is no question: take it out of"
                yield Gap(TABLE, f"{sentence} `needs`.")
        for name in tree.table["STANDINS"][asked.question]:
            if not tree.path(f"{STANDINS}/{name}.py").is_file():
                sentence = f"{asked.question} needs the grader's own functions of {name}: write"
                yield Gap(f"{STANDINS}/{name}.py", f"{sentence} them here.")


def _handouts(tree: Tree) -> Iterator[Gap]:
    """Hold the handout's parts and marks to the table, in each language."""
    for name in tree.handouts:
        yield from _handout(tree, name)


def _handout(tree: Tree, handout: str) -> Iterator[Gap]:
    text = tree.text(handout)
    try:
        numbers, kept = zip(*lines_for_data(text, handout, digits=True), strict=True)
        parts = notebook_parts("\n".join(kept), handout, numbers)
    except ReleaseError as error:
        yield Gap.of(str(error))
        return
    headed = {section.question for section in sections(text)}
    for part in parts:
        if re.fullmatch(r"q\d+", part) and part not in tree.questions:
            sentence = f"take it out, or write {part} into {TABLE}."
            lines = text[: text.index(f"<!-- part {part} ")].count("\n")
            where = f"{handout}, line {lines + 1}"
            yield Gap(where, f"the part is of no question: {sentence}")
    for question, names in tree.questions.items():
        if question not in parts or question not in headed:
            marks = f"`<!-- part {question} 30 minutes -->` and below it `## {question}: …`"
            yield Gap(handout, f"{question} has no part: write {marks}.")
            continue
        written = [piece.content for piece in parts[question] if piece.kind == "write"]
        for name in names:
            if name not in written:
                sentence = f"write `<!-- write {name} -->` into the part {question}."
                yield Gap(handout, f"the notebook has no cell for `{name}`: {sentence}")
        for name in written:
            if name not in names:
                sentence = (
                    f"{question} does not ask for it; take the mark out of its part, or write"
                )
                yield Gap(handout, f"`<!-- write {name} -->`: {sentence} the name into {TABLE}.")
        if not any(piece.kind == "check" for piece in parts[question]):
            sentence = f"write `<!-- check {question} -->` where its part has all functions."
            yield Gap(handout, f"the notebook does not check {question}: {sentence}")


def _solution(tree: Tree) -> Iterator[Gap]:
    """Hold the solution's stubs to the table: each name is written, and asks for its question."""
    for question, names in tree.questions.items():
        for name in names:
            home = tree.home(name)
            node = tree.definitions(home).get(name)
            if node is None:
                sentence = f"`{name}` is missing: write the solution of {question}"
                yield Gap(home, f"{sentence}, with `# BEGIN SOLUTION` and `# END SOLUTION`.")
                continue
            where, source = f"{home}, line {node.lineno}", tree.source(home, node)
            if question not in TODO.findall(source):
                mark = f"`# BEGIN SOLUTION` and a line `# TODO {question}: …`"
                yield Gap(where, f"`{name}` makes no stub: begin its solution with {mark}.")
            elif "raise NotImplementedError" in source and WRITE_ME not in source:
                yield Gap(where, f"`{name}` is a stub without a solution: write the solution.")
    for home in tree.names("solution/digits", "*.py"):
        for number, line in enumerate(tree.text(home).split("\n"), 1):
            found = TODO.search(line)
            if found and found[1] not in tree.questions:
                sentence = f"take the stub out, or write {found[1]} into {TABLE}."
                yield Gap(f"{home}, line {number}", f"{found[1]} is no question: {sentence}")


def _specimens(tree: Tree) -> Iterator[Gap]:
    """Hold the zoo to the table."""
    seen = set()
    for name in tree.names(f"{ZOO}/mistakes", "*.py"):
        found = OF_QUESTION.search(tree.text(name))
        if found and found[1] not in tree.questions:
            sentence = f"{found[1]} is no question: take the specimen out, or write {found[1]} into"
            yield Gap(name, f"{sentence} {TABLE}.")
        elif found:
            seen.add(found[1])
    for question in tree.questions:
        if question not in seen:
            where = f"{ZOO}/mistakes/{question}_….py"
            yield Gap(where, f"{question} has no mistake that its checks must catch: write one.")
    for name in tree.names(f"{ZOO}/correct", "*.py"):
        defined = tree.defined_by(name)
        if not defined & {*tree.homes, "FILES"}:
            sentence = "it defines none of the names that questions ask for: take it out."
            yield Gap(name, f"it belongs to no question: {sentence}")


def _hints(tree: Tree) -> Iterator[Gap]:
    """Hold the words of hints to the table."""
    for name in tree.words("q*"):
        question = Path(name).stem.partition("_")[0]
        if question not in tree.questions:
            yield Gap(name, f"{question} is no question: take the file out.")
    for name in tree.words("hidden"):
        first: dict[str, int] = {}
        for id, (line, _) in tree.entries(name).items():
            first.setdefault(id.partition(".")[0], line)
        for question, line in first.items():
            if re.fullmatch(r"q\d+", question) and question not in tree.questions:
                sentence = f"{question} is no question: take its lines out."
                yield Gap(f"{name}, line {line}", sentence)


def _markers(tree: Tree) -> Iterator[Gap]:
    """Hold what students receive to the table: from it come the markers of their pytest."""
    released, table = tree.text(KIT_TABLE), tree.text(TABLE)
    for question in tree.questions:
        if f'"{question}"' not in released:
            sentence = "students' pytest has no marker for it. Run `autograder release`."
            yield Gap(KIT_TABLE, f"{question} is missing: {sentence}")
            return
    if released != table:
        yield Gap(KIT_TABLE, f"it is not what {TABLE} is: run `autograder release`.")


def _unwritten(tree: Tree) -> Iterator[Gap]:
    """Find what `autograder new question` has left to be written."""
    for folder, pattern in READ_FOR_WRITE_ME:
        for name in tree.names(folder, pattern):
            for number, line in enumerate(tree.text(name).split("\n"), 1):
                if WRITE_ME in line:
                    yield Gap(f"{name}, line {number}", f"{WRITE_ME}: `{line.strip()}`")


LOOKS: tuple[Callable[[Tree], Iterator[Gap]], ...] = (
    _rubric,
    _questions,
    _handouts,
    _solution,
    _specimens,
    _hints,
    _markers,
    default_gaps,
    threshold_gaps,
    _unwritten,
)
