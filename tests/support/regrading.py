"""A class that a fake grader grades in no time, and all that may change about it.

What a check says depends on the submission's text, the version of the question's checks and the
seed, so a grade that was made again under the same conditions is the same, and no other.
"""

import json
import os
import re
import signal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from autograder import files
from autograder.classroom import plan, publish, resume, run
from autograder.classroom.pool import SubmissionTask
from autograder.classroom.run import ClassOptions, ClassRun, Watcher, grade_class
from autograder.grading.fingerprint import fingerprints
from autograder.grading.setup import GradingSetup
from autograder.intake.submissions import read_submission
from autograder.probing.student_error import Cause
from autograder.results import history
from autograder.results.changes import Change
from autograder.results.grade import CheckResult, Grade
from autograder.results.history import HISTORY
from autograder.rubric.rubric import Check
from support import ROOT

QUESTIONS = [f"q{number}" for number in range(1, 8)]


class Asked(Watcher):
    """Answers whether grades may change, and remembers what was proposed."""

    def __init__(self, answer: bool) -> None:
        self.answer = answer
        self.asked = False
        self.changes: tuple[Change, ...] = ()

    def propose(self, proposal: Any) -> None:
        """Remember the changes."""
        self.changes = proposal.changes

    def agrees(self) -> bool:
        """Answer, and remember that it was asked."""
        self.asked = True
        return self.answer


@dataclass
class World:
    """A folder of submissions, its results, and a copy of grading.yml; `versions` are of checks.

    `graded` lists every question that was graded: submission, question, seed.
    """

    root: Path
    versions: dict[str, int] = field(default_factory=lambda: dict.fromkeys(QUESTIONS, 1))
    graded: list[tuple[str, str, int]] = field(default_factory=list)
    backwards: bool = False
    faults: set[str] = field(default_factory=set)
    asked: Asked = field(default_factory=lambda: Asked(False))

    @property
    def out(self) -> Path:
        """The folder for results."""
        return self.root / "results"

    @property
    def grading_file(self) -> Path:
        """The copy of grading.yml."""
        return self.root / "grading.yml"

    def submit(self, name: str, text: str = "x = 1\n") -> None:
        """Hand something in, or something else than before."""
        folder = self.root / "class" / name / "digits"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "data.py").write_text(text)

    def edit(self, before: str, after: str) -> None:
        """Change grading.yml."""
        text = self.grading_file.read_text("utf-8")
        assert text.count(before) == 1
        self.grading_file.write_text(text.replace(before, after), "utf-8")

    def swap_points(self, question: str) -> None:
        """Change the points of a question's first two hidden checks, but not their sum; of one that
        has a single one, those of its last two checks.
        """
        text = self.grading_file.read_text("utf-8")
        begin = text.index(f"  {question}:\n")
        end = re.compile(r"^(  )?\w+:", re.MULTILINE).search(text, begin + 3)
        assert end is not None
        start = text.index("hidden", begin)
        found = list(re.finditer(r"test_\w+: (\d+)", text[start : end.start()]))
        if len(found) < 2:
            start = begin
            found = list(re.finditer(r"test_\w+: (\d+)", text[start : end.start()]))[-2:]
        first, second = found[:2]
        one, two = int(first[1]) + 1, int(second[1]) - 1
        if two < 0:
            one, two = int(first[1]) - 1, int(second[1]) + 1
        changed = text[: start + second.start(1)] + str(two) + text[start + second.end(1) :]
        self.grading_file.write_text(
            changed[: start + first.start(1)] + str(one) + changed[start + first.end(1) :], "utf-8"
        )

    def grade(self, answer: bool = False, **options: Any) -> ClassRun:
        """Grade the class, and answer a question about changes."""
        self.asked = Asked(answer)
        self.graded.clear()
        return grade_class(
            [self.root / "class"],
            self.out,
            ClassOptions(isolation="process", **options),
            self.asked,
        )

    def grade_and_die(self, writes: int, **options: Any) -> bool:
        """Grade in a process that is killed before its nth file is written; say whether it was."""
        child = os.fork()
        if child == 0:
            try:
                die_before(writes)
                self.grade(True, **options)
            finally:
                os._exit(0)
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])

    def scores(self) -> dict[str, float]:
        """The scores that stand in the results' files."""

        files = self.out.glob("[!.]*.json")
        read = {file.stem: json.loads(file.read_text()) for file in files}
        return {name: one["score"] for name, one in read.items() if "score" in one}

    def history(self) -> list[dict[str, Any]]:
        """The lines of the history."""

        return [json.loads(line) for line in (self.out / HISTORY).read_text().splitlines()]

    # What takes the place of the grader

    def grader_digests(self, rubric: Any, data: Any) -> dict[str, str]:
        """Return a digest by question: that of its version and its threshold."""
        exam = rubric.exam_for("sample", 1437, 360)
        exams = exam.model_dump()
        return {one.id: f"{self.versions[one.id]} {exams.get(one.id)}" for one in rubric.questions}

    def grade_here(
        self, setup: GradingSetup, tasks: Sequence[SubmissionTask], jobs: Any, progress: Any
    ) -> Iterator[Grade]:
        """Grade without a sandbox."""
        for task in reversed(tasks) if self.backwards else tasks:
            yield self._grade(setup.for_submission(task.options), task)

    def _grade(self, setup: GradingSetup, task: SubmissionTask) -> Grade:
        files = read_submission(task.path, task.name).files
        digests = self.grader_digests(setup.rubric, None)
        self.graded += [(task.name, one.id, setup.seed) for one in setup.rubric.questions]
        results = [self._check(check, files, digests, setup.seed) for check in setup.rubric.checks]
        if task.name in self.faults:
            results[0] = CheckResult(results[0].check, "fault", "of ours")
        return setup.grade(task.name, results, fingerprints=fingerprints(digests, files))

    def _check(
        self, check: Check, files: Mapping[str, bytes], digests: Mapping[str, str], seed: int
    ) -> CheckResult:
        text = f"{check.question} {check.name} {digests[check.question]} {sorted(files.items())}"
        if sha256(f"{text} {seed}".encode()).digest()[0] < 128:
            return CheckResult(check, "passed")
        return CheckResult(check, "failed", "Look again.", "", Cause.WRONG_ANSWER)


def die_before(writes: int) -> None:
    """Have this process killed before its nth file, or line of the history, is written."""

    left = [writes]

    def count() -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    replace, add = Path.replace, history.History.add

    def counted_replace(self: Path, target: Path) -> Path:
        count()
        return replace(self, target)

    def counted_add(self: Any, *arguments: Any) -> None:
        count()
        add(self, *arguments)

    assert files.write_whole.__module__ == "autograder.files"
    Path.replace = counted_replace  # type: ignore[method-assign, assignment]
    history.History.add = counted_add  # type: ignore[method-assign]


def make_world(root: Path, patch: pytest.MonkeyPatch) -> World:
    """Put the fake grader in place, for a class that nobody has handed in to."""
    world = World(root)
    text = (ROOT / "grading.yml").read_text("utf-8")
    world.grading_file.write_text(text, "utf-8")
    patch.setattr(plan, "GRADING_FILE", world.grading_file)
    patch.setattr(resume, "grader_digests", world.grader_digests)
    patch.setattr(run, "grade_here", world.grade_here)
    assert publish.commit  # what is tested is real
    return world


def questions(world: World, name: str = "ada") -> list[str]:
    """The questions of a submission that were graded last."""
    return [question for who, question, _ in world.graded if who == name]


def decide(world: World, *lines: str) -> None:
    """Write decisions: student, question, kind and value, as they stand in the file."""
    rows = [f"{line},why,me,today" for line in lines]
    header = "student,question,kind,value,reason,who,when"
    (world.out / "decisions.csv").write_text("\n".join([header, *rows]) + "\n")
