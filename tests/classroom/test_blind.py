"""Blind pages: nothing on them, in their names, links, titles or code tells who the student is."""

import csv
import re
import shutil
import stat
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from autograder.classroom.blind import ClassMember, make_blind
from autograder.classroom.people import decisions_by_submission
from autograder.classroom.plan import CannotBegin
from autograder.cli.commands import main
from autograder.intake.filenames import HandIn, Person
from autograder.report.blind import Blind
from autograder.report.desk import write_desk
from autograder.results.decisions import Decision
from autograder.results.known import read_whose
from autograder.results.pseudonyms import KEY, read_key
from autograder.results.whose import Whose
from support.desk import REAL
from support.grades import make_grade
from support.regrading import World, make_world

JANE = HandIn((Person("Jane Doe", ("4711007", "s998877"), "jane.doe@uni.example"),), "moodle")
JOHN = HandIn((Person("John Smith", ("4711008",), "smith@uni.example"),), "moodle")
OTHER = HandIn((Person("John Smith", ("4711009",), "jsmith2@uni.example"),), "moodle")
TELLS = ("jane", "doe", "smith", "4711007", "4711008", "998877", "uni.example", "nobody.here")
CODE = """# Jane Doe, s998877, jane.doe@uni.example
# doe jane, JaneDoe, jane_doe; with John  Smith (4711008), and Nobody Here nobody.here@uni.example
optimizer = "Adam", max(1, 2)
"""


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Three students, two of one name; their files tell about each other."""
    world = make_world(tmp_path, monkeypatch)
    for name, id in (("Jane Doe", 4711007), ("John Smith", 4711008), ("John Smith", 4711009)):
        folder = f"{name}_{id}_assignsubmission_file_"
        world.submit(folder, CODE)
        (world.root / "class" / folder / "digits" / "jane_doe.txt").write_text(CODE)
    (world.root / "class" / "jane doe.docx").write_text("")
    (world.root / "roster.csv").write_text(
        "Identifier,Full name,ID number,Email address\n"
        "Participant 4711007,Jane Doe,s998877,jane.doe@uni.example\n"
        "Participant 4711008,John Smith,s998878,smith@uni.example\n"
        "Participant 4711009,John Smith,s998879,jsmith2@uni.example\n"
        "Participant 4711010,Nobody Here,s998880,nobody.here@uni.example\n"
    )
    return world


def grade(world: World, **options: Any) -> None:
    world.grade(True, seed=5, roster=world.root / "roster.csv", **options)


def pages(folder: Path) -> dict[str, str]:
    """All pages in a folder, by their names."""
    found = [*folder.rglob("*.htm"), *folder.rglob("*.html")]
    return {str(page.relative_to(folder)): page.read_text("utf-8") for page in found}


def test_nothing_on_blind_pages_tells_who_it_is(world: World) -> None:
    (world.out).mkdir()
    (world.out / "decisions.csv").write_text(
        "student,question,kind,value,reason\n4711007,q4,adjust,-1,Jane Doe asked for it.\n"
        "nobody.here@uni.example,q4,adjust,-1,why\n4711008,,late,2,John Smith was late.\n"
    )
    grade(world, blind=True)
    found = pages(world.out)
    assert len(found) == 7 and all(name.startswith("blind/") for name in found)
    for name, text in found.items():
        for tells in TELLS:
            plain = unquote(f"{name} {text}").casefold()
            assert not re.search(rf"(?<![a-z]){re.escape(tells)}(?![a-z])", plain), (name, tells)
    assert not [one for one in (world.out / "blind").rglob("*") if one.suffix not in ("", ".html")]
    jane = next(row for row in key(world) if row["students"] == "Jane Doe")
    text = found[f"blind/{jane['pseudonym']}.html"]
    assert f"<title>{jane['pseudonym']}: " in text
    assert f"{jane['pseudonym']} asked for it." in text
    code = found[f"blind/code/{jane['pseudonym']}.html"]
    assert "Adam" in code and "[student]" in code and f"# {jane['pseudonym']}, " in code
    rows = re.findall(r'<th scope="row" data-value="(anon-\w+)', found["blind/index.html"])
    assert rows == sorted(rows) and len(rows) == 3


def key(world: World) -> list[dict[str, str]]:
    """The key: a row a pseudonym."""
    return list(csv.DictReader((world.out / KEY).open()))


def test_the_key_says_whose_they_are_and_stays_with_the_instructor(world: World) -> None:
    grade(world, blind=True)
    assert stat.S_IMODE((world.out / KEY).stat().st_mode) == 0o600
    named = {row["submission"]: row for row in key(world)}
    assert list(named) == ["Jane Doe (4711007)", "John Smith (4711008)", "John Smith (4711009)"]
    assert named["Jane Doe (4711007)"]["ids"] == "4711007 Participant 4711007 s998877"
    assert named["John Smith (4711009)"]["emails"] == "jsmith2@uni.example"
    assert len({row["pseudonym"] for row in key(world)}) == 3


def test_pseudonyms_are_the_same_after_a_regrade_with_the_key_or_without(world: World) -> None:
    grade(world, blind=True)
    before = {row["submission"]: row["pseudonym"] for row in key(world)}
    world.submit("Anna_4711001_assignsubmission_file_")
    (world.out / KEY).unlink()
    world.versions["q4"] += 1
    world.grade(True, seed=6, fresh=True, blind=True)
    after = {row["submission"]: row["pseudonym"] for row in key(world)}
    assert before.items() < after.items() and len(after) == 4


def test_another_machine_gives_other_pseudonyms_but_for_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class_ = [ClassMember("Jane Doe (4711007)", Path("jane.zip"), (JANE,))]
    here = make_blind(tmp_path, "Digits", class_, None).name("Jane Doe (4711007)")
    monkeypatch.setattr("autograder.results.pseudonyms.kept_random_bits", lambda: b"x" * 32)
    there = make_blind(tmp_path / "there", "Digits", class_, None).name("Jane Doe (4711007)")
    assert here != there
    assert make_blind(tmp_path, "Digits", class_, None).name("Jane Doe (4711007)") == here


@pytest.mark.parametrize(
    "name",
    ["=cmd", "'=cmd", "'Quoted", "a; =b", "a;-b", "x, y", 'say "hi"', "Zoë", "é" * 99 + "-2"],
)
def test_a_pseudonym_is_the_same_in_each_run_whatever_the_name(tmp_path: Path, name: str) -> None:
    class_ = [ClassMember(name, Path("x.zip"), (HandIn((Person(name),)),))]
    first = make_blind(tmp_path, "Digits", class_, None).name(name)
    assert make_blind(tmp_path, "Digits", class_, None).name(name) == first
    decision = Decision(first, "", "adjust", "1", "why")
    found, others = decisions_by_submission([decision], Whose({name: JANE}, read_key(tmp_path)))
    assert (found, others) == ({name: (decision,)}, ())
    assert len((tmp_path / KEY).read_text("utf-8").splitlines()) == 2


def test_a_key_that_a_spreadsheet_has_saved_is_read(tmp_path: Path) -> None:
    (tmp_path / KEY).write_text("pseudonym;submission;file\nanon-aaaaaaaa;Jane, Doe;x\n")
    class_ = [ClassMember("Jane, Doe", Path("x.zip"), (JANE,))]
    assert make_blind(tmp_path, "Digits", class_, None).name("Jane, Doe") == "anon-aaaaaaaa"


def test_pages_with_names_and_blind_ones_never_lie_side_by_side(world: World) -> None:
    grade(world)
    assert {"index.html", "Jane Doe (4711007).html"} <= pages(world.out).keys()
    assert "code/Jane Doe (4711007).html" in pages(world.out)
    lines = world.history()
    grade(world, blind=True)
    assert all(name.startswith("blind/") for name in pages(world.out))
    grade(world)
    assert not (world.out / "blind").exists() and len(pages(world.out)) == 7
    assert world.history() == lines and not world.graded


def test_the_desk_has_the_pseudonyms_of_blind_pages_with_a_key_or_without(world: World) -> None:
    grade(world)
    write_desk(world.out, REAL)
    on_the_desk = key(world)
    (world.out / KEY).unlink()
    grade(world, blind=True)
    assert key(world) == on_the_desk and len(on_the_desk) == 3


def test_a_key_that_says_all_is_not_written_again(world: World) -> None:
    grade(world, blind=True)
    before = (world.out / KEY).stat().st_ino  # another one for a file that is put in its place
    grade(world, blind=True)
    assert (world.out / KEY).stat().st_ino == before


def test_a_key_that_cannot_be_written_is_said_and_nothing_is_graded(world: World) -> None:
    (world.out / KEY).mkdir(parents=True)
    with pytest.raises(CannotBegin, match=r"pseudonyms\.csv cannot be written"):
        grade(world, blind=True)
    assert not world.graded


def test_the_terminal_names_nobody_either(world: World) -> None:
    """Progress, changes, what was left out, what cannot be read, what needs a person."""
    words = ["grade", str(world.root / "class"), "--out", str(world.out), "--isolation", "process"]
    words += ["--roster", str(world.root / "roster.csv"), "--blind", "--export", "csv", "--seed"]
    runner = CliRunner(env={"COLUMNS": "200"})
    outputs = [runner.invoke(main, [*words, "5"])]
    (world.out / "John Smith (4711008).json").write_text("[]")
    (world.out / "decisions.csv").write_text(
        "student,question,kind,value,reason\n4711007,,adjust,-1,Jane Doe asked for it.\n"
        "nobody.here@uni.example,q4,adjust,-1,why\n"
    )
    world.versions["q3"] = 2
    outputs += [runner.invoke(main, [*words, "5", *more]) for more in ([], ["--yes"])]
    assert [one.exit_code for one in outputs] == [0, 2, 0]
    rows = sorted(row["pseudonym"] for row in key(world))
    for number, one in enumerate(outputs):
        for tells in TELLS:
            plain = one.output.replace(str(world.root), "").casefold()
            assert not re.search(rf"(?<![a-z]){re.escape(tells)}(?![a-z])", plain), (number, tells)
    assert "left out: 1 that are no submissions; grades.csv says why" in outputs[0].output
    assert re.findall(r"^ *(anon-\w+)  ", outputs[0].output, re.MULTILINE) == rows
    nobody = re.search(r"Decisions about nobody +1 +(.*)", outputs[2].output)
    assert nobody and nobody[1].strip() == "[student] 1"
    jane = next(row["pseudonym"] for row in key(world) if row["students"] == "Jane Doe")
    assert f"decision: -1 point: {jane} asked for" in " ".join(outputs[1].output.split())


def test_who_marks_blind_decides_by_pseudonym(world: World) -> None:
    grade(world, blind=True)
    one = next(row for row in key(world) if row["ids"].startswith("4711008"))
    before = world.scores()
    assert one["pseudonym"] in read_whose(world.out).names
    (world.out / "decisions.csv").write_text(
        f"student,question,kind,value,reason\n{one['pseudonym']},,adjust,7,why\n"
    )
    grade(world)
    changed = {name: score - before[name] for name, score in world.scores().items()}
    assert changed == {name: 7 if name == one["submission"] else 0 for name in before}


def test_a_new_roster_replaces_more_on_all_blind_pages(world: World) -> None:
    world.grade(True, seed=5, blind=True)
    assert any("Nobody" in text for text in pages(world.out).values())
    grade(world, blind=True)
    assert not any("Nobody" in text for text in pages(world.out).values())


def test_a_blind_page_that_is_not_written_anew_goes(world: World) -> None:
    world.grade(True, seed=5, blind=True)  # without the roster: Nobody Here is not replaced
    (world.out / "blind" / "similar.htm").write_text("Nobody Here is like Jane Doe")
    for name in ("Jane Doe_4711007", "John Smith_4711009"):
        shutil.rmtree(world.root / "class" / f"{name}_assignsubmission_file_")
    grade(world, blind=True)
    (one,) = [row["pseudonym"] for row in key(world) if row["ids"].startswith("4711008")]
    assert pages(world.out).keys() == {
        "blind/index.html",
        f"blind/{one}.html",
        f"blind/code/{one}.html",
    }


def test_a_dry_run_writes_no_key(world: World) -> None:
    grade(world)
    grade(world, blind=True, dry_run=True)
    assert not (world.out / KEY).exists() and not (world.out / "blind").exists()


# What is replaced


def blind(*hand_ins: HandIn) -> Blind:
    """A class of these."""
    names = {f"{one.name} ({one.people[0].ids[0]})": one for one in hand_ins}
    known = [
        (text, name)
        for name, one in names.items()
        for who in one.people
        for text in (name, who.name, *who.ids, who.email)
    ]
    return Blind({name: f"anon-{number}" for number, name in enumerate(names)}, known)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Jane Doe", "anon-0"),
        ("by JANE  DOE.", "by anon-0."),
        ("Doe, Jane", "anon-0"),
        ("jane_doe.ipynb and jane-doe", "anon-0.ipynb and anon-0"),
        ("class JaneDoe(nn.Module):", "class anon-0(nn.Module):"),
        ("Jane Doe (4711007)", "anon-0)"),
        ("<jane.doe@uni.example>", "<anon-0>"),
        ("s998877 S998877", "anon-0 anon-0"),
        ("John Smith", "[student]"),  # which one?
        ("John Smith (4711009)", "anon-2)"),
        ("Jane, Doeberitz; Jane", "Jane, Doeberitz; Jane"),
        ("line 47, 4711", "line 47, 4711"),
        ("x" * 9, "x" * 9),
        ("", ""),
    ],
)
def test_names_ids_and_addresses_are_replaced_as_they_are_written(text: str, shown: str) -> None:
    assert blind(JANE, JOHN, OTHER).text(text) == shown


def test_an_example_of_a_hint_tells_nobody_either() -> None:
    blind, made = Blind({"alice": "anon-aaaaaaaa"}, [("Jane Doe", "alice")]), make_grade()
    results = tuple(replace(one, example="name = Jane Doe") for one in made.results)
    shown = blind.grade(replace(made, results=results))
    assert {one.example for one in shown.results} == {"name = anon-aaaaaaaa"}


def test_accents_are_replaced_however_they_are_written() -> None:
    one = blind(HandIn((Person("Zoë Müller", ("77777",)),), "moodle"))
    apart = unicodedata.normalize("NFD", "Zoë Müller")
    for text in ("Zoë Müller", apart, "zoe muller", "zoe_mueller"):
        assert one.text(text) == "anon-0"


@pytest.mark.parametrize("name", ["王伟", "王 伟", "伟 王"])
def test_a_chinese_name_has_two_letters(name: str) -> None:
    one = blind(HandIn((Person(name, ("77777",)),), "moodle"))
    assert one.text("# 王伟, 2026") == "# anon-0, 2026"


def test_a_short_name_is_no_code() -> None:
    one = blind(HandIn((Person("Li A", ("77777",)),), "moodle"))
    assert one.text("li, a = 1, 2; Li A; li_a") == "li, a = 1, 2; anon-0; li_a"
    words = HandIn((Person("max", ("88888",), "models"),), "canvas")
    assert blind(words).text("torch.max(models)") == "torch.max(models)"
