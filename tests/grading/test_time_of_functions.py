"""The time of a question is shared by its functions: one that hangs costs its own checks only."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from autograder.grading.question_run import QuestionRun, function_of
from autograder.grading.secret import Secret
from autograder.grading.setup import Options
from autograder.probing.graded import GradedProbes
from autograder.probing.student_error import Cause, StudentError
from autograder.results.grade import Grade
from autograder.rubric.rubric import Rubric
from autograder.sandbox.guest import TimeLimit

HANGS = "\n    import time\n    while True: time.sleep(0.1)\n"


class SlowGuest:
    """Takes so many seconds for each function, by a clock of its own, within a call's limit."""

    place = Path("/guest")
    own_seconds = 0.0

    def __init__(self, clock: list[float], takes: dict[str, float]) -> None:
        self.clock, self.takes = clock, takes
        self.alive = True

    def call(self, probe: str, *_: Any) -> str:
        """Take as long as this function does; end the guest where the limit comes first."""
        limit = cast(TimeLimit | None, _[-1])
        self.clock[0] += self.takes[probe]
        if limit is not None and self.clock[0] > limit.deadline:
            self.clock[0] = limit.deadline
            self.alive = False
            raise StudentError(limit.over, cause=Cause.TIME)
        return probe

    def close(self) -> None:
        """End it."""
        self.alive = False


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which stands still until a call takes some."""
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    return now


def question_run(question: str, clock: list[float], takes: dict[str, float]) -> QuestionRun:
    """A question of 90 seconds, with guests that are slow."""
    sandbox = SimpleNamespace(
        server=SimpleNamespace(wait_until_ready=lambda: None),
        open=lambda *_: SlowGuest(clock, takes),
    )
    inputs = SimpleNamespace(probe_seed=lambda number: number)
    drawn = SimpleNamespace(public=inputs, secret=Secret(bytes(32)))
    return QuestionRun(cast(Any, sandbox), cast(Any, None), question, {}, cast(Any, drawn), 90)


def over(run: QuestionRun, probe: str) -> str:
    """The hint for a call that takes too long."""
    with pytest.raises(StudentError) as caught:
        run._call(probe, {})
    assert caught.value.cause is Cause.TIME
    return caught.value.hint


def test_a_function_that_hangs_has_its_part_and_leaves_the_others_theirs(
    clock: list[float],
) -> None:
    with closing(question_run("q4", clock, {"train": 1000, "training_epoch": 20})) as run:
        said = over(run, "train")
        assert said.startswith("The 45 s that `train` may take, in all its checks together, are")
        assert clock == [145]
        assert over(run, "train") == said and clock == [145]  # at once
        assert [run._call("training_epoch", {}) for _ in range(2)] == ["training_epoch"] * 2
        assert over(run, "training_epoch").startswith("The 45 s that `training_epoch` may take")
        assert clock == [190]  # all that the question may take


def test_a_part_is_for_all_calls_of_a_function_by_whatever_probe(clock: list[float]) -> None:
    takes = {"shuffled_loader": 30, "make_loader": 10, "load_mnist": 44}
    with closing(question_run("q1", clock, takes)) as run:
        assert run._call("shuffled_loader", {}) and run._call("make_loader", {})
        assert "`make_loader` may take" in over(run, "make_loader")
        assert run._call("load_mnist", {})


def test_time_that_is_given_back_is_given_back_to_the_function(clock: list[float]) -> None:
    with closing(question_run("q5", clock, {"accuracy": 20, "chance_cost": 30})) as run:
        mark = run.mark()
        assert run._call("accuracy", {})
        run.go_back(mark)
        assert run._call("accuracy", {})
        assert "The 30 s that `accuracy` may take" in over(run, "accuracy")


def test_the_only_function_of_a_question_has_all_its_time(clock: list[float]) -> None:
    with closing(question_run("q3", clock, {"cost_function": 80})) as run:
        assert run._call("cost_function", {})


def test_it_is_known_of_every_probe_whose_time_it_takes() -> None:
    shared = {"gradients", "graph", "recordings"}  # of q2's and q6's only function
    named = {"build", "defaults", "device_use"}  # their arguments say it
    known = {probe: function_of(probe, {}) for probe in GradedProbes.DOING.keys() - shared - named}
    assert {probe for probe, name in known.items() if not name} == {"experiments"}  # q7's only one
    assert known["downloads"] == "load_mnist" and known["call accuracy"] == "accuracy"
    assert function_of("device_use", {"name": "train"}) == "train"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "file", "name", "failed"),
    [
        (
            *("q4", "training", "train"),
            {"test_train", "test_data", "test_options", "test_device", "test_first_epochs"}
            | {"test_learns"},
        ),
        (
            *("q5", "evaluation", "accuracy"),
            {"test_known_accuracy", "test_mode", "test_no_gradients", "test_device"}
            | {"test_whole_dataset"},
        ),
    ],
)
def test_a_loop_without_end_costs_the_checks_of_its_function(
    grader: Any,
    rubric: Rubric,
    submit: Callable[..., Path],
    question: str,
    file: str,
    name: str,
    failed: set[str],
) -> None:
    path = submit()
    code = path / "digits" / f"{file}.py"
    before, definition, rest = code.read_text("utf-8").partition(f"def {name}(")
    signature, docstring, body = rest.partition('"""\n    # BEGIN SOLUTION')
    assert docstring
    code.write_text(f'{before}{definition}{signature}"""{HANGS}{body}', "utf-8")
    asked = tuple(one for one in rubric.questions if one.id == question)
    options = Options(questions=asked, seconds=lambda _: 24.0)
    grade: Grade = grader.grade(path, "hangs", options)
    assert {one.check.name for one in grade.failed} == failed
    assert all(f"`{name}` may take" in one.hint for one in grade.failed)
