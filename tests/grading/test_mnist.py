"""The main job on real input: MNIST, fetched from a mirror, and the reference graded on it."""

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from autograder.datasets.catalogue import fetch, load
from autograder.grading.grader import Grader
from autograder.grading.setup import GradingSetup
from autograder.sandbox.isolation import choose
from support import SOLUTION
from support.rubrics import project_rubric

ARCHIVES = os.environ.get("AUTOGRADER_MNIST", "")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not Path(ARCHIVES, "train-images-idx3-ubyte.gz").is_file(),
        reason="AUTOGRADER_MNIST does not name a folder with MNIST's four archives",
    ),
]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and logs nothing."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def mirror() -> Iterator[str]:
    """The address of a mirror of MNIST on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=ARCHIVES))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_the_reference_gets_every_point_on_mnist(
    mirror: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    fetch(tmp_path, [mirror], report=lambda text: None)
    data = load("mnist", tmp_path)
    assert (len(data.training), len(data.test)) == (60_000, 10_000)
    rubric = project_rubric()
    with Grader(GradingSetup(rubric, data, choose("auto"), seed=1)) as grader:
        grade = grader.grade(SOLUTION, "solution")
    assert [(result.check.number, result.hint) for result in grade.failed] == []
    assert (grade.score, grade.extra, grade.fault) == (
        rubric.points,
        sum(question.points for question in rubric.questions if question.extra),
        False,
    )
