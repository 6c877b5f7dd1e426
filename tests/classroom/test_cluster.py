"""A Dask cluster of separate processes: grades as on one machine, also when a worker dies."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from click.testing import CliRunner

from autograder.classroom.pool import SubmissionTask
from autograder.cli.commands import main
from autograder.datasets.catalogue import load
from autograder.grading.setup import GradingSetup
from autograder.sandbox.isolation import for_workers
from support import SEED, SOLUTION
from support.clusters import Cluster

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    pytest.importorskip("distributed", reason="Dask is not installed")
    running = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        yield running
    finally:
        running.close()


def write_class(submit: Callable[..., Path], tmp_path: Path) -> list[Any]:
    """Tasks: correct and wrong submissions, and one that cannot be read."""

    source = (SOLUTION / "digits" / "evaluation.py").read_text()
    paths = [submit(f"right-{number}") for number in range(4)]
    wrong = source + "\n\ndef chance_cost(num_classes=10):\n    return 0.0\n"
    paths += [submit(f"wrong-{number}", evaluation=wrong) for number in range(2)]
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK no archive")
    return [SubmissionTask(path, path.stem) for path in [*paths, broken]]


def message(grade: Any) -> list[tuple[str, str, str]]:
    """What the checks of q5 said; here pytest adds the asserted expression to a hint."""
    assert {result.check.question for result in grade.results} == {"q5"}
    return [(r.check.name, r.status, r.hint.split(" assert ")[0]) for r in grade.results]


def test_a_cluster_gives_the_same_grades_even_when_a_worker_is_killed(
    cluster: Cluster, submit: Callable[..., Path], tmp_path: Path, rubric: Any, grader: Any
) -> None:
    from autograder.classroom.cluster import (  # noqa: PLC0415 - Dask is an extra
        connect,
        grade_on_cluster,
    )

    tasks = write_class(submit, tmp_path)
    setup = GradingSetup(rubric.only("q5"), load("sample"), for_workers("auto"), SEED)
    questions = setup.rubric.questions
    heard: set[tuple[str, str]] = set()
    grades = {}
    with connect(cluster.address()) as client:
        coming = grade_on_cluster(client, setup, tasks, lambda *message: heard.add(message))
        for grade in coming:
            grades[grade.name] = grade
            if len(grades) == 1:
                cluster.workers[0].kill()
    assert grades.keys() == {task.name for task in tasks}
    assert ("right-0", "q5") in heard
    for task in tasks:
        alone = grader.grade(task.path, task.name, replace(task.options, questions=questions))
        assert message(grades[task.name]) == message(alone)
        assert not grades[task.name].fault
    assert (grades["right-0"].total, grades["broken"].total) == (setup.rubric.points, 0)
    assert grades["wrong-0"].total < setup.rubric.points


def test_a_worker_leaves_no_process_of_its_grader(rubric: Any) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    from autograder.classroom import cluster  # noqa: PLC0415 - Dask is an extra

    setup = GradingSetup(rubric.only("q2"), load("sample"), for_workers("auto"), SEED)
    before = psutil.Process().children()
    cluster.PLACE.grader, cluster.PLACE.job = cluster.Job("a", setup).make_grader(), "a"
    cluster._close_grader("a")
    assert {*psutil.Process().children()} <= {*before}


def test_the_command_grades_on_a_cluster(
    cluster: Cluster, submit: Callable[..., Path], tmp_path: Path
) -> None:
    options = ["--cluster", cluster.address(), "--only", "q3", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, ["grade", str(submit("ada")), *options])
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "out" / "ada.json").read_text())["score"] == 10


def test_a_scheduler_that_is_not_there_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    from autograder.classroom import cluster  # noqa: PLC0415 - Dask is an extra

    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with pytest.raises(cluster.ClusterError, match=r"no scheduler at tcp://127\.0\.0\.1:9"):
        cluster.connect("tcp://127.0.0.1:9")
