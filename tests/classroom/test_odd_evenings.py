"""Evenings that nobody has planned: a spreadsheet, a full disk, two people at once, a PDF.

None of them may lose a point or a decision, change a grade unseen, or end in a traceback.
"""

import csv
import multiprocessing
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from autograder.cli.commands import main
from autograder.project import CHECKS
from autograder.results.decisions import Decision, add_decisions
from autograder.rubric.rubric import load_rubric
from support.regrading import World, make_world

HEAD = "student,question,kind,value,reason,who,when\n"
LATE = "late: {deadline: 2026-12-11 23:59 Europe/Berlin, percent_a_day: 10, latest: 7 days}\n"
TIMES = "student,time\nada,2026-12-13 10:00\nbob,2026-12-11 10:00\n"

Type = Callable[..., Result]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A class of two, graded once."""
    world = make_world(tmp_path, monkeypatch)
    monkeypatch.setattr("autograder.cli.inputs.ROOT", tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.chdir(tmp_path)
    world.submit("ada")
    world.submit("bob", "x = 2\n")
    world.grade(seed=5)
    return world


def type_in(*words: str) -> Result:
    """Type a command; it ends as it should, or with a sentence."""
    done = CliRunner().invoke(main, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def decide(world: World, *words: str) -> None:
    done = type_in("decide", *words)
    assert done.exit_code == 0, done.output


def rows(path: Path) -> dict[str, dict[str, str]]:
    """The rows of a table, by what is in the first column."""
    with path.open(newline="") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file)}


# What a spreadsheet makes of the table


def test_a_table_that_excel_has_saved_is_read_added_to_and_read_again(world: World) -> None:
    before = world.scores()
    text = "\ufeff" + HEAD.replace(",", ";") + 'ada;;adjust;1,5;"Gut; so";me;now\n;;;;;;\n'
    text += 'bob;;adjust;-1,5;"eins\nzwei";me;now\n'
    (world.out / "decisions.csv").write_bytes(text.replace("\n", "\r\n").encode())
    world.grade(True)
    assert world.scores() == {"ada": before["ada"] + 1.5, "bob": before["bob"] - 1.5}
    decide(world, "ada", "adjust", "2", "--reason", "one; two")
    world.grade(True)
    assert world.scores() == {"ada": before["ada"] + 3.5, "bob": before["bob"] - 1.5}
    reasons = {one["reason"] for one in world.history()}
    assert any("eins zwei" in reason for reason in reasons)
    assert world.grade(False).written and not world.asked.asked


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_a_reason_keeps_its_letters_in_every_encoding_of_a_spreadsheet(
    world: World, encoding: str
) -> None:
    line = "ada,,adjust,1,Schöne Grüße,me,now\n"
    (world.out / "decisions.csv").write_bytes((HEAD + line).encode(encoding))
    world.grade(True)
    assert "Schöne Grüße" in (world.out / "ada.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (HEAD + 'ada,,points,3,"open\n', "line 2: a cell does not end where it should"),
        ("PK\x03\x04", "line 1: the column student is missing"),
        (HEAD + "ada,,Points,3,x,,\n", "line 2: there is no kind Points"),
        (HEAD + "ada,04. Feb,points,3,x,,\n", "line 2: there is no question or check 04. Feb"),
        (HEAD + "ada,q4.test_gone,points,3,x,,\n", "no question or check q4.test_gone"),
        (HEAD + "ada,,extension,18.12.2026,x,,\n", "line 2: the value of `extension` is"),
        (HEAD + "ada,,points,5 %,x,,\n", "line 2: the value of `points` is points"),
        (HEAD.replace(",", ";") + "ada,,points,3,x,,\n", "line 2: "),
    ],
)
def test_what_a_spreadsheet_has_spoilt_is_named_and_nothing_is_written(
    world: World, content: str, sentence: str
) -> None:
    files = {path: path.read_bytes() for path in world.out.iterdir() if path.is_file()}
    (world.out / "decisions.csv").write_text(content)
    done = type_in("grade", "class", "--yes")
    assert done.exit_code == 2 and sentence in " ".join(done.output.split())
    assert {path: path.read_bytes() for path in files} == files


@pytest.mark.parametrize("content", ["", "\ufeff", "\n\n", HEAD])
def test_a_table_without_a_line_decides_nothing(world: World, content: str) -> None:
    (world.out / "decisions.csv").write_text(content, "utf-8")
    assert world.grade(False).written and not world.asked.asked


# Decisions on decisions


def test_of_two_extensions_the_last_one_counts_and_the_student_reads_that_one(
    world: World,
) -> None:
    world.grading_file.write_text(world.grading_file.read_text() + LATE)
    times = world.root / "times.csv"
    times.write_text(TIMES)
    full = world.scores()["ada"]
    world.grade(True, times=times)
    assert world.scores()["ada"] == pytest.approx(0.8 * full)
    decide(world, "ada", "extension", "3 days", "--reason", "first")
    decide(world, "ada", "extension", "1 day", "--reason", "second")
    world.grade(True, times=times)
    assert world.scores()["ada"] == pytest.approx(0.9 * full)
    page = (world.out / "ada.html").read_text()
    assert "1 day: second" in page and "3 days: first" not in page
    world.edit("2026-12-11", "2026-12-14")  # the deadline moves after all were told their grades
    assert not world.grade(False, times=times).written
    assert [one.name for one in world.asked.changes] == ["ada"]
    times.unlink()  # and the table of times is forgotten
    assert [one.after for one in world.grade(True, dry_run=True).changes] == [full]


def test_whoever_is_excused_and_has_points_has_them_again_when_the_excuse_goes(
    world: World,
) -> None:
    decide(world, "ada", "excuse", "--reason", "Ill.")
    decide(world, "ada", "points", "50", "--reason", "An oral examination.")
    done = type_in("grade", "class", "--yes", "--export", "csv")
    assert "ada: excused" in done.output and "ada" not in world.scores()
    lines = (world.out / "decisions.csv").read_text().splitlines()
    (world.out / "decisions.csv").write_text("\n".join(one for one in lines if "Ill" not in one))
    world.grade(True)
    assert world.scores()["ada"] == 50


def test_adjustments_end_at_nothing_and_above_all_that_there_is(world: World) -> None:
    before = world.scores()["ada"]
    assert type_in("decide", "ada", "adjust", "500", "--reason", "x").exit_code == 2
    decide(world, "ada", "adjust", "100", "--reason", "x")
    decide(world, "ada", "adjust", "-100", "--on", "q1", "--reason", "x")
    world.grade(True)
    assert before < world.scores()["ada"] <= before + 100
    decide(world, "ada", "adjust", "-1000", "--reason", "x")
    world.grade(True)
    assert world.scores()["ada"] == 0


def test_a_decision_on_a_question_that_is_not_graded_yet_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").mkdir()
    world = make_world(tmp_path / "new", monkeypatch)
    world.submit("ada")
    world.grade(seed=5, only="q4")
    alone = world.scores()["ada"]
    line = "ada,q3,points,1,why,me,now\n"
    (world.out / "decisions.csv").write_text(HEAD + line)
    world.grade(True, only="q4")
    assert world.scores()["ada"] == alone
    world.grade(True)
    table = rows(world.out / "grades.csv")
    assert table["ada"]["q3"] == "1"


def add_lines(grading_file: Path, path: Path, who: str) -> None:
    """Add decisions one by one, in a process of its own."""
    rubric = load_rubric(grading_file, CHECKS)
    for number in range(10):
        one = Decision("ada", "", "comment", "", f"{who} {number}", who, "now")
        add_decisions(path, [one], rubric)


def test_two_people_who_decide_at_once_lose_no_line(world: World) -> None:
    path = world.out / "decisions.csv"
    context = multiprocessing.get_context("fork")
    people = [
        context.Process(target=add_lines, args=(world.grading_file, path, who))
        for who in ("ada", "ben", "cy", "dan")
    ]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert len(path.read_text().splitlines()) == 1 + 4 * 10


def test_a_decision_by_a_name_that_is_another_students_id_is_listed(world: World) -> None:
    roster = world.root / "roster.csv"
    roster.write_text("name,id,email\nada,bob,ada@uni.example\nbob,77,bob@uni.example\n")
    lines = "bob,,adjust,1,why,me,now\nada@uni.example,,adjust,1,why,me,now\n"
    (world.out / "decisions.csv").write_text(HEAD + lines)
    before = world.scores()
    found = {one.title: one.cases for one in world.grade(True, roster=roster).concerns}
    assert found["About somebody else?"] == (
        ("bob", "adjust: the same is an id or address of ada"),
    )
    assert world.scores() == {name: score + 1 for name, score in before.items()}
    found = {one.title: one.cases for one in world.grade(False).concerns}  # without the roster
    assert world.asked.asked and [one.name for one in world.asked.changes] == ["ada"]


# Pages, folders and archives


def test_a_page_that_cannot_be_written_is_written_by_the_next_run_and_not_sent_before(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    decide(world, "ada", "points", "50", "--reason", "An oral examination.")
    with monkeypatch.context() as patch:
        patch.setattr("autograder.report.pages.student_html", fail)
        done = type_in("grade", "class", "--yes", "--feedback", "folder")
    assert "the page of ada could not be written" in done.output
    assert "there is no page of it" in (world.out / "feedback" / "not-sent.csv").read_text()
    assert not (world.out / "feedback" / "students" / "ada").exists()
    done = type_in("grade", "class", "--feedback", "folder")
    page = world.out / "feedback" / "students" / "ada" / "feedback.html"
    assert done.exit_code == 0 and "An oral examination." in page.read_text()


def test_a_folder_of_results_can_be_moved_and_the_evening_goes_on(world: World) -> None:
    decide(world, "ada", "points", "50", "--reason", "An oral examination.")
    world.grade(True)
    shutil.move(world.out, world.root / "elsewhere")
    done = type_in("grade", "class", "--out", "elsewhere")
    assert done.exit_code == 0 and world.graded == []
    decide(world, "--results", "elsewhere", "ada", "comment", "--reason", "Well done.")
    assert type_in("grade", "class", "--out", "elsewhere").exit_code == 0
    assert "Well done." in (world.root / "elsewhere" / "ada.html").read_text()


def test_blind_and_named_pages_and_one_question_alone_end_in_the_same_grades(
    world: World,
) -> None:
    before = rows(world.out / "grades.csv")
    for more in (["--blind"], ["--blind", "--export", "csv"], ["--dry-run"], ["--only", "q4"], []):
        assert type_in("grade", "class", *more).exit_code == 0, more
    assert rows(world.out / "grades.csv") == before
    assert (world.out / "ada.html").exists() and not (world.out / "blind").exists()
    assert type_in("grade", "class", "--blind", "--feedback", "folder").exit_code == 2


@pytest.mark.parametrize("text", ["{", "[]", '{"names": 5, "instead": []}', '{"names": ["gone"]}'])
def test_a_spoilt_list_of_the_class_costs_nobody_anything(world: World, text: str) -> None:
    before = rows(world.out / "grades.csv")
    (world.out / ".class.json").write_text(text)
    assert type_in("grade", "class").exit_code == 0
    assert rows(world.out / "grades.csv") == before


@pytest.mark.parametrize("name", ["=Ann", "Zoe\u0301", "a;b", "'quoted'", "4.1", "anon-aaaaaaaa"])
def test_a_student_with_an_unusual_name_can_be_decided_about(world: World, name: str) -> None:
    world.submit(name, "x = 3\n")
    world.grade(True)
    before = world.scores()
    decide(world, name, "adjust", "1", "--reason", "Agreed.")
    world.grade(True)
    changed = {one for one, score in world.scores().items() if score != before[one]}
    assert len(changed) == 1 and not changed & {"ada", "bob"}


@pytest.mark.skipif(sys.platform == "darwin", reason="there every file name is UTF-8")
@pytest.mark.parametrize(
    ("name", "known"), [(b"caf\xe9", "caf\ufffd"), (b"\xff_7_assignsubmission_file_", "\ufffd (7)")]
)
def test_a_name_that_is_no_utf8_costs_nobody_a_grade(world: World, name: bytes, known: str) -> None:
    world.submit(os.fsdecode(name), "x = 3\n")
    (world.root / "class" / os.fsdecode(name) / os.fsdecode(b"\xfe.txt")).touch()
    world.grade(True)
    assert {known, "ada", "bob"} <= world.scores().keys()
    assert rows(world.out / "grades.csv")[known]["status"] == "graded"
