"""Grades the submission in Gradescope's container: `python -m autograder.gradescope.run`.

Gradescope starts `run_autograder` as root, and that starts this; `setup.sh` starts it with
`--trial` when the container is made. What is printed is for instructors: students see no more than
`results.json`.

The layout: https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

import contextlib
import json
import secrets
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from ..datasets.catalogue import load_chosen
from ..files import write_whole
from ..grading.grader import Grader
from ..grading.setup import GradingSetup, Options
from ..grading.words import in_language
from ..language import marked
from ..project import CHECKS
from ..random_bits import NUM_BYTES
from ..results.grade import Grade
from ..results.grades_csv import plain_number
from ..results.results_json import gradescope
from ..rubric.rubric import Rubric, load_rubric
from ..sandbox.isolation import choose
from .metadata import (
    EarlierHandIn,
    Metadata,
    best_before,
    give_on_gradescope,
    read_metadata,
    sentence,
)

CONTAINER_ROOT = Path("/autograder")
SOURCE = Path(__file__).resolve().parents[2]  # where the archive was unpacked
SECONDS = 480  # for all questions together; Gradescope stops everything after ten minutes
SHORTEST = 20  # what a question gets in any case, however long those before it took
OWN_MB = 1_000  # what grading takes beside the tensors of a submission; at least 200 are for those
CGROUP = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
NOT_FINAL = marked(
    "The grader itself failed at some of the checks, so this is not your final score: it counts"
    " only what could be checked. It is not your mistake: please tell your instructor, who can have"
    " it graded again."
)


def main(arguments: list[str]) -> None:
    """Grade, and put the result in its place; with `--trial`, see whether grading can begin."""
    memory = container_mb()
    if memory < OWN_MB + 200:
        print(f"The container has {memory} MB, which may not do: choose a larger one, of 1.5 GB or")
        print("more, in the assignment's settings, under Autograder.")
    with make_grader(memory) as grader:
        if arguments == ["--trial"]:
            grader.sandbox.server.wait_until_ready()
            print("the grader is ready")
            return
        metadata = read_metadata(CONTAINER_ROOT / "submission_metadata.json")
        name = submission_name(metadata)
        print(f"grading {name} with seed {grader.setup.seed}", flush=True)
        options = Options(seconds=share_time(grader.setup.rubric))
        measured = grader.grade(
            CONTAINER_ROOT / "submission", name, options, partial(print, flush=True)
        )
    rubric = grader.setup.rubric
    grade = in_language(give_on_gradescope(measured, rubric, metadata))
    content = result(grade, best_before(grade, rubric, metadata))
    write_whole(CONTAINER_ROOT / "results" / "results.json", json.dumps(content, indent=2) + "\n")
    for check in grade.results:
        print(f"{check.check.number:>5}  {check.status:<6}  {check.check.title}")
        if check.status == "fault":
            print(check.hint, check.details, sep="\n")
    print(*filter(None, (grade.late.sentence, grade.late.unknown)), sep="\n")
    print(f"{content['score']:g} points, {grade.seconds:.1f} s")


def make_grader(memory: int) -> Grader:
    """Return a grader for the data in grading.yml, with students' code at the level `user`.

    Of the container's `memory`, in MB, a submission gets what the grader does not need, lest the
    kernel kill one of them.
    Its secret is another one each time, and is kept nowhere. If a student could learn how the
    classes are renamed in one submission, it would be worth nothing in the next.
    """
    rubric = load_rubric(SOURCE / "grading.yml", CHECKS)
    most = min(rubric.limits.memory_mb, max(memory - OWN_MB, 200))
    rubric = replace(rubric, limits=rubric.limits.model_copy(update={"memory_mb": most}))
    seed = secrets.randbelow(2**31)
    setup = GradingSetup(
        rubric,
        load_chosen(None, rubric.data),
        choose("user"),
        seed,
        whole_budget=True,  # for the leaderboard
        random_bits=secrets.token_bytes(NUM_BYTES),
    )
    return Grader(setup)


def share_time(rubric: Rubric) -> Callable[[str], float]:
    """Return what limits the time, in seconds, of each question that begins: all have some."""
    waiting = [question.id for question in rubric.questions]
    longest = rubric.limits.wall_seconds
    end = time.monotonic() + SECONDS

    def seconds(question: str) -> float:
        waiting.remove(question)
        left = end - time.monotonic() - SHORTEST * len(waiting)
        return round(max(min(longest, left), SHORTEST))

    return seconds


def container_mb(files: Iterable[Path] = CGROUP) -> int:
    """Return the container's memory in MB; a huge number if its control group is silent."""
    for path in files:
        with contextlib.suppress(OSError, ValueError):  # "max" is no number
            return int(path.read_text()) >> 20
    return sys.maxsize >> 20


def result(grade: Grade, best: EarlierHandIn | None = None) -> dict[str, Any]:
    """Return the content of results.json; of several hand-ins `best` may count instead.

    Gradescope demands a score, of the whole or of every test. So there is one even where the grader
    failed, with a sentence that says what it is worth.
    """
    content = gradescope(grade, after_fault=NOT_FINAL)
    if grade.fault:
        content |= {"score": round(grade.total, 4)}
    if best is not None:
        output = "\n\n".join(filter(None, [sentence(best, grade.language), content["output"]]))
        content |= {"score": plain_number(best.score), "output": output}
    return content


def submission_name(metadata: Metadata) -> str:
    """Return a name for the submission: Gradescope's number for it, where the metadata give one."""
    return f"submission_{metadata.id}" if metadata.id else "submission"


if __name__ == "__main__":
    main(sys.argv[1:])
