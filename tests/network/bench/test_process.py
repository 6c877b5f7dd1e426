"""The bench in its own process: same numbers, limits that hold, and a grader that goes on."""

import ast
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import torch
from torch import Tensor, nn

from autograder.inside import landlock, seccomp
from autograder.network.bench import process, zygote
from autograder.network.bench.client import Bench
from autograder.network.bench.process import (
    BenchError,
    Benches,
    BenchLimits,
    BenchProcess,
)
from autograder.network.graph import GraphError
from autograder.probing.student_error import Cause
from autograder.probing.tracing import trace
from support.styles import dense

Make = Callable[..., Bench]
IMAGES, LABELS = torch.rand(48, 1, 28, 28), torch.arange(48) % 10


@pytest.fixture(scope="module")
def benches() -> Iterator[Benches]:
    benches = Benches()
    yield benches
    benches.close()


def limits(seconds: float = 60, memory_mb: int = 500) -> Callable[[], BenchLimits]:
    deadline = time.monotonic() + seconds
    return lambda: BenchLimits(deadline, seconds, memory_mb)


@pytest.fixture
def bench(benches: Benches) -> Iterator[Make]:
    opened: list[BenchProcess] = []

    def make(seconds: float = 60, memory_mb: int = 500) -> Bench:
        opened.append(BenchProcess(benches, limits(seconds, memory_mb)))
        return Bench(opened[-1])

    yield make
    for one in opened:
        one.close()


def recording() -> dict[str, Any]:
    torch.manual_seed(0)
    network = dense(nn.ReLU(), nn.Dropout(0.2))
    training = [trace(network.train(), torch.rand(16, 1, 28, 28))]
    return {"training": training, "evaluation": trace(network.eval(), torch.rand(40, 1, 28, 28))}


def trained(bench: Bench) -> Tensor:
    plain = recording()
    bench.begin(plain, (IMAGES, LABELS), 0.004, seed=3)
    for _ in range(2):
        bench.epoch()
    output = bench.output(IMAGES)
    assert torch.equal(bench.trained(bench.graph(plain["evaluation"])).run(IMAGES), output)
    return output


def test_a_bench_in_its_process_trains_as_one_in_this(bench: Make) -> None:
    assert torch.equal(trained(bench()), trained(Bench()))
    assert bench().graph(recording()["evaluation"]).run(IMAGES).shape == (48, 10)


def test_gradients_are_those_of_the_module(bench: Make) -> None:
    network = dense(nn.ReLU()).eval()
    plain = trace(network, IMAGES)
    nn.functional.nll_loss(network(IMAGES), LABELS).backward()
    for gradients in bench().gradients(plain, IMAGES, LABELS):
        assert {*gradients} == {name for name, _ in network.named_parameters()}
        for name, parameter in network.named_parameters():
            assert torch.allclose(gradients[name], parameter.grad, atol=1e-6)


def node(operator: str, *arguments: Any, output: int = 1000, **options: Any) -> dict[str, Any]:
    return {
        "operator": f"aten.{operator}",
        "arguments": [*arguments],
        "options": options,
        "outputs": [output],
    }


def heavy() -> dict[str, Any]:
    """A graph of many operators, each as large as is admitted: ten seconds and more."""
    nodes = [node("mul.Tensor", {"value": 0}, 1.0, output=1)]
    nodes += [
        node("atan2.default", {"value": n}, {"value": n}, output=n + 1) for n in range(1, 900)
    ]
    return {
        "mode": "evaluation",
        "batch": 40,
        "constants": [],
        "nodes": nodes,
        "output": 900,
        "written": {},
    }


def test_a_graph_that_takes_too_long_costs_the_check_and_the_next_bench_goes_on(
    bench: Make,
) -> None:
    images = torch.rand(40_000, 1, 28, 28, dtype=torch.float32)
    with pytest.raises(GraphError, match=r"1\.5 s that a question may take") as caught:
        bench(seconds=1.5).graph(heavy()).run(images)
    assert caught.value.cause == Cause.TIME
    assert bench().graph(recording()["evaluation"]).run(IMAGES).shape == (48, 10)


def test_a_graph_that_takes_too_much_memory_is_told_so(bench: Make) -> None:
    nodes = [
        node("zeros.default", [15_000_000], output=n, dtype={"dtype": "float64"})
        for n in range(1, 7)
    ]
    nodes.append(node("flatten.using_ints", {"value": 0}, 1, output=100))
    plain = heavy() | {"nodes": nodes, "output": 100}
    with pytest.raises(GraphError, match="more memory") as caught:
        bench(memory_mb=300).graph(plain).run(IMAGES)
    assert caught.value.cause == Cause.MEMORY
    assert bench(memory_mb=1500).graph(plain).run(IMAGES).shape == (48, 784)


def test_a_bench_that_crashes_costs_the_check(bench: Make, benches: Benches) -> None:
    one = bench()
    graph = one.graph(recording()["evaluation"])
    graph.run(IMAGES)
    (child,) = children_of(benches.zygote.process.pid)
    os.kill(child, signal.SIGSEGV)
    with pytest.raises(GraphError, match="ended the process") as caught:
        graph.run(IMAGES)
    assert caught.value.cause == Cause.CRASH
    assert graph.run(IMAGES).shape == (48, 10)


def children_of(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(one) for one in file.read().split()]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can")
def test_a_bench_has_no_rights_and_a_filter_of_system_calls(bench: Make, benches: Benches) -> None:
    assert bench().graph(recording()["evaluation"])
    assert benches.zygote is not None
    (child,) = psutil.Process(benches.zygote.process.pid).children()
    status = Path(f"/proc/{child.pid}/status").read_text().splitlines()
    found = dict(line.split(":\t", 1) for line in status if ":\t" in line)
    assert found["NoNewPrivs"] == "1" and int(found["CapEff"], 16) == 0
    assert found["Seccomp"] == ("0" if seccomp.missing() else "2")


@pytest.mark.skipif(landlock.version() == 0, reason="this kernel has no Landlock")
def test_a_bench_reaches_no_file_but_those_of_python(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")

    def reaches(path: Path, mode: str) -> bool:
        try:
            with open(path, mode):
                return True
        except PermissionError:
            return False

    child = os.fork()
    if child == 0:
        zygote.shut_in()
        other, own = tmp_path / "secret", Path(torch.__file__)
        wrong = [reaches(other, "rb"), reaches(other, "ab"), not reaches(own, "rb")]
        os._exit(any(wrong))
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


def test_a_bench_has_not_the_project_on_the_path_of_what_it_may_read() -> None:
    script = process.SCRIPT.replace("main()", "print(sys.path)")
    run = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, check=True)
    assert str(process.ROOT) not in ast.literal_eval(run.stdout.decode())


def test_a_zygote_that_ends_is_our_fault_and_is_replaced(bench: Make, benches: Benches) -> None:
    graph = bench().graph(recording()["evaluation"])
    graph.run(IMAGES)
    benches.zygote.process.kill()
    benches.zygote.process.wait()
    with pytest.raises(BenchError):
        graph.run(IMAGES)
    assert graph.run(IMAGES).shape == (48, 10)


def test_where_fork_is_unsafe_each_bench_is_started_anew() -> None:
    benches = Benches(fork=False)
    assert Bench(BenchProcess(benches, limits())).graph(recording()["evaluation"]).run(
        IMAGES
    ).shape == (48, 10)
    benches.close()


def test_a_zygote_imports_neither_the_checks_nor_data_and_runs_no_operator() -> None:
    script = (
        "import sys; import autograder.network.bench.zygote;"
        "ours = {n.split('.')[1] for n in sys.modules if n.startswith('autograder.')};"
        "print(sorted(ours), 'torch._dynamo' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['inside', 'network', 'probing'] False"
    assert process.ENVIRONMENT.keys() == {"PATH", "LANG", "OMP_NUM_THREADS"}
