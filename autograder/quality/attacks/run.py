"""Grades attacks, each between two copies of the reference, and says which did not hold."""

import json
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path

from ...grading.grader import USUAL_OPTIONS, Grader
from ...grading.setup import GradingSetup, Options
from ...inside.confinement import adopt_orphans
from ...report.pages import student_html
from ...results.grade import Grade
from ...results.results_json import gradescope
from ..zoo import reference_files
from .canaries import BREACHED, Canaries
from .leftovers import end, fewest, left_over, living
from .specimens import Attack

LIMITS = {  # low ones, so that what reaches them costs little
    **{"wall_seconds": 120, "cpu_seconds": 120, "memory_mb": 600, "processes": 64},
    **{"open_files": 128, "file_mb": 20, "output_kb": 64},
}
SHORTEST, LEEWAY = 15, 8  # seconds for a question; times what the reference takes, for the load
NEIGHBOUR = "neighbour"


@dataclass(frozen=True)
class Verdict:
    """What came of one attack at one level; `problems` says what did not hold, a sentence each."""

    attack: str
    level: str
    points: float
    seconds: float
    problems: tuple[str, ...]


class _Crowd:
    """The processes that a grader has when no guest is open, and `others` of this process."""

    def __init__(self, grader: Grader, others: set[int]) -> None:
        self.grader = grader
        self.others = others
        self.usual = fewest(self._zygote()) - self._ahead()

    def strangers(self) -> set[int]:
        """Return those that are there beside them, after a while of waiting for them to end."""
        usual = self.usual + self._ahead()
        return left_over(self._zygote(), usual, self.others | self._bench_zygote())

    def end(self, strangers: set[int]) -> None:
        """Kill these, but not what the grader cannot do without."""
        end(strangers - {self._zygote()})

    def _ahead(self) -> int:
        """Return how many guests wait for their question, and have not been lost."""
        ahead = self.grader.sandbox.next
        return int(ahead is not None and self.grader.sandbox.server.is_running(ahead.name))

    def _zygote(self) -> int:
        assert self.grader.sandbox.server.own_zygote is not None
        return self.grader.sandbox.server.own_zygote.process.pid

    def _bench_zygote(self) -> set[int]:
        zygote = self.grader.benches.zygote
        return set() if zygote is None else {zygote.process.pid}


def run_attacks(
    attacks: Sequence[Attack],
    setup: GradingSetup,
    solution: Path,
    alone: bool,
    together: int = 1,
) -> Iterator[Verdict]:
    """Grade each attack, and the reference after it; yield a verdict when both are done.

    `alone` says that nobody else uses this machine, so that every new file is an attack's. The
    reference is graded after every `together` attacks. If its result then differs, each of these
    attacks is blamed.
    """
    rubric = setup.rubric
    rubric = replace(rubric, limits=rubric.limits.model_copy(update=LIMITS))
    reference = reference_files(solution)
    adopt_orphans()
    others = living(os.getpid())
    with (
        Canaries(solution.parent, alone) as canaries,
        Grader(replace(setup, rubric=rubric)) as grader,
    ):
        usual, _ = _grade_neighbour(grader, solution, USUAL_OPTIONS)  # waits for PyTorch's import
        _, short = _grade_neighbour(grader, solution, USUAL_OPTIONS)
        crowd = _Crowd(grader, others)
        for start in range(0, len(attacks), together):
            group = attacks[start : start + together]
            verdicts = [
                _run_attack(attack, short, grader, canaries, crowd, reference) for attack in group
            ]
            result, short = _grade_neighbour(grader, solution, short)
            if result != usual:
                names = " and ".join(attack.name for attack in group)
                problem = f"the reference graded after {names} has another result"
                verdicts = [replace(one, problems=(*one.problems, problem)) for one in verdicts]
            yield from verdicts


def _run_attack(
    attack: Attack,
    options: Options,
    grader: Grader,
    canaries: Canaries,
    crowd: _Crowd,
    reference: dict[str, bytes],
) -> Verdict:
    with tempfile.TemporaryDirectory(prefix="attack-", dir=canaries.folder) as folder:
        try:
            path = attack.write(Path(folder), reference, canaries.target())
        except Exception as error:  # noqa: BLE001 - its own code packs it
            problem = f"it cannot be packed: {type(error).__name__}: {error}"
            return Verdict(attack.name, grader.setup.isolation.level, 0.0, 0.0, (problem,))
        before = canaries.state()  # packing may train weights, for which PyTorch makes folders
        grade = grader.grade(path, attack.name, options)
        problems = [*judge(attack, grade), *_leaks(grade, secrets_of(grader, canaries))]
        grader.sandbox.server.wait_until_ready()  # if the fork server was lost there is a new one
        strangers = crowd.strangers()
        if strangers:
            problems.append(f"{len(strangers)} processes too many are left")
        problems += canaries.problems(before)
        crowd.end(strangers)
        canaries.reset(before)
    return Verdict(attack.name, grade.isolation, grade.total, grade.seconds, tuple(problems))


def judge(attack: Attack, grade: Grade) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with an attack's grade."""
    for result in grade.results:
        if result.status == "fault":
            where = f"{result.check.question} {result.check.name}"
            yield f"{where}: the grader failed: {result.hint}\n{result.details}"
    if not attack.least <= grade.total <= attack.most:
        lost = ", ".join(f"{r.check.question} {r.check.name}: {r.hint}" for r in grade.failed)
        yield f"it got {grade.total:g} points, not {attack.points}: {lost}"
    if attack.hint and not any(attack.hint in result.hint for result in grade.failed):
        yield f"no hint holds the words `{attack.hint}`"


def secrets_of(grader: Grader, canaries: Canaries) -> dict[str, str]:
    """Return what a student must not be shown, each with a sentence for the case that it is."""
    return {
        BREACHED: "it says that it broke through",
        canaries.secret: "it shows the secret",
        str(canaries.repository): "it shows where the grader lies",
        str(grader.sandbox.server.files): "it shows where the sandbox's files lie",
        "\x1b": "it shows a terminal escape",
    }


def _leaks(grade: Grade, secrets: dict[str, str]) -> Iterator[str]:
    """Yield a sentence for each thing that a student is shown and must not be."""
    page = student_html(grade)
    texts = [
        grade.note,
        *(f"{one.hint}\n{one.details}\n{one.printed}" for one in grade.results),
        page,
    ]
    lines = "\n".join(texts).split("\n")
    for secret, what in secrets.items():
        yield from [f"{what}: {line}" for line in lines if secret in line][:1]
    if "<script" in page.lower():  # a student's page has none of ours
        yield "it puts a script on its page"


def _grade_neighbour(grader: Grader, solution: Path, options: Options) -> tuple[str, Options]:
    """Grade the reference; return its result as JSON, without the time that it took, and options
    with as much time for a question as is enough for any of its own on this busy a machine.
    """
    begun: list[float] = []
    grade = grader.grade(
        solution, NEIGHBOUR, options, report=lambda question: begun.append(time.monotonic())
    )
    longest = max(end - start for start, end in pairwise([*begun, time.monotonic()]))
    seconds = min(max(SHORTEST, round(LEEWAY * longest)), LIMITS["wall_seconds"])
    result = json.dumps(gradescope(replace(grade, seconds=0.0, own_seconds=0.0)))
    return result, Options(seconds=lambda question: seconds)


def to_line(verdict: Verdict) -> str:
    """Return a verdict as a line of JSON."""
    return json.dumps(asdict(verdict))


def from_line(line: str) -> Verdict:
    """Return the verdict that a line of JSON holds."""
    found = json.loads(line)
    return Verdict(**found | {"problems": tuple(found["problems"])})
