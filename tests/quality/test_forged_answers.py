"""What attacks forge is still what the grader reads.

Else an answer is refused as unreadable before the attack has reached what it aims at, and it is
held for that only: a new field of an answer disarms attacks, and nobody sees it.
"""

import ast
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from autograder.checking.graded_submission import GradedSubmission
from autograder.network import admission
from autograder.network.graph import Graph, GraphError
from autograder.probing import probes
from support.attacks import ATTACKS

BELIEVED: dict[str, Callable[..., bool]] = {  # by the probe that is forged
    "device_use": lambda submission, *given: submission.device_trouble("train", *given) is None,
    "kept_graphs": lambda submission, *given: submission.kept_graphs(*given, 2) == 0,
}
TRACER = 'sys.modules["autograder.probing.probes"].trace = forge'
FORGED_GRAPHS = sorted(path for path in ATTACKS.glob("*.py") if TRACER in path.read_text("utf-8"))


def _forged_answers() -> Iterator[tuple[str, str, Any]]:
    """Each attack with a probe that it replaces by `lambda self, **options: ANSWER`."""
    for path in sorted(ATTACKS.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Assign(
                    [ast.Attribute(attr=probe)],
                    ast.Lambda(ast.arguments(args=[ast.arg("self")], kwarg=ast.arg()), answer),
                ):
                    yield path.stem, probe, ast.literal_eval(answer)


def test_a_forged_answer_is_believed() -> None:
    found = [*_forged_answers()]
    assert len(found) >= 9
    for attack, probe, answer in found:
        submission = GradedSubmission(lambda *_, answer=answer: answer)
        given = submission.known_network(), torch.zeros(4, 1, 28, 28), torch.zeros(4).long()
        assert BELIEVED[probe](submission, *given), attack


def test_there_are_forged_graphs() -> None:
    assert len(FORGED_GRAPHS) >= 17


@pytest.mark.parametrize("path", FORGED_GRAPHS, ids=lambda path: path.stem)
def test_a_forged_graph_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "trace", probes.trace)  # is put back
    monkeypatch.setattr(admission, "MAX_SECONDS", 0.5)  # what comes later is read already
    network = runpy.run_path(str(path))["MLP"](32)
    try:
        Graph.from_plain(probes.trace(network, torch.zeros(4, 1, 28, 28), None))
    except GraphError as error:
        assert not error.message["hint"].startswith("graph.malformed")  # type: ignore[index]
