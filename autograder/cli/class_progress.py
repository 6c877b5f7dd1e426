"""Prints how a class is graded: what will be done, progress on the way, tables at the end.

Students are called as on the pages of the run, by pseudonyms with --blind.
"""

import sys
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console

from ..classroom.earlier import unreadable_lines
from ..classroom.run import ClassRun, Plan, Proposal, Watcher, left_out_lines
from ..report.blind import WITH_NAMES, Names
from ..report.live import Board
from ..report.terminal import change_table, class_table, concern_table, grade_table
from ..results.grade import Grade


class ClassProgress(Board, Watcher):
    """Prints on a console of its own, until it is closed."""

    def __init__(self) -> None:
        super().__init__(Console())
        self.plan: Plan | None = None

    @property
    def names(self) -> Names:
        """What students are called."""
        return self.plan.names if self.plan is not None else WITH_NAMES

    def note(self, sentence: str) -> None:
        """Print a sentence."""
        self.console.print(self.names.text(sentence), markup=False, soft_wrap=True)

    def begin(self, plan: Plan) -> None:
        """Print how it will be graded, and how much there is already."""
        self.plan = plan
        setup = plan.setup
        for line in left_out_lines(self.names.left_out(plan.left_out)):
            click.echo(line, err=True)
        if plan.left_out and self.names.blind:  # a file may be called like a student
            count = len(plan.left_out)
            self.note(f"left out: {count} that are no submissions; grades.csv says why")
        self.note(f"isolation {setup.isolation.level}; data {plan.data}; seed {setup.seed}")
        if setup.isolation.note:
            self.note(setup.isolation.note)
        if (name := setup.data.name) not in setup.rubric.exams:
            self.note(
                f"thresholds are provisional: grading.yml has none for {name}. "
                f"`autograder calibrate --data {plan.data}` measures and proposes some."
            )
        for line in unreadable_lines(plan.earlier.unreadable):
            self.note(line)
        for name, failure in plan.readings.failures.items():
            self.note(f"{name} could not be read, and is graded again: {failure}")
        if loss := plan.history_loss:
            self.note(loss)
        held, count = len(plan.resumed), len(plan.submissions)
        if held:
            self.note(f"{held} of {count} grades hold from before (--fresh: grade again)")
        self.start(count - held)

    def begin_question(self, name: str, question: str) -> None:
        """Show that a question of the submission `name` begins."""
        super().begin_question(self.names.name(name), question)

    def end_submission(self, grade: Grade) -> None:
        """Show a grade."""
        super().end_submission(replace(grade, name=self.names.name(grade.name)))

    def propose(self, proposal: Proposal) -> None:
        """Print whose grade changes, from what to what, and why."""
        self.close()  # a board that keeps itself up to date is no place for a question
        if proposal.changes:
            self.console.print(change_table(self.names.changes(proposal.changes)))
        if proposal.new:
            self.note(
                f"{len(proposal.new)} of {len(proposal.grades)} are graded for the first time"
            )

    def agrees(self) -> bool:
        """Ask on a terminal whether the changes may be written; elsewhere they may not."""
        return on_a_terminal(self.console) and click.confirm("Write these changes?")

    def so_far(self) -> str:
        """Return a sentence about what there is when the command was told to stop."""
        if self.plan is None:
            return "Stopped."
        done = self.done + len(self.plan.resumed)
        if self.plan.stage is not None:
            there = f"{done} of {len(self.plan.submissions)} grades are made"
            return f"Stopped: {there}, and no file is changed; the same command goes on from there."
        there = f"{done} of {len(self.plan.submissions)} grades, all whole, are in {self.plan.out}/"
        return f"Stopped: {there}; the same command goes on from there."


def on_a_terminal(console: Console) -> bool:
    """Say whether somebody sees what is printed, and can answer."""
    return sys.stdin.isatty() and console.is_terminal


def print_run(run: ClassRun, out: Path, console: Console) -> None:
    """Print the grades of a class, what needs a person, and where everything lies."""
    if run.similar_page:
        pairs = "1 pair is" if run.similar_pairs == 1 else f"{run.similar_pairs} pairs are"
        alike = f"{pairs} alike: {run.similar_page}"
        console.print(alike, markup=False, soft_wrap=True)
    console.print()
    grades = run.names.grades(run.grades)
    console.print(grade_table(grades[0]) if len(grades) == 1 else class_table(grades))
    if run.concerns:
        console.print(concern_table(run.concerns))
    counted, _, _ = run.counted()
    if unmarked := sum(grade.waits_for_a_mark for grade in counted):
        line = f"the written answer is not yet marked in {unmarked} of {len(counted)} submissions"
        console.print(f"{line}: autograder desk {out}", markup=False, soft_wrap=True)
    page = f"; the class in {run.class_page}" if run.class_page else ""
    console.print(f"results in {out}/{page}", markup=False, soft_wrap=True)
