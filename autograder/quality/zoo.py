"""The zoo: small submissions of which it is known what they must score.

A specimen is a file of tests/zoo: a docstring that says what it is, and the names that it writes in
another way than the reference; or a notebook with such a sentence in its metadata. A correct one
must get all points; a mistake must cost points in its own question, in no other one, and a hint
there must hold the words that name it. `first hint` are the words by which the first hint names the
mistake: ` | ` stands between several, of which one is enough. `images` says which images it makes
sense for, see `written_for`. A pair of mistakes in different questions must cost both, each with
its own hint.
"""

import ast
import io
import random
import re
import tempfile
import tokenize
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from ..classroom.pool import SubmissionTask
from ..files import write_files
from ..grading.grader import Grader
from ..grading.setup import Options
from ..intake.limits import IntakeError
from ..probing.questions import NAMES, NAMES_IN, PACKAGE
from ..results.grade import Grade
from .notebook_specimens import names_in, read_sentence, with_reference

KINDS = ("correct", "mistakes")
MISTAKE_FIELDS = ("question", "hint"), ("first hint", "seen in", "images")  # wanted, and optional
CORRECT_FIELDS = (), ("images",)
GradeAll = Callable[[list[SubmissionTask]], Iterable[Grade]]
EXTRA_FILES = "FILES"  # a specimen's own further files: a dict of texts by path


class ZooError(Exception):
    """A specimen is not written as specimens are: one sentence saying what is wrong, and where."""


@dataclass(frozen=True, kw_only=True)
class ZooFile:
    """One file of the zoo: its name, its folder or field `kind`, and its docstring's `sentence`.

    `code` is what stands below the docstring, `names` what it defines at top level, `files` the
    texts of further files by path.
    """

    name: str
    kind: str
    sentence: str
    code: str
    names: frozenset[str]
    files: Mapping[str, str]

    def override(self, reference: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the reference with `code` at the end of each file that one of `names` belongs to,
        and with the further `files`.
        """
        written = dict(reference)
        for home, own in NAMES_IN.items():
            if self.names & set(own):
                path = f"{PACKAGE}/{home}.py"
                written[path] = written[path] + b"\n\n" + self.code.encode()
        return written | {path: encode(text) for path, text in self.files.items()}


@dataclass(frozen=True, kw_only=True)
class Specimen(ZooFile):
    """A submission of which it is known what it must score.

    `hints` are words by the question that must lose points; `first_hint` are the words of which the
    first hint that a student sees must hold one. Of a pair, `base` is the specimen that this one
    comes on top of. `seen_in_accuracy` says that a mistake is seen in the accuracy it
    leads to. A specimen that is a `notebook` has no code besides. It makes sense for `images`
    alone, and for all if that is empty.
    """

    hints: Mapping[str, str]
    first_hint: tuple[str, ...] = ()
    base: "Specimen | None" = None
    seen_in_accuracy: bool = False
    notebook: bytes = b""
    images: str = ""

    @property
    def all_names(self) -> frozenset[str]:
        """The names that it writes anew; of a pair, those of both."""
        return self.names | (self.base.all_names if self.base else frozenset())

    def is_named_by(self, hint: str) -> bool:
        """Say whether a hint names the mistake, by the words that its file gives for that."""
        words = " ".join(hint.split()).lower()
        return any(one.lower() in words for one in self.first_hint)

    def submission(self, reference: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the files of the submission: the reference, where later definitions win."""
        if self.notebook:
            whole = with_reference(self.notebook, self.names, reference)
            return {f"{self.name}.ipynb": whole}
        return self.override(self.base.submission(reference) if self.base else reference)


@dataclass(frozen=True)
class SpecimenOutcome:
    """A specimen, its grade, and a sentence for everything that does not hold."""

    specimen: Specimen
    grade: Grade
    problems: tuple[str, ...]

    @property
    def lost(self) -> str:
        """The questions that lost points, such as `q4 -7`."""
        scores = self.grade.question_scores
        lost = {s.question.id: s.max_score - s.score for s in scores if s.score < s.max_score}
        return " ".join(f"{question} -{points:g}" for question, points in lost.items())


def read_zoo(folder: Path, kinds: Iterable[str] = KINDS) -> list[Specimen]:
    """Read all specimens of these kinds, in order of their names; raises `ZooError`."""
    found = (sorted((folder / kind).iterdir()) for kind in kinds)
    paths = [path for paths in found for path in paths if path.suffix in (".py", ".ipynb")]
    return [read_specimen(path) for path in paths]


def read_specimen(path: Path) -> Specimen:
    """Read one specimen; its kind is the name of its folder. Raises `ZooError`."""
    kind = path.parent.name
    if path.suffix == ".ipynb":
        return _read_notebook_specimen(path, kind)
    fields_of_kind = MISTAKE_FIELDS if kind == "mistakes" else CORRECT_FIELDS
    source, fields = read_source(path, *fields_of_kind)
    return Specimen(
        **source,
        kind=kind,
        hints={fields["question"]: fields["hint"]} if "hint" in fields else {},
        first_hint=tuple(filter(None, fields.get("first hint", "").split(" | "))),
        seen_in_accuracy=fields.get("seen in") == "accuracy",
        images=fields.get("images", ""),
    )


def _read_notebook_specimen(path: Path, kind: str) -> Specimen:
    data = path.read_bytes()
    try:
        sentence, names = read_sentence(data), names_in(data)
    except (IntakeError, KeyError, TypeError, ValueError) as error:
        raise ZooError(f"{path}: expected a notebook with `zoo` in its metadata.") from error
    return Specimen(
        name=path.stem, kind=kind, sentence=sentence, code="", names=names, files={}, hints={},
        notebook=data,
    )  # fmt: skip


def encode(text: str) -> bytes:
    """Return a file's text as bytes, in the encoding that its coding line names."""
    data = text.encode()
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    return data if encoding.startswith("utf-8") else text.encode(encoding)


def read_source(
    path: Path, wanted: Collection[str], optional: Collection[str] = (), also: Collection[str] = ()
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what a file of the zoo holds, as fields of a `Source`, and its docstring's fields.

    It must define one of the assignment's names, one of those in `also`, or `FILES`. Raises
    `ZooError`.
    """
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, str(path))
    sentence, fields = read_docstring(path, tree, wanted, optional)
    code, files = split_code(text, tree)
    names = frozenset(defined_names(tree))
    if not names & {*NAMES, *also} and not files:
        raise ZooError(f"{path}: it defines none of {', '.join(sorted({*NAMES, *also}))}.")
    source = {"name": path.stem, "sentence": sentence, "code": code, "names": names, "files": files}
    return source, fields


def read_docstring(
    path: Path, tree: ast.Module, wanted: Collection[str], optional: Collection[str]
) -> tuple[str, dict[str, str]]:
    """Return a specimen's first sentence, and its fields: the lines `key: value` below.

    A line that is indented goes on with the value above. Raises `ZooError` when there is no
    sentence, when a wanted field is absent, and when there is a field that is not optional.
    """
    sentence, _, rest = (ast.get_docstring(tree) or "").strip().partition("\n")
    lines = re.sub(r"\n[ \t]+", " ", rest).split("\n")
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    if not sentence or not set(wanted) <= fields.keys() <= {*wanted, *optional}:
        expected = "".join(f", a line `{key}: …`" for key in wanted)
        raise ZooError(f"{path}: expected a docstring of one sentence{expected}.")
    return sentence, fields


def split_code(text: str, tree: ast.Module) -> tuple[str, dict[str, str]]:
    """Return what stands below a specimen's docstring, without `FILES`, and the files in it."""
    code, files = text.split("\n"), {}
    for node in reversed(tree.body):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == EXTRA_FILES:
            files = ast.literal_eval(node.value)
        elif node is not tree.body[0]:
            continue
        del code[node.lineno - 1 : node.end_lineno]
    return "\n".join(code).strip() + "\n", files


def reference_files(solution: Path) -> dict[str, bytes]:
    """Return the reference's files in the folder `solution`, by their path in a submission."""
    folder = solution / PACKAGE
    return {f"{PACKAGE}/{path.name}": path.read_bytes() for path in sorted(folder.glob("*.py"))}


def sample_pairs(specimens: Iterable[Specimen], count: int, seed: int) -> list[Specimen]:
    """Choose pairs of mistakes in different questions; the same seed chooses the same ones.

    Names that both of a pair define would be those of one of them only: no such pair is chosen.
    """
    mistakes = [specimen for specimen in specimens if specimen.kind == "mistakes"]
    possible = [
        pair
        for pair in combinations(mistakes, 2)
        if not pair[0].hints.keys() & pair[1].hints.keys() and not pair[0].names & pair[1].names
    ]
    return [
        replace(
            second,
            name=f"{first.name} + {second.name}",
            kind="pairs",
            sentence=f"{first.sentence} {second.sentence}",
            hints={**first.hints, **second.hints},
            base=first,
        )
        for first, second in random.Random(seed).sample(possible, min(count, len(possible)))
    ]


def grade_with(grader: Grader) -> GradeAll:
    """Return what grades submissions with one grader, one after the other."""
    return lambda tasks: (task.run(grader, lambda question: None) for task in tasks)


def grade_zoo(
    specimens: Sequence[Specimen],
    solution: Path,
    grade: GradeAll,
    seed: int,
) -> Iterator[SpecimenOutcome]:
    """Grade specimens, by `grade`; each is yielded when it is done.

    `solution` is the folder of the reference. The seeds are `seed` and those after it, another one
    for each specimen: what a specimen leaves to the reference is graded with all of them.
    """
    reference = reference_files(solution)
    by_name = {specimen.name: specimen for specimen in specimens}
    with tempfile.TemporaryDirectory(prefix="zoo-") as folder:
        for specimen in specimens:
            write_files(Path(folder) / specimen.name, specimen.submission(reference))
        names = enumerate(by_name)
        tasks = [
            SubmissionTask(Path(folder) / name, name, Options(seed + number))
            for number, name in names
        ]
        for one in grade(tasks):
            specimen = by_name[one.name]
            yield SpecimenOutcome(specimen, one, tuple(problems(specimen, one)))


def problems(specimen: Specimen, grade: Grade) -> Iterator[str]:
    """Yield a sentence for each thing that does not hold of a specimen's grade."""
    for result in grade.results:
        where = f"{result.check.question} {result.check.name}"
        if result.status == "fault":
            yield f"{where}: the grader failed: {result.hint}\n{result.details}"
        elif result.status == "failed" and result.check.question not in specimen.hints:
            yield f"{where}: {result.hint}"
    for question, words in specimen.hints.items():
        hints = [r.hint for r in grade.failed if r.check.question == question]
        if not hints:
            yield f"{question} lost no points"
        elif not any(words.lower() in hint.lower() for hint in hints):
            yield f"no hint of {question} holds the words `{words}`: {' | '.join(hints)}"


def summary(outcomes: Iterable[SpecimenOutcome]) -> str:
    """Say in one line how many specimens hold."""
    held_means = {
        "correct": "at full marks",
        "mistakes": "caught in the right question, with the right hint",
        "pairs": "of mistakes caught in both questions, with both hints",
    }
    outcomes = list(outcomes)
    parts = []
    for kind, how in held_means.items():
        held = [not outcome.problems for outcome in outcomes if outcome.specimen.kind == kind]
        if held:
            parts.append(f"{kind}: {sum(held)} of {len(held)} {how}")
    return "; ".join(parts)


def defined_names(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module defines at top level."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
