"""A class of 40 for docs/course.md: who they are, what they hand in, and a folder to type in."""

import csv
import io
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from shlex import split

from click.testing import CliRunner

from autograder.cli.commands import main
from support import SOLUTION

FIRST = ["Ann", "Ben", "Cem", "Dana", "Eve", "Finn", "Gül", "Hana", "Ivo", "Jens"]
LAST = ["Adler", "Böhm", "Costa", "Dietz"]
SOLVED = (SOLUTION / "digits" / "costs.py").read_text("utf-8")
WITH_SUM = """
def cost_function(log_prob, labels):
    return -log_prob[range(len(labels)), labels].sum()
"""
CONSTANT = """
def cost_function(log_prob, labels):
    return (0 * log_prob).sum() + 2.3
"""
BROKEN = "def cost_function(log_prob, labels:\n"
UNUSUAL = """
def cost_function(log_prob, labels):
    picked = []
    for row, label in enumerate(labels.tolist()):
        if not 0 <= label < log_prob.shape[1]:
            raise ValueError(f"no digit is called {label}")
        picked.append(log_prob[row, label])
    total = picked[0]
    for one in picked[1:]:
        total = total + one
    count = len(picked)
    while count > len(labels):
        count = count - 1
    return -total / max(count, 1)
"""
KINDS = [SOLVED, WITH_SUM, CONSTANT, BROKEN]
IN_TIME = "Friday, 11 December 2026, 10:30 PM"
LATE = "Sunday, 13 December 2026, 11:00 AM"  # two days have begun
PDF = b"%PDF-1.7\n1 0 obj\n"
TWICE = 1008  # has handed in twice
NO_ANSWER = 1020
PAIR = (1011, 1012)  # have the same unusual code


@dataclass
class Student:
    """Somebody in the roster; `code` is nothing where nothing was handed in."""

    number: int
    name: str
    email: str
    code: str | bytes | None
    at: str = IN_TIME

    @property
    def result(self) -> str:
        """What the result that counts is called."""
        return f"{self.name} ({self.number}){'-2' if self.number == TWICE else ''}"

    @property
    def answer(self) -> str:
        """The written answer, which nobody else has."""
        row = self.number - 1000
        return "" if self.number == NO_ANSWER else f"In row {row} of my table less was more."

    @property
    def keys(self) -> str:
        """What a grader presses on the desk for this answer."""
        return "0" if self.number in (1001, NO_ANSWER) else ("1", "2", "12")[self.number % 3]

    @property
    def mark(self) -> int:
        """What those keys are worth."""
        return {"0": 0, "1": 6, "2": 4, "12": 10}[self.keys]

    @property
    def files(self) -> dict[str, str | bytes]:
        """What was handed in, by its place in the download."""
        folder = f"{self.name}_{self.number}_assignsubmission_file_"
        if self.code is None:
            return {}
        if isinstance(self.code, bytes):
            return {f"{folder}/essay.pdf": self.code}
        code = f"# {self.name}, {self.email}\n{self.code}"
        files: dict[str, str | bytes] = {f"{folder}/digits/costs.py": code}
        if self.answer:
            files[f"{folder}/digits/written_answer.md"] = self.answer
        if self.number == TWICE:
            files |= {name.replace("_/", "_again/"): text for name, text in files.items()}
            files[f"{folder}/digits/costs.py"] = BROKEN
        return files

    @property
    def row(self) -> dict[str, str]:
        """The row of Moodle's worksheet."""
        return {
            "Identifier": f"Participant {self.number}",
            "Full name": self.name,
            "Email address": self.email,
            "Status": "No submission" if self.code is None else "Submitted for grading",
            "Grade": "",
            "Maximum grade": "100.00",
            "Last modified (submission)": "-" if self.code is None else self.at,
            "Last modified (grade)": "-",
            "Feedback comments": "",
        }


def class_of_forty() -> list[Student]:
    """Return the students, those that the page names among them."""
    students = [
        Student(1001, "Jane Doe", "jane@uni.example", WITH_SUM, LATE),  # has an extension
        Student(1002, "John Smith", "john@uni.example", SOLVED),
        Student(1003, "John Smith", "smith@uni.example", SOLVED, LATE),  # lateness is waived
        Student(1004, "Omar Aziz", "omar@uni.example", BROKEN),  # is excused
        Student(1005, "Pia Late", "pia@uni.example", SOLVED, LATE),
        Student(1006, "Rex Paper", "rex@uni.example", PDF),
        Student(1007, "Sol Absent", "sol@uni.example", None),
    ]
    names = [f"{first} {last}" for last in LAST for first in FIRST]
    for index, name in enumerate(names[: 40 - len(students)]):
        number = 1008 + index
        code = UNUSUAL if number in PAIR else KINDS[index % len(KINDS)]
        students.append(Student(number, name, f"s{index}@uni.example", code))
    return students


@dataclass
class Evening:
    """A folder with what a teacher has downloaded."""

    folder: Path
    students: list[Student] = field(default_factory=class_of_forty)

    def download(self) -> None:
        """Put Moodle's archive of submissions and its worksheet there."""
        with zipfile.ZipFile(self.folder / "submissions.zip", "w") as archive:
            for one in self.students:
                for name, content in one.files.items():
                    archive.writestr(name, content)
        with (self.folder / "worksheet.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, self.students[0].row)
            writer.writeheader()
            writer.writerows(one.row for one in self.students)

    def type(self, line: str) -> str:
        """Type a command, and answer yes where it asks whether grades may change."""
        words = split(line)[1:]
        done = CliRunner().invoke(main, words)
        if done.exit_code == 2 and "nothing is written: grades that students have" in done.output:
            before = self.read_results()
            done = CliRunner().invoke(main, [*words, "--yes"])
            assert before != self.read_results()
        assert done.exit_code == 0, f"{line}\n{done.output}"
        return done.output

    def read_results(self) -> dict[str, bytes]:
        """Return all that stands in the results, but for what waits and what is hidden."""
        files = self.folder.joinpath("results").glob("[!.]*")
        return {file.name: file.read_bytes() for file in sorted(files) if file.is_file()}

    def json(self, student: Student) -> dict[str, object]:
        """Return a student's result."""
        path = self.folder / "results" / f"{student.result}.json"
        read: dict[str, object] = json.loads(path.read_bytes())
        return read

    def score(self, student: Student) -> float:
        """Return a student's score; 0 where there is none."""
        found = self.json(student).get("score", 0)
        assert isinstance(found, int | float)
        return found

    def worksheet(self) -> dict[str, dict[str, str]]:
        """Return the rows of the table for Moodle, by the number of the participant."""
        text = (self.folder / "results" / "moodle.csv").read_text("utf-8")
        rows = csv.DictReader(io.StringIO(text))
        return {row["Identifier"].removeprefix("Participant "): row for row in rows}

    def feedback(self) -> dict[str, str]:
        """Return the pages that go back, by the number of the participant."""
        with zipfile.ZipFile(self.folder / "results" / "feedback" / "moodle.zip") as archive:
            return {name.split("_")[1]: archive.read(name).decode() for name in archive.namelist()}
