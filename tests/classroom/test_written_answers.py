"""Written answers in a class: kept beside the results, marked by people, and graded by nobody."""

import csv
import json
from pathlib import Path

import pytest

from autograder.release.written import answer_file
from autograder.results.reading import read_reading
from autograder.rubric.rubric import load_rubric
from support import CHECKS
from support.regrading import World, make_world

LINE = "student,question,kind,value,reason,who,when\n{},q8,points,{},It says why.,me,now\n"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A class of two, one of whom has answered a question worth 10 extra points."""
    new = make_world(tmp_path, monkeypatch)
    new.edit("    kind: written\n", "    kind: written\n    extra: true\n")
    new.edit("    points: 0 ", "    points: 10 ")
    new.edit("compared, points: 0}", "compared, points: 10}")
    new.submit("ada")
    new.submit("bob", "x = 2\n")
    answer(new, "ada", "Larger is better.")
    return new


def answer(world: World, name: str, text: str) -> None:
    (world.root / "class" / name / "digits" / "written_answer.md").write_text(text)


def table(world: World) -> dict[str, dict[str, str]]:
    rows = csv.DictReader((world.out / "grades.csv").open())
    return {row["name"]: row for row in rows}


def page(world: World, name: str) -> str:
    return (world.out / f"{name}.html").read_text("utf-8")


def test_answers_and_code_are_kept_and_shown_and_everybody_is_open(world: World) -> None:
    world.grade(seed=5)
    ada, bob = read_reading(world.out, "ada"), read_reading(world.out, "bob")
    assert ada is not None and bob is not None
    assert (ada.answer, bob.answer) == ("Larger is better.", "")
    assert bob.code == {"digits/data.py": "x = 2\n"}
    assert "Larger is better." in page(world, "ada")
    assert "No answer was found" in page(world, "bob")
    for row in table(world).values():
        assert row["q8"] == "" and "q8 is not yet marked: 10 points are still open" in row["status"]
    assert "Larger" not in (world.out / "ada.json").read_text()


def test_another_answer_grades_nothing_and_changes_the_page(world: World) -> None:
    world.grade(seed=5)
    answer(world, "ada", "Smaller is better.")
    done = world.grade()
    assert world.graded == [] and done.written and not world.asked.asked
    assert "Smaller is better." in page(world, "ada")
    again = read_reading(world.out, "ada")
    assert again is not None and again.answer == "Smaller is better."


def test_a_blind_page_does_not_say_who_wrote_the_answer(world: World) -> None:
    world.submit("Ada Lovelace", "x = 3\n")
    answer(world, "Ada Lovelace", "I, Ada Lovelace, say: larger is better.")
    world.grade(seed=5, blind=True)
    pages = [path.read_text("utf-8") for path in (world.out / "blind").glob("anon-*.html")]
    (shown,) = (text for text in pages if "say: larger is better." in text)
    assert len(pages) == 3 and "Lovelace" not in shown


def test_the_prompt_as_it_was_handed_out_is_no_answer(world: World) -> None:
    folder = world.root / "class" / "bob"
    rubric = load_rubric(world.grading_file, CHECKS)
    assert rubric.written is not None
    answer(world, "bob", answer_file(rubric.written))
    (folder / "notes").mkdir()
    (folder / "notes" / "written_answer.txt").write_text("Smaller is better.")
    world.grade(seed=5)
    read = read_reading(world.out, "bob")
    assert read is not None and read.answer == "Smaller is better."


def test_a_mark_is_a_change_with_a_reason_and_survives_a_regrade(world: World) -> None:
    world.grade(seed=5)
    before = world.scores()
    (world.out / "decisions.csv").write_text(LINE.format("ada", 7))
    world.grade(True)
    assert world.graded == [] and world.asked.asked
    assert world.scores() == before | {"ada": before["ada"] + 7}
    assert table(world)["ada"]["q8"] == "7" and table(world)["ada"]["status"] == "graded"
    assert "It says why." in page(world, "ada") and "7 / 10" in page(world, "ada")
    assert "q8: 7 points: It says why." in world.history()[-1]["reason"]
    world.versions["q4"] = 2
    world.grade(True)
    assert table(world)["ada"]["q8"] == "7"


def test_results_of_an_earlier_version_get_what_was_handed_in(world: World) -> None:
    world.grade(seed=5)
    for path in (world.out / ".readings").iterdir():
        path.unlink()
    world.grade()
    assert world.graded == [] and read_reading(world.out, "ada") is not None


def test_without_the_question_nothing_is_kept(world: World) -> None:
    text = world.grading_file.read_text("utf-8")
    begin, end = text.index("  q8:"), text.index("limits:")
    world.grading_file.write_text(text[:begin] + text[end:], "utf-8")
    world.grade(seed=5)
    assert not (world.out / ".readings").exists()
    assert "written" not in json.loads((world.out / "ada.json").read_text())["extra_data"]
