"""A Dask cluster that talks by TLS, by the recipe of docs/scale.md, and what is said without it."""

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from autograder.classroom.pool import SubmissionTask
from autograder.cli.commands import main
from autograder.datasets.catalogue import load
from autograder.grading.setup import GradingSetup, Options
from autograder.report.drawn import draw_ahead
from autograder.sandbox.isolation import for_workers
from support import ROOT, SEED
from support.clusters import Cluster

pytestmark = pytest.mark.slow


def recipe(folder: Path) -> Path:
    """Follow docs/scale.md in a folder: make a certificate; return the folder of the settings."""
    text = (ROOT / "docs" / "scale.md").read_text("utf-8")
    [command] = re.findall(r"openssl req .*", text)
    [settings] = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    subprocess.run(shlex.split(command), cwd=folder, check=True, capture_output=True)
    (folder / "config").mkdir()
    settings = settings.replace("/etc/graders/", f"{folder}/")
    (folder / "config" / "tls.yaml").write_text(settings, "utf-8")
    return folder / "config"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("distributed", reason="Dask is not installed")
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl here")
    return recipe(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def cluster(config: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    options = ("--protocol", "tls")
    running = Cluster(tmp_path_factory.mktemp("cluster"), *options, DASK_CONFIG=str(config))
    try:
        with configured(config):
            running.address()
        yield running
    finally:
        running.close()


def configured(folder: Path) -> Any:
    """Use the configuration in a folder, as if Dask had read it when it was imported."""
    dask = pytest.importorskip("dask.config", reason="Dask is not installed")
    return dask.set(dask.merge(dask.config, dask.collect([str(folder)], env={})))


def address(cluster: Cluster) -> str:
    found: str = json.loads(cluster.file.read_text("utf-8"))["address"]
    return found


def test_a_class_is_graded_and_its_pictures_are_drawn_on_a_cluster_with_tls(
    cluster: Cluster, config: Path, submit: Callable[..., Path], rubric: Any
) -> None:
    from autograder.classroom.cluster import (  # noqa: PLC0415 - Dask is an extra
        connect,
        grade_on_cluster,
    )

    setup = GradingSetup(rubric.only("q4"), load("sample"), for_workers("auto"), SEED)
    options = Options(questions=setup.rubric.questions)
    tasks = [SubmissionTask(submit(name), name, options, draw_ahead) for name in ("ada", "bob")]
    with configured(config), connect(address(cluster)) as client:
        assert client.scheduler.address.startswith("tls://")
        grades = list(grade_on_cluster(client, setup, tasks, lambda *_: None))
    assert {grade.name: grade.total for grade in grades} == dict.fromkeys(
        ("ada", "bob"), setup.rubric.points
    )
    assert all("<svg" in grade.drawings["q4 costs"] for grade in grades)


def test_the_command_grades_on_a_cluster_with_tls(
    cluster: Cluster, config: Path, submit: Callable[..., Path], tmp_path: Path
) -> None:
    options = ["--cluster", address(cluster), "--only", "q3", "--out", str(tmp_path / "out")]
    with configured(config):
        result = CliRunner().invoke(main, ["grade", str(submit("ada")), *options])
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "out" / "ada.json").read_text())["score"] == 10


def test_whoever_has_no_certificate_is_told_where_to_name_one(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.classroom.cluster import ClusterError, connect  # noqa: PLC0415

    with pytest.raises(ClusterError) as caught:
        connect(address(cluster))
    assert str(caught.value) == (
        f"{address(cluster)} needs certificates, and distributed.comm.tls in Dask's configuration"
        " names none; docs/scale.md says how."
    )


def test_whoever_forgets_tls_is_told_that_the_scheduler_wants_it(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.classroom import cluster as module  # noqa: PLC0415 - Dask is an extra

    monkeypatch.setattr(module, "CONNECT_SECONDS", 3)
    plain = address(cluster).replace("tls://", "tcp://")
    with pytest.raises(module.ClusterError) as caught:
        module.connect(plain)
    assert str(caught.value) == (
        f"the scheduler at {plain} wants TLS: write tls:// in its address, and name your"
        " certificates as docs/scale.md says."
    )


def test_certificates_of_others_open_nothing(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.classroom import cluster as module  # noqa: PLC0415 - Dask is an extra

    monkeypatch.setattr(module, "CONNECT_SECONDS", 3)
    with configured(recipe(tmp_path)), pytest.raises(module.ClusterError, match="no scheduler at"):
        module.connect(address(cluster))
    (tmp_path / "key.pem").unlink()
    with configured(tmp_path / "config"), pytest.raises(module.ClusterError) as caught:
        module.connect(address(cluster))
    assert str(caught.value).startswith(f"the certificates for {address(cluster)} cannot be read: ")
