"""`autograder decide` adds lines to the table of decisions, and nothing that is wrong."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.cli.commands import main
from autograder.intake.filenames import HandIn, Person
from autograder.results.history import Given, GivenCheck, History
from autograder.results.results_json import write_grade
from support.grades import make_grade

Decide = Callable[..., Result]


@pytest.fixture
def decide(tmp_path: Path) -> Decide:
    """Run the command for the results in a folder."""
    words = ["decide", "--results", str(tmp_path)]
    return lambda *more: CliRunner().invoke(main, [*words, *more])


def lines(tmp_path: Path) -> list[list[str]]:
    """The table that was written, without its header and without when."""
    return [row[:6] for row in csv.reader((tmp_path / "decisions.csv").open())][1:]


def test_a_decision_is_a_line_with_the_checks_name(tmp_path: Path, decide: Decide) -> None:
    done = decide("ada", "points", "2.5", "--on", "4.1", "--reason", "Right.", "--who", "me")
    assert done.exit_code == 0, done.output
    assert f"1 decision added to {tmp_path}/decisions.csv\n" in done.output
    assert decide("s7", "adjust", "-2.5", "--reason", "Copied.", "--who", "me").exit_code == 0
    assert lines(tmp_path) == [
        ["ada", "q4.test_epoch_lowers_the_cost", "points", "2.5", "Right.", "me"],
        ["s7", "", "adjust", "'-2.5", "Copied.", "me"],
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "give a student, a kind and --reason"),
        (["ada"], "give a student, a kind and --reason"),
        (["ada", "points", "2"], "`reason` is empty"),
        (["ada", "points", "--reason", "x"], "the value of `points` is points"),
        (["ada", "points", "2", "--on", "q9", "--reason", "x"], "there is no question or check q9"),
        (["ada", "pionts", "2"], "'pionts' is not one of"),
        (["--from", "absent.csv"], "there is no file absent.csv"),
        (["ada", "points", "101", "--on", "q4", "--reason", "x"], "and 101 are more"),
    ],
)
def test_what_cannot_be_is_refused(
    tmp_path: Path, decide: Decide, words: list[str], message: str
) -> None:
    done = decide(*words)
    assert done.exit_code == 2 and message in " ".join(done.output.split())
    assert not (tmp_path / "decisions.csv").exists()


def test_a_line_on_a_check_that_is_gone_is_in_nobodys_way(tmp_path: Path, decide: Decide) -> None:
    History(tmp_path).add(
        Given("ada", 3.0, {"q4.test_gone": GivenCheck("4.99", "passed", 3, 3)}), ""
    )
    table = tmp_path / "decisions.csv"
    for place in ("4.99", "q4.test_gone"):
        text = f"student,question,kind,value,reason,who,when\nada,{place},points,1,why,me,today\n"
        table.write_text(text)
        done = decide("ada", "points", "90", "--reason", "By hand.", "--who", "me")
        assert done.exit_code == 0, done.output
        assert [line[:4] for line in lines(tmp_path)] == [
            ["ada", place, "points", "1"],
            ["ada", "", "points", "90"],
        ]


def test_another_files_lines_are_taken_over_once(tmp_path: Path, decide: Decide) -> None:
    other = tmp_path / "other.csv"
    text = "student,question,kind,value,reason,who,when\nada,q4,points,3,why,me,today\n"
    other.write_text(text + "bob,q4,comment,,nice,me,today\n")
    assert decide("--from", str(other)).output.startswith(f"2 decisions added to {tmp_path}/")
    assert decide("--from", str(other)).output == (
        f"no decisions added to {tmp_path}/decisions.csv; 2 decisions were there already\n"
    )
    assert decide("--from", str(other), "--from", str(other)).output == (
        f"no decisions added to {tmp_path}/decisions.csv; 2 decisions were there already\n"
    )
    other.write_text(f"{text}cy,q4,comment,,nice,me,today\n")
    assert decide("--from", str(other)).output.startswith(
        f"1 decision added to {tmp_path}/decisions.csv; 1 decision was there already\n"
    )
    assert len(lines(tmp_path)) == 3


def test_who_was_taken_once_is_taken_for_good(tmp_path: Path, decide: Decide) -> None:
    files = [tmp_path / "ada.csv", tmp_path / "ben.csv"]
    for file, value in zip(files, "75", strict=True):
        file.write_text(
            f"student,question,kind,value,reason,who\ncy,q3,points,{value},why,{file.stem}\n"
        )
    both = ["--from", str(files[0]), "--from", str(files[1])]
    assert decide(*both).exit_code == 2
    done = decide(*both, "--take", "ben")
    assert done.exit_code == 0 and "1 decision of others on the same kept above" in done.output
    assert [row[3] for row in lines(tmp_path)] == ["7", "5"]
    before = (tmp_path / "decisions.csv").read_bytes()
    for again in (both, both[:2], both[2:]):
        assert decide(*again).exit_code == 0
    assert (tmp_path / "decisions.csv").read_bytes() == before


# Who it is about


@pytest.fixture
def graded(tmp_path: Path) -> None:
    """Somebody has a result."""
    whose = HandIn((Person("Jane Doe", ("12", "s7"), "jane@uni.example"),), "moodle")
    write_grade(tmp_path, make_grade(name="Jane Doe (12)", hand_in=whose))
    (tmp_path / "damaged.json").write_text("[]")


@pytest.mark.parametrize("name", ["Jane Doe (12)", "jane doe (12)", "12", "S7", "Jane@uni.example"])
def test_a_student_is_known_by_submission_id_and_address(
    graded: None, decide: Decide, name: str
) -> None:
    assert decide(name, "adjust", "1", "--reason", "Agreed.").exit_code == 0


def test_a_name_that_nobody_has_is_refused(graded: None, tmp_path: Path, decide: Decide) -> None:
    done = decide("jnae@uni.example", "adjust", "1", "--reason", "Agreed.")
    assert done.exit_code == 2
    assert " ".join(done.output.split()).endswith(
        f"no submission, id or address in {tmp_path}/ is called jnae@uni.example; do you mean"
        " jane@uni.example?"
    )
    other = tmp_path / "other.csv"
    text = "student,question,kind,value,reason\n12,q4,points,3,why\nbob,q4,points,3,why\n"
    other.write_text(text)
    assert decide("--from", str(other)).exit_code == 2
    assert not (tmp_path / "decisions.csv").exists()


def test_an_extension_lets_no_other_decision_about_nobody_pass(
    graded: None, tmp_path: Path, decide: Decide
) -> None:
    other = tmp_path / "other.csv"
    points, more_time = "bob,q4,points,3,why\n", "bob,,extension,3 days,ill\n"
    for lines_about_bob in (points + more_time, more_time + points):
        other.write_text(f"student,question,kind,value,reason\n{lines_about_bob}")
        done = decide("--from", str(other))
        assert done.exit_code == 2 and "is called bob" in " ".join(done.output.split())
    assert not (tmp_path / "decisions.csv").exists()


def test_who_has_not_handed_in_may_have_an_extension_or_be_excused(
    graded: None, decide: Decide
) -> None:
    for words in (["extension", "3 days"], ["excuse"]):
        done = decide("bob", *words, "--reason", "Ill.")
        assert done.exit_code == 0 and "is called bob yet" in done.output
    assert decide("bob", "excuse", "--on", "q4", "--reason", "Ill.").exit_code == 2


def test_it_is_said_whose_grade_it_is(graded: None, tmp_path: Path, decide: Decide) -> None:
    whole = "about Jane Doe (12) (Jane Doe, 12, s7, jane@uni.example)\n"
    for name in ("jane doe (12)", "S7"):
        done = decide(name, "adjust", "1", "--reason", f"Agreed, {name}.")
        assert done.exit_code == 0 and whole in done.output
    assert [row[0] for row in lines(tmp_path)] == ["Jane Doe (12)", "S7"]
    other = tmp_path / "other.csv"
    other.write_text("student,question,kind,value,reason\n12,q4,points,3,why\n")
    assert whole in decide("--from", str(other)).output


def test_before_anybody_is_graded_nobody_is_known(decide: Decide) -> None:
    done = decide("bob", "adjust", "1", "--reason", "Agreed.")
    assert done.exit_code == 0 and "about bob, not known yet\n" in done.output


def test_names_that_differ_in_capitals_or_in_the_form_of_accents(
    tmp_path: Path, decide: Decide
) -> None:
    for name, person in (("Ann", "Ann"), ("ann-2", "ann"), ("Jos\u00e9", "Jos\u00e9")):
        write_grade(tmp_path, make_grade(name=name, hand_in=HandIn((Person(person),))))
    done = decide("ann", "adjust", "1", "--reason", "Agreed.")
    assert done.exit_code == 2 and lines_of(done.output)[-2:] == [
        "Ann (another one is ann-2)",
        "ann-2 (ann)",
    ]
    assert "ann may be one of several; give the name of its submission" in done.output
    assert not (tmp_path / "decisions.csv").exists()
    done = decide("Ann", "adjust", "1", "--reason", "Agreed.")
    assert done.exit_code == 0 and "about Ann (another one is ann-2)\n" in done.output
    done = decide("Jose\u0301", "adjust", "1", "--reason", "Agreed.")
    assert done.exit_code == 0 and "about Jos\u00e9\n" in done.output
    assert [row[0] for row in lines(tmp_path)] == ["Ann", "Jos\u00e9"]


def lines_of(text: str) -> list[str]:
    return text.splitlines()


@pytest.mark.parametrize(
    ("name", "guess"),
    [("s8", ""), ("jnae@uni.example", "jane@uni.example"), ("Jane Doe", "Jane Doe (12)")],
)
def test_another_number_is_no_misspelled_one(
    graded: None, decide: Decide, name: str, guess: str
) -> None:
    done = " ".join(decide(name, "adjust", "1", "--reason", "Agreed.").output.split())
    assert done.endswith(f"do you mean {guess}?" if guess else f"is called {name}.")
    done = decide(name, "extension", "3 days", "--reason", "Ill.").output
    assert (f"do you mean {guess}?" in done) == bool(guess)


def test_which_hand_in_counts_is_one(tmp_path: Path, decide: Decide) -> None:
    for name in ("Jane (12)", "Jane (12)-2"):
        whose = HandIn((Person("Jane", ("12",)),), "moodle")
        write_grade(tmp_path, make_grade(name=name, hand_in=whose))
    assert "may be one of several" in decide("12", "counts", "--reason", "Agreed.").output
    done = decide("jane (12)", "counts", "--reason", "Agreed.")
    assert done.exit_code == 0 and "about Jane (12) (Jane, 12)\n" in done.output
