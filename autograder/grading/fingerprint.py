"""What the result of a question depends on, as a digest for each question.

A result holds as long as its digest is the same. All goes into it that changes what is measured:
the question's checks, stand-ins, exam and limits, the data, the code that measures, and the
submission's files, or its bytes where it cannot be read. Points, titles, who sees a check, pages
and commands change nothing that is measured, so they are left out; so is the seed.
"""

import ast
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TypeVar

from ..datasets.idx import Data
from ..project import DIGITS, PACKAGE
from ..results.grade import Grade
from ..results.picture_data import PictureData
from ..rubric.rubric import GROUPS, Rubric
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
NOT_MEASURING = ("grading/collect_pictures.py", "grading/fingerprint.py")


Value = TypeVar("Value")


def grader_digests(rubric: Rubric, data: Data, package: Path = PACKAGE) -> dict[str, str]:
    """Return a digest, by question, of all that results depend on beside the submission.

    `package` is the folder of the grader's code.
    """
    images = {part: getattr(data, part).images.numpy().tobytes() for part in ("training", "test")}
    labels = {part: getattr(data, part).labels.numpy().tobytes() for part in ("training", "test")}
    code = {one.relative_to(package).as_posix(): one.read_bytes() for one in _measuring(package)}
    shared = _digest(
        code,
        images,
        labels,
        {"embedded": DIGITS.read_bytes(), "limits": _json(rubric.limits.model_dump())},
    )
    _, entry = rubric.exam_for(data.name)
    exam = entry.model_dump()
    digests = {}
    for question in rubric.questions:
        keys = ("training_images", "hidden_images", question.id) if question.id in exam else ()
        checks = [package / "checks" / group / f"test_{question.id}.py" for group in GROUPS]
        digests[question.id] = _digest(
            {"shared": shared.encode(), "exam": _json({key: exam[key] for key in keys})},
            {name: text.encode() for name, text in sources(question.id).items()},
            {one.parent.name: _without_titles(one.read_bytes()) for one in checks if one.exists()},
        )
    return digests


def fingerprints(digests: Mapping[str, str], files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the digest, by question, of the grader's `digests` and a submission's files."""
    submission = _digest(files).encode()
    return {
        question: _digest({"grader": digest.encode(), "submission": submission})
        for question, digest in digests.items()
    }


def unread_fingerprint(path: Path) -> str:
    """Return the digest of all that results depend on of a submission that cannot be read: its
    bytes, and the code that reads. It is empty where the bytes cannot be had, either.
    """
    code = sorted((PACKAGE / "intake").rglob("*.py"))
    digest = sha256(_digest({one.name: one.read_bytes() for one in code}).encode())
    try:
        for one in [path, *sorted(path.rglob("*"))] if path.is_dir() else [path]:
            digest.update(f"{one.relative_to(path.parent)!r} ".encode())
            if one.is_symlink():
                digest.update(f"link {os.readlink(one)!r}".encode())
            elif one.is_file():
                with one.open("rb") as file:
                    digest.update(file_digest(file, "sha256").digest())
    except (OSError, RecursionError):
        return ""
    return digest.hexdigest()


def holding(grade: Grade, rubric: Rubric, now: Mapping[str, str]) -> set[str]:
    """Return the questions whose results hold: whole, no fault of ours, and `now` as then."""
    results = {result.check: result for result in grade.results}
    return {
        question.id
        for question in rubric.questions
        if all(check in results and results[check].status != "fault" for check in question.checks)
        if question.id in now and grade.fingerprints.get(question.id) == now[question.id]
    }


def merge(old: Grade, new: Grade, rubric: Rubric) -> Grade:
    """Put `new`, a few questions graded again, in place of what `old` says about them.

    Times, and how it was graded, are those of `new`.
    """
    again = {result.check.question for result in new.results}
    results = {one.check: one for grade in (old, new) for one in grade.results}
    earlier = {one.check.number for one in old.results if one.check.question not in again}
    return replace(
        new,
        results=tuple(results[check] for check in rubric.checks if check in results),
        questions=rubric.questions,
        accuracies=_merged(old.accuracies, new.accuracies, again),
        retries=(*(one for one in old.retries if one in earlier), *new.retries),
        fingerprints=_merged(old.fingerprints, new.fingerprints, again),
        picture_data=PictureData(
            source=new.picture_data.source or old.picture_data.source,
            networks=_merged(old.picture_data.networks, new.picture_data.networks, again),
            costs=_merged(old.picture_data.costs, new.picture_data.costs, again),
            troubled=(old.picture_data.troubled - again) | new.picture_data.troubled,
        ),
    )


def _merged(
    old: Mapping[str, Value], new: Mapping[str, Value], again: set[str]
) -> dict[str, Value]:
    """Return what `old` says of other questions and `new` of those graded `again`."""
    others = {question: value for question, value in old.items() if question not in again}
    return others | {question: value for question, value in new.items() if question in again}


def _measuring(package: Path) -> Iterator[Path]:
    """Yield the files of the code that measures, in an order that is always the same."""
    left_out = {package / name for name in NOT_MEASURING}
    yield from sorted({path for one in MEASURING for path in package.glob(one)} - left_out)


def _without_titles(source: bytes) -> bytes:
    """Return checks without comments and docstrings, whose first lines are titles on a report."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef) and ast.get_docstring(node) is not None:
            del node.body[0]
    return ast.dump(tree).encode()


def _digest(*parts: Mapping[str, bytes]) -> str:
    """Return the digest of contents by name, with lengths, so that they never run together."""
    digest = sha256()
    for part in parts:
        digest.update(f"{len(part)} ".encode())
        for name, content in sorted(part.items()):
            title = f"{len(name)} {len(content)} {name}"
            digest.update(title.encode("utf-8", "surrogatepass"))
            digest.update(content)
    return digest.hexdigest()


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode()
