"""What the tests of the release share: a rubric of their own, and the lines nobody may read."""

import re

from autograder.release.assignment import BEGIN, END
from autograder.rubric.rubric import Check, Exam, Limits, Question, Rubric, Training

from . import SOLUTION


def make_rubric(points: float = 12.5, threshold: float = 0.85) -> Rubric:
    """Seven questions of one check each, and an exam for either dataset."""
    questions = []
    for number in range(1, 8):
        id, extra = f"q{number}", number == 7
        checks = (Check(id, "test_it", "It works", "public", points, "visible", id, extra),)
        questions.append(Question(id=id, title=id, extra=extra, checks=checks))
    training = Training(epochs=1, batch_size=32, learning_rate=1e-3, threshold=threshold)
    exam = Exam(
        measured="never", training_images=1, hidden_images=1, q2=training, q4=training, q6=training
    )
    limits = Limits.model_construct()
    exams = {"sample": exam, "mnist": exam}
    return Rubric(title="Digits", questions=tuple(questions), limits=limits, exams=exams)


RUBRIC = make_rubric()


def solution_lines(longer_than: int = 0) -> set[str]:
    """Every line of every solution, with and without the comment after it."""
    lines = set()
    for path in (SOLUTION / "digits").glob("*.py"):
        for body in re.findall(f"{BEGIN}\n(.*?){END}", path.read_text(encoding="utf-8"), re.DOTALL):
            code = [line.strip() for line in body.split("\n")]
            code = [line for line in code if line and not line.startswith("#")]
            lines |= {*code, *(without_comment(line) for line in code)}
    return {line for line in lines if len(line) > longer_than}


def without_comment(line: str) -> str:
    return re.sub(r"\s+#.*", "", line).strip()
