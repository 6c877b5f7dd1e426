"""docs/course.md, followed word for word: a class of 40, from the download to what goes back."""

import csv
import io
import json
import re
import shlex
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli.commands import main
from autograder.rubric.rubric import Rubric
from support import ROOT, SOLUTION
from support.grades import full_marks

COURSE = (ROOT / "docs" / "course.md").read_text("utf-8")
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
KINDS = [SOLVED, WITH_SUM, CONSTANT, BROKEN]
IN_TIME = "Friday, 11 December 2026, 10:30 PM"
LATE = "Sunday, 13 December 2026, 11:00 AM"  # two days have begun
RULES = """
late: {deadline: 2026-12-11 23:59 Europe/Berlin, percent_a_day: 10}
hand_ins: {keep: latest}
"""
PDF = b"%PDF-1.7\n1 0 obj\n"


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
        """What the result is called."""
        return f"{self.name} ({self.number})"

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
        code = KINDS[index % len(KINDS)]
        students.append(Student(1008 + index, name, f"s{index}@uni.example", code))
    return students


@dataclass
class Evening:
    """A folder with what a teacher has downloaded, and what the commands have said."""

    folder: Path
    students: list[Student]
    said: list[tuple[str, str]] = field(default_factory=list)

    def type(self, line: str) -> str:
        """Type a command, and answer yes where it asks whether grades may change."""
        words = shlex.split(line)[1:]
        done = CliRunner().invoke(main, words)
        if done.exit_code == 2 and "nothing is written: grades that students have" in done.output:
            before = self.read_results()
            done = CliRunner().invoke(main, [*words, "--yes"])
            assert before != self.read_results()
        assert done.exit_code == 0, f"{line}\n{done.output}"
        self.said.append((line, done.output))
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

    def worksheet(self) -> dict[str, dict[str, str]]:
        """Return the rows of the table for Moodle, by the number of the participant."""
        text = (self.folder / "results" / "moodle.csv").read_text("utf-8")
        rows = csv.DictReader(io.StringIO(text))
        return {row["Identifier"].removeprefix("Participant "): row for row in rows}

    def feedback(self) -> dict[str, str]:
        """Return the pages that go back, by the number of the participant."""
        with zipfile.ZipFile(self.folder / "results" / "feedback" / "moodle.zip") as archive:
            return {name.split("_")[1]: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
def evening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evening:
    """Download the submissions of 40 students and the worksheet, into a folder of their own."""
    students = class_of_forty()
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as archive:
        for one in students:
            folder = f"{one.name}_{one.number}_assignsubmission_file_"
            if isinstance(one.code, bytes):
                archive.writestr(f"{folder}/essay.pdf", one.code)
            elif one.code is not None:
                archive.writestr(f"{folder}/digits/costs.py", one.code)
    with (tmp_path / "worksheet.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, students[0].row)
        writer.writeheader()
        writer.writerows(one.row for one in students)
    (tmp_path / "solution").symlink_to(SOLUTION)
    text = (ROOT / "grading.yml").read_text("utf-8")
    (tmp_path / "grading.yml").write_text(text + RULES, "utf-8")
    monkeypatch.setattr("autograder.classroom.plan.GRADING_FILE", tmp_path / "grading.yml")
    monkeypatch.setattr("autograder.cli.inputs.ROOT", tmp_path)
    monkeypatch.setenv("COLUMNS", "160")  # tables are not made narrower
    monkeypatch.chdir(tmp_path)
    return Evening(tmp_path, students)


def commands(heading: str) -> Iterator[str]:
    """Yield the commands below a heading of the page, in their order."""
    part = COURSE.split(f"## {heading}\n")[1].split("\n## ")[0]
    for block in re.findall(r"^ *```sh\n(.*?)^ *```", part, re.MULTILINE | re.DOTALL):
        yield from (line.strip() for line in block.strip().split("\n"))


def test_the_page_has_these_commands_and_no_others() -> None:
    found = {heading: [*commands(heading)] for heading in re.findall("^## (.*)", COURSE, re.M)}
    lengths = {heading: len(lines) for heading, lines in found.items()}
    assert lengths == {
        "Before the deadline": 3,
        "After the deadline": 6,
        "Complaints": 3,
        "At the end": 0,
    }
    assert all(line.startswith("autograder ") for lines in found.values() for line in lines)


@pytest.mark.slow
def test_a_teacher_follows_the_page_word_for_word(evening: Evening, rubric: Rubric) -> None:
    by_number = {one.number: one for one in evening.students}
    jane, smith, omar, pia = (by_number[number] for number in (1001, 1003, 1004, 1005))

    trial, release, extension = commands("Before the deadline")
    assert f" {full_marks(rubric)} points" in evening.type(trial)
    assert release == "autograder release"  # writes into the project; has tests of its own
    evening.type(extension)

    grade, *decide, dry, export = commands("After the deadline")
    evening.type(grade)
    assert len([*Path("results").glob("[!.]*.json")]) == 39  # one has handed in nothing
    assert "Handed in 2 days late" in str(evening.json(smith)["output"])
    assert "late" not in str(evening.json(jane)["output"])
    for line in decide:
        evening.type(line)
    before = evening.read_results()
    said = evening.type(dry)
    assert smith.result in said and omar.result in said and jane.result not in said
    assert evening.read_results() == before
    said = evening.type(export)
    assert "Rex Paper" in said and "Sol Absent" in said and "excused" in said

    rows = evening.worksheet()
    assert len(rows) == 40
    full = score(evening, by_number[1002])
    assert full > score(evening, jane) > 0
    for one in evening.students:
        expected = "" if one.number in (1004, 1006, 1007) else f"{score(evening, one):g}"
        assert rows[str(one.number)]["Grade"] == expected, one
    assert score(evening, pia) == pytest.approx(0.8 * full)
    assert rows["1010"]["Feedback comments"] == (
        '<div class="autograder">Clear names; well done.</div>'
    )
    assert "points less" in rows["1005"]["Feedback comments"]
    nobody_sees_anybody_else(evening)

    mend, dry_again, export_again = commands("Complaints")
    assert (dry_again, export_again) == (dry, export)
    had = {one.number: score(evening, one) for one in evening.students if one.code is not None}
    evening.type(mend)
    more = Path("grading.yml").read_text("utf-8")
    head, q3_and_more = more.split("  q3:\n")
    for old, new in (("test_known_cost: 2", "test_known_cost: 1"), ("gradient: 2", "gradient: 3")):
        assert old in q3_and_more.split("  q4:\n")[0]
        q3_and_more = q3_and_more.replace(old, new, 1)
    Path("grading.yml").write_text(f"{head}  q3:\n{q3_and_more}", "utf-8")
    said = evening.type(dry)
    changed = {one.number for one in evening.students if one.result in said}
    assert 1001 in changed and 1007 not in changed
    evening.type(export)
    for number, points_before in had.items():
        assert number in changed or score(evening, by_number[number]) == points_before
    assert "The hint was wrong." in evening.feedback()["1001"]
    assert "The hint was wrong." in evening.worksheet()["1001"]["Feedback comments"]
    nobody_sees_anybody_else(evening)

    lines = [json.loads(line) for line in Path("results/history.jsonl").read_text().splitlines()]
    last = {line["submission"]: line for line in lines}
    assert {name: line["score"] for name, line in last.items()} == {
        one.result: evening.json(one).get("score")
        for one in evening.students
        if one.code is not None
    }
    assert [line["reason"] for line in lines if line["submission"] == jane.result][-1]
    seeds = {str(evening.json(one)["extra_data"]["seed"]) for one in evening.students if one.code}  # type: ignore[index]
    assert len(seeds) == 1  # nobody was graded a second time


def score(evening: Evening, student: Student) -> float:
    """Return a student's score; 0 where there is none."""
    found = evening.json(student).get("score", 0)
    assert isinstance(found, int | float)
    return found


def nobody_sees_anybody_else(evening: Evening) -> None:
    """Look in everything that goes back for names, numbers and addresses of all others."""
    pages = evening.feedback()
    assert set(pages) == {str(one.number) for one in evening.students if one.code is not None}
    for one in evening.students:
        page = pages.get(str(one.number), "")
        for other in evening.students:
            if other is not one:
                assert other.email not in page and f"({other.number})" not in page
                assert other.name == one.name or other.name not in page
        row = evening.worksheet()[str(one.number)]
        assert [row["Full name"], row["Email address"]] == [one.name, one.email]
