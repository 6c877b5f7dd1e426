"""What the result of a question depends on, as a digest for each question.

A result holds as long as its digest is the same. All goes into it that changes what is measured:
the question's checks, stand-ins, exam and limits, the data, the code that measures, and the
submission's files, or its bytes where it cannot be read. Points, titles, the words of hints, who
sees a check, pages and commands change nothing that is measured, so they are left out; so is the
seed.
"""

import ast
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from ..datasets.idx import Data
from ..project import EMBEDDED_DIGITS, GRADER_PACKAGE
from ..results.grade import Grade
from ..rubric.rubric import GROUPS, Rubric
from .digests import digest
from .standins import sources

MEASURING = (  # patterns of the code that measures
    "checking/**/*.py",
    "datasets/archive.py",
    "datasets/embedded.py",
    "datasets/glyphs.py",
    "datasets/layout.py",
    "grading/*.py",
    "grading/standins/__init__.py",
    "inside/**/*.py",
    "network/**/*.py",
    "probing/**/*.py",
    "sandbox/**/*.py",
)
NOT_MEASURING = (
    "grading/collect_pictures.py",
    "grading/digests.py",
    "grading/fingerprint.py",
    "grading/words.py",
    "probing/hints/language.py",
    "probing/hints/phrases.py",
)
HINT_FILES = ("checking/hints/*/*.py", "probing/hints/*/*.py")  # of hints, a folder a language


def grader_digests(rubric: Rubric, data: Data, package: Path = GRADER_PACKAGE) -> dict[str, str]:
    """Return a digest, by question, of all that results depend on beside the submission.

    `package` is the folder of the grader's code.
    """
    images = {part: getattr(data, part).images.numpy().tobytes() for part in ("training", "test")}
    labels = {part: getattr(data, part).labels.numpy().tobytes() for part in ("training", "test")}
    code = {one.relative_to(package).as_posix(): one.read_bytes() for one in _measuring(package)}
    shared = digest(
        code,
        images,
        labels,
        {"embedded": EMBEDDED_DIGITS.read_bytes(), "limits": _json(rubric.limits.model_dump())},
    )
    entry = rubric.exam_for(data.name, len(data.training), len(data.test))
    exam = entry.model_dump()
    digests = {}
    for question in rubric.questions:
        keys = ("training_images", "hidden_images", question.id) if question.id in exam else ()
        checks = [package / "checks" / group / f"test_{question.id}.py" for group in GROUPS]
        digests[question.id] = digest(
            {"shared": shared.encode(), "exam": _json({key: exam[key] for key in keys})},
            {name: text.encode() for name, text in sources(question.id).items()},
            {one.parent.name: _without_titles(one.read_bytes()) for one in checks if one.exists()},
        )
    return digests


def fingerprints(digests: Mapping[str, str], files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the digest, by question, of the grader's `digests` and a submission's files."""
    return fingerprints_of(digests, digest(files))


def fingerprints_of(digests: Mapping[str, str], submission: str) -> dict[str, str]:
    """Return the digest, by question, of the grader's `digests` and that of a submission."""
    return {
        question: digest({"grader": one.encode(), "submission": submission.encode()})
        for question, one in digests.items()
    }


def holding(grade: Grade, rubric: Rubric, now: Mapping[str, str]) -> set[str]:
    """Return the questions whose results hold: whole, no fault of ours, and `now` as then."""
    results = {result.check: result for result in grade.results}
    return {
        question.id
        for question in rubric.questions
        if all(check in results and results[check].status != "fault" for check in question.checks)
        if question.id in now and grade.fingerprints.get(question.id) == now[question.id]
    }


def _measuring(package: Path) -> Iterator[Path]:
    """Yield the files of the code that measures, in an order that is always the same."""
    left_out = {package / name for name in NOT_MEASURING}
    left_out |= {path for one in HINT_FILES for path in package.glob(one)}
    yield from sorted({path for one in MEASURING for path in package.glob(one)} - left_out)


@cache  # every grader of a process has the same checks
def _without_titles(source: bytes) -> bytes:
    """Return checks without comments and docstrings, whose first lines are titles on a report."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef) and ast.get_docstring(node) is not None:
            del node.body[0]
    return ast.dump(tree).encode()


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode()
