"""The zoo: small submissions of which it is known what they must score.

A specimen is a file of tests/zoo: a docstring that says what it is, and the names that it writes in
another way than the reference. A correct one must get all points; a mistake must cost points in its
own question, in no other one, and a hint there must hold the words that name it.
"""

import ast
import multiprocessing
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from .grade import Grade
from .grading import Grader
from .package import FILES, PACKAGE

KINDS = ("correct", "mistakes")
EXTRA_FILES = "FILES"  # a specimen's own further files: a dict of texts by path


class ZooError(Exception):
    """A specimen is not written as specimens are: one sentence saying what is wrong, and where."""


@dataclass(frozen=True)
class Specimen:
    """One file of the zoo. `question` and `hint` say what a mistake must cost; else both are empty.

    `code` is what stands below the docstring, `names` what it defines at top level, `files` the
    texts of further files by path.
    """

    name: str
    kind: str
    sentence: str
    question: str
    hint: str
    code: str
    names: frozenset[str]
    files: dict[str, str] = field(default_factory=dict)

    def submission(self, reference: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the files of the submission: the reference, where later definitions win."""
        files = dict(reference)
        for home, names in FILES.items():
            if self.names & set(names):
                path = f"{PACKAGE}/{home}.py"
                files[path] = files[path] + b"\n\n" + self.code.encode()
        return files | {path: text.encode() for path, text in self.files.items()}


@dataclass(frozen=True)
class Outcome:
    """A specimen, its grade, and a sentence for everything that does not hold."""

    specimen: Specimen
    grade: Grade
    problems: tuple[str, ...]

    @property
    def lost(self) -> str:
        """The questions that lost points, such as `q4 -7`."""
        scores = self.grade.question_scores
        losses = {s.question.id: s.max_score - s.score for s in scores if s.score < s.max_score}
        return " ".join(f"{question} -{loss:g}" for question, loss in losses.items())


def read_zoo(folder: Path, kinds: Iterable[str] = KINDS) -> list[Specimen]:
    """Read all specimens of these kinds, in order of their names; raises `ZooError`."""
    paths = [path for kind in kinds for path in sorted((folder / kind).glob("*.py"))]
    return [read_specimen(path) for path in paths]


def read_specimen(path: Path) -> Specimen:
    """Read one specimen; its kind is the name of its folder. Raises `ZooError`."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, str(path))
    first, *rest = (ast.get_docstring(tree) or "").strip().split("\n")
    told = dict(line.strip().split(": ", 1) for line in rest if ": " in line)
    kind = path.parent.name
    wanted = {"question", "hint"} if kind == "mistakes" else set()
    if not first or set(told) != wanted:
        raise ZooError(f"{path}: expected a docstring of one sentence{_lines(wanted)}.")
    code, files = text.split("\n"), {}
    for node in reversed(tree.body):
        own_files = isinstance(node, ast.Assign) and [*map(ast.unparse, node.targets)] == [
            EXTRA_FILES
        ]
        if isinstance(node, ast.Assign) and own_files:
            files = ast.literal_eval(node.value)
        if own_files or node is tree.body[0]:
            del code[node.lineno - 1 : node.end_lineno]
    names = frozenset(_defined(tree))
    known = {name for group in FILES.values() for name in group}
    if not names & known and not files:
        raise ZooError(f"{path}: it defines none of {', '.join(sorted(known))}.")
    return Specimen(
        name=path.stem,
        kind=kind,
        sentence=first,
        question=told.get("question", ""),
        hint=told.get("hint", ""),
        code="\n".join(code).strip() + "\n",
        names=names,
        files=files,
    )


def grade_zoo(specimens: Iterable[Specimen], solution: Path, grader: Grader) -> Iterator[Outcome]:
    """Grade one specimen after the other; `solution` is the folder of the reference."""
    reference = {
        f"{PACKAGE}/{path.name}": path.read_bytes() for path in (solution / PACKAGE).glob("*.py")
    }
    for specimen in specimens:
        with tempfile.TemporaryDirectory(prefix="zoo-") as folder:
            for name, content in specimen.submission(reference).items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            grade = grader.grade(Path(folder), specimen.name)
        yield Outcome(specimen, grade, tuple(problems(specimen, grade)))


def grade_shares(
    specimens: Sequence[Specimen], solution: Path, jobs: int, make_grader: Callable[[], Grader]
) -> list[Outcome]:
    """Grade all specimens, in `jobs` processes with one warm grader each; in order of names.

    `make_grader` is called in those processes and must be picklable.
    """
    shares = [specimens[first::jobs] for first in range(jobs)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        graded = pool.map(partial(_grade_share, solution, make_grader), shares)
        outcomes = [outcome for share in graded for outcome in share]
    return sorted(outcomes, key=lambda outcome: (outcome.specimen.kind, outcome.specimen.name))


def _grade_share(
    solution: Path, make_grader: Callable[[], Grader], share: Sequence[Specimen]
) -> list[Outcome]:
    with make_grader() as grader:
        return list(grade_zoo(share, solution, grader))


def problems(specimen: Specimen, grade: Grade) -> Iterator[str]:
    """Say what does not hold of a specimen's grade, a sentence each."""
    for result in grade.results:
        where = f"{result.check.question} {result.check.name}"
        if result.status == "fault":
            yield f"{where}: the grader failed: {result.hint}"
        elif result.status == "failed" and result.check.question != specimen.question:
            yield f"{where}: {result.hint}"
    if specimen.question:
        hints = [r.hint for r in grade.failed if r.check.question == specimen.question]
        if not hints:
            yield f"{specimen.question} lost no points"
        elif not any(specimen.hint.lower() in hint.lower() for hint in hints):
            yield f"no hint holds the words `{specimen.hint}`: {' | '.join(hints)}"


def summary(outcomes: Iterable[Outcome]) -> str:
    """Say in one line how many specimens hold."""
    said = {
        "correct": "at full marks",
        "mistakes": "caught in the right question, with the right hint",
    }
    outcomes = list(outcomes)
    parts = []
    for kind, how in said.items():
        held = [not outcome.problems for outcome in outcomes if outcome.specimen.kind == kind]
        if held:
            parts.append(f"{kind}: {sum(held)} of {len(held)} {how}")
    return "; ".join(parts)


def _defined(tree: ast.Module) -> Iterator[str]:
    """The names that a module defines at top level."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _lines(wanted: set[str]) -> str:
    return "".join(f", a line `{key}: …`" for key in sorted(wanted, reverse=True))
