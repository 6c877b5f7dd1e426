"""What Otter's autograder has and a student's folder has not: the grader's own stand-ins, the exam.

Otter runs it inside the student's process, so none of it is a secret there.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import torch

from ..checking.graded_submission import GradedSubmission
from ..checking.hints.graded import GRADED
from ..datasets.embedded import load_sample
from ..datasets.idx import Data, Digits
from ..grading.exam import Exam, ExamRun, make_exam
from ..grading.secret import Secret
from ..grading.standins import sources
from ..probing.experiment_data import helpers
from ..probing.graded import GradedProbes
from ..probing.loader import run_standins
from ..probing.nested_calls import NestedCalls
from ..probing.questions import QUESTIONS
from ..rubric.grading_file import ExamEntry

HERE = Path(__file__).resolve().parents[1]

SUBMISSION = GradedSubmission  # what the runner gives checks
WORDS = GRADED  # of their hints

torch.set_num_threads(1)  # as in the grader's own sandbox


class PROBES(GradedProbes):
    """The probes whose stand-ins ask this process."""

    def __init__(self, find: Callable[[str], Any]) -> None:
        super().__init__(find, _ask())


@cache
def standins(question: str) -> dict[str, Any]:
    """Return the grader's own functions and classes for a question, by name."""
    return run_standins(sources(question), helpers(_ask()))


@cache
def _ask() -> NestedCalls:
    return NestedCalls()


def exam_run(question: str, env: dict[str, Any], submission: GradedSubmission) -> ExamRun:
    """Return the exam run of a question, which its checks share while what they check stays."""
    answer = tuple(id(env.get(name)) for name in QUESTIONS[question])
    return _exam_runs().setdefault((question, answer), ExamRun(_exam(), question, submission))


@cache
def _exam_runs() -> dict[Any, ExamRun]:
    return {}


def seed() -> int:
    """Return the seed of all that is random in grading."""
    return int(_exam_file()["seed"])


@cache
def _exam() -> Exam:
    sample = load_sample(HERE.parent / "digits8x8.npz")
    training = Digits(sample.training_images, sample.training_labels)
    test = Digits(sample.test_images, sample.test_labels)
    data = Data("sample", training, test)
    return make_exam(data, ExamEntry.model_validate(_exam_file()["entry"]), Secret(b"no secret"))


@cache
def _exam_file() -> dict[str, Any]:
    fields: dict[str, Any] = json.loads((HERE / "exam.json").read_text("utf-8"))
    return fields
