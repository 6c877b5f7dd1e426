"""Runs attacks at every level of isolation, those that hold less in a scratch root.

An attack at a level without namespaces may end every process of its user and remove files: there it
runs where neither matters. This module, run as a program, is what is started inside.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ...datasets.catalogue import load
from ...grading.setup import GradingSetup
from ...project import CHECKS, DATA_CACHE, ROOT
from ...rubric.rubric import load_rubric
from ...sandbox.isolation import LEVELS, IsolationError, choose
from . import scratch_root
from .run import Verdict, from_line, run_attacks, to_line
from .specimens import Attack, read_attacks

ENDED = "the grader itself was ended"
NOT_STARTED = (1, 126, 127)  # exit codes: of Python with an error, of a program that is not found


def missing(level: str) -> str:
    """Say why attacks cannot be run at this level here; empty when they can."""
    found = LEVELS[level]
    return found.missing() if found.namespaces else scratch_root.missing(found)


def run_level(
    attacks: Sequence[Attack], level: str, seed: int, together: int = 1, only: Sequence[str] = ()
) -> Iterator[Verdict]:
    """Run attacks at one level; yield their verdicts in order.

    The reference is graded after every `together` attacks. With `only`, nothing but these questions
    is graded, and the attacks must get all points of the others less. If the grader itself is
    ended, those that are left run one by one, so that the one that ends it is known.
    """
    if LEVELS[level].namespaces:
        yield from _run_here(attacks, level, seed, False, together, only)
        return
    waiting = list(attacks)
    while waiting:
        for verdict in _run_in_scratch(tuple(waiting), level, seed, together, only):
            assert waiting.pop(0).name == verdict.attack
            yield verdict
        if together > 1:
            together = 1
        elif waiting:  # it has not come to this one's end
            yield Verdict(waiting.pop(0).name, level, 0.0, 0.0, (ENDED,))


def _run_here(
    attacks: Sequence[Attack],
    level: str,
    seed: int,
    alone: bool,
    together: int,
    only: Sequence[str],
) -> Iterator[Verdict]:
    digits, rubric = load("sample", DATA_CACHE), load_rubric(ROOT / "grading.yml", CHECKS)
    if only:
        others = sum(one.points for one in rubric.questions if one.id not in only)
        attacks = [attack.with_less(others) for attack in attacks]
        some = tuple(one for one in rubric.questions if one.id in only)
        rubric = replace(rubric, questions=some)
    setup = GradingSetup(rubric, digits, choose(level), seed)
    yield from run_attacks(attacks, setup, ROOT / "solution", alone, together)


def _run_in_scratch(
    attacks: Sequence[Attack], level: str, seed: int, together: int, only: Sequence[str]
) -> Iterator[Verdict]:
    """Yield the verdicts of a process in a scratch root, until an attack ends that process."""
    names = [attack.name for attack in attacks]
    program = [sys.executable, "-m", "autograder.quality.attacks.levels"]
    program += [level, str(seed), str(together), ",".join(only), *names]
    with tempfile.TemporaryDirectory(prefix="scratch-") as folder, tempfile.TemporaryFile() as log:
        Path(folder).chmod(0o755)
        started = scratch_root.command(LEVELS[level], ROOT, Path(folder), program)
        with subprocess.Popen(
            started,
            env=scratch_root.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as running:
            assert running.stdout is not None
            heard = False
            for line in running.stdout:
                if line.startswith("{"):
                    heard = True
                    yield from_line(line)
        if running.returncode in NOT_STARTED and not heard:
            log.seek(0)
            reason = log.read().decode(errors="replace").strip()[-2000:]
            raise IsolationError(f"the attacks cannot be run at level `{level}`: {reason}")


def main() -> None:
    """Run the attacks named as arguments, after a level, a seed, how many are run together, and the
    questions that alone are graded, with commas, if there are any.
    """
    level, seed, together, questions, *names = sys.argv[1:]
    only = questions.split(",") if questions else ()
    chosen = {attack.name: attack for attack in read_attacks()}
    attacks = [chosen[name] for name in names]
    for verdict in _run_here(attacks, level, int(seed), True, int(together), only):
        print(to_line(verdict), flush=True)


if __name__ == "__main__":
    main()
