"""Grade a small example class on the embedded digits."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import click

from ..classroom.run import ClassOptions
from ..project import project_folder
from .grading import end, grade_and_print
from .options import ISOLATION, JOBS, PATH, SEED

# Each student's package is the reference with these replacements: file, what stands there, what
# they wrote instead.
MISTAKES = {
    "grace-forgets-to-clear-gradients": [("training.py", "        optimizer.zero_grad()\n", "")],
    "emmy-sums-the-cost": [
        ("costs.py", "nll_loss(log_prob, labels)", 'nll_loss(log_prob, labels, reduction="sum")')
    ],
    "kurt-counts-in-percent": [
        ("evaluation.py", "num_correct / len(dataset)", "100 * num_correct / len(dataset)")
    ],
    "mallory-ends-the-grader": [
        ("models.py", "first, second, third = channels", "__import__('os')._exit(0)")
    ],
}


@click.command(help=__doc__)
@click.option("--out", default="results/demo", show_default=True, type=PATH)
@SEED
@ISOLATION
@JOBS
def command(out: Path, **options: Any) -> None:
    """Write the class, made from the reference and the skeleton, and grade it."""
    solution, assignment = project_folder("solution"), project_folder("assignment")
    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        write_class(solution, assignment, Path(folder))
        end(grade_and_print([Path(folder)], out, ClassOptions(fresh=True, yes=True, **options)))


def write_class(solution: Path, assignment: Path, folder: Path) -> None:
    """Write the submissions of the example class into `folder`, one folder a student."""
    shutil.copytree(solution / "digits", folder / "ada-finished-it" / "digits")
    shutil.copytree(assignment / "digits", folder / "blaise-has-not-begun" / "digits")
    for student, replacements in MISTAKES.items():
        package = folder / student / "digits"
        shutil.copytree(solution / "digits", package)
        for name, before, after in replacements:
            text = (package / name).read_text(encoding="utf-8")
            if before not in text:
                raise ValueError(f"the reference's {name} no longer has {before.strip()!r}")
            (package / name).write_text(text.replace(before, after), encoding="utf-8")
