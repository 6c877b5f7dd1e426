"""Counts the mistakes that a student's first hint names.

`python -m autograder.quality.first_hints [NAME…]` runs the self-checks of each mistake's own
question at home, prints each first hint that does not hold the words that the mistake's file gives
for it (`first hint:`), and the share of those that do.
"""

import sys
from collections.abc import Sequence

from ..project import project_folder
from .at_home import AtHome, HomeJob, HomeRunner
from .zoo import Specimen, read_zoo, reference_files


def home_jobs(specimens: Sequence[Specimen]) -> list[HomeJob]:
    """Return the self-checks of each mistake's own question."""
    assignment, solution = project_folder("assignment"), project_folder("solution")
    reference = reference_files(solution)
    return [
        HomeJob(assignment, one.submission(reference), next(iter(one.hints))) for one in specimens
    ]


def first_hints(specimens: Sequence[Specimen], runner: HomeRunner) -> list[tuple[Specimen, AtHome]]:
    """Run the self-checks of each mistake's own question."""
    return list(zip(specimens, runner.run(home_jobs(specimens)), strict=True))


def share(named: int, count: int) -> str:
    """Say how many of the mistakes are named by their first hints."""
    return f"The first hint names {named} of {count} mistakes ({named / count:.1%})."


def main(names: Sequence[str]) -> int:
    """Measure the mistakes whose names begin with one of `names`, by default all; return 1 if a
    first hint does not name its mistake. Those that are silent at home do not count.
    """
    chosen = [
        one
        for one in read_zoo(project_folder("tests/zoo"), ["mistakes"])
        if not names or one.name.startswith(tuple(names))
    ]
    with HomeRunner(2) as runner:
        found = [(one, home.first) for one, home in first_hints(chosen, runner) if home.first]
    unnamed = [(one, hint) for one, hint in found if not one.is_named_by(hint)]
    for one, hint in unnamed:
        print(f"{one.name}: {one.sentence} Wanted: {' | '.join(one.first_hint)}. Got: {hint}")
    print(share(len(found) - len(unnamed), len(found)), f"{len(chosen) - len(found)} are silent.")
    return int(bool(unnamed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
