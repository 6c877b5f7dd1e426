"""Several graders' decisions: each once, the latest of each grader, none that is not agreed on."""

from pathlib import Path

import pytest

from autograder.intake.filenames import HandIn, Person
from autograder.results.decisions import Decision
from autograder.results.known import read_whose
from autograder.results.merging import Merged, merge, with_names
from autograder.results.results_json import write_grade
from support.desk import RUBRIC
from support.grades import make_grade


def line(who: str, value: str, when: str = "2026-11-28T10:00:00Z", **more: str) -> Decision:
    fields = {"student": "alice", "question": "q8", "kind": "points", "reason": "why", **more}
    return Decision(value=value, who=who, when=when, **fields)


LATER, EARLIER = "2026-11-28T11:00:00Z", "2026-11-28T10:30:00+01:00"


def test_a_line_that_is_there_is_not_added_again() -> None:
    both = [line("ada", "7"), line("ada", "3", student="bob")]
    assert merge([], both, RUBRIC).new == tuple(both)
    assert merge(both, both, RUBRIC) == merge(both, [], RUBRIC)
    assert merge(both, both, RUBRIC).new == ()


def test_a_grader_who_marks_anew_is_believed_and_an_older_file_changes_nothing() -> None:
    old, new = line("ada", "7"), line("ada", "8", LATER)
    assert merge([old], [new], RUBRIC).new == (new,)
    assert merge([new], [old], RUBRIC).new == ()
    assert merge([], [new, old], RUBRIC).new == (new,)
    assert merge([old], [line("ada", "9", EARLIER)], RUBRIC).new == ()


def test_where_two_disagree_both_are_named_and_neither_is_added() -> None:
    ada, ben = line("ada", "7", reason="Good"), line("ben", "5.5", reason="Short")
    other = line("ben", "4", student="bob")
    for there, new in (([], [ada, ben, other]), ([ada], [ben, other])):
        merged = merge(there, new, RUBRIC)
        assert merged.new == (other,)
        assert merged.disagreements == ("alice, q8: ada gives 7 (Good) and ben gives 5.5 (Short)",)


@pytest.mark.parametrize(("take", "added"), [("ada", "7"), ("ben", "5")])
def test_one_of_them_can_be_chosen(take: str, added: str) -> None:
    merged = merge([], [line("ada", "7"), line("ben", "5")], RUBRIC, take)
    assert [one.value for one in merged.new] == [added] and merged.disagreements == ()
    assert {one.value for one in (*merged.new, *merged.replaced)} == {"7", "5"}
    assert merge([*merged.replaced, *merged.new], [line("ada", "7"), line("ben", "5")], RUBRIC) == (
        Merged(())
    )


def test_whoever_is_chosen_decides_nothing_where_they_have_not_marked() -> None:
    merged = merge([], [line("ada", "7"), line("ben", "5")], RUBRIC, "carol")
    assert merged.new == () and len(merged.disagreements) == 1


def test_the_same_points_are_no_disagreement_nor_are_comments() -> None:
    same = [line("ada", "7"), line("ben", "7,0", reason="because")]
    assert merge([], same, RUBRIC).new == tuple(same)
    comments = [line("ada", "", kind="comment"), line("ben", "", kind="comment", reason="no")]
    assert merge([], comments, RUBRIC).new == tuple(comments)


def test_the_same_thing_has_several_names() -> None:
    check = RUBRIC.checks[0]
    one = line("ada", "7", question=check.number)
    other = line("ben", "5", question=f"{check.question}.{check.name}")
    assert merge([], [one, other], RUBRIC).new == ()


def test_the_same_student_has_several_names(tmp_path: Path) -> None:
    person = Person("Jane Doe", ("s12",), "jane@uni.example")
    write_grade(tmp_path, make_grade(name="Jane Doe (12)", hand_in=HandIn((person,))))
    (tmp_path / "pseudonyms.csv").write_text("pseudonym,submission\nanon-aaaaaaaa,Jane Doe (12)\n")
    submissions = read_whose(tmp_path).submissions
    ada = line("ada", "7", student="Jane Doe (12)")
    for name in ("jane doe (12)", "S12", "Jane@uni.example", "anon-aaaaaaaa"):
        merged = merge([], [ada, line("ben", "5", student=name)], RUBRIC, "", submissions)
        assert merged.new == () and len(merged.disagreements) == 1


def test_what_may_be_several_submissions_is_none_of_them(tmp_path: Path) -> None:
    hand_in = HandIn((Person("Jane Doe", ("s12",)),))
    for name in ("Jane", "Jane-2"):
        write_grade(tmp_path, make_grade(name=name, hand_in=hand_in))
    assert read_whose(tmp_path).submissions == {"jane": "Jane", "jane-2": "Jane-2"}


def test_pseudonyms_become_submissions_and_unknown_ones_are_told() -> None:
    students = [
        "anon-aaaaaaaa",
        "Anon-aaaaaaaa",
        "anon-bbbbbbbb",
        "alice",
        "anon-1",
        "anon-aaaaaaaab",
    ]
    lines = [line("ada", "7", student=one) for one in students]
    named, unknown = with_names(lines, {"anon-aaaaaaaa": "Jane"})
    assert [one.student for one in named] == ["Jane", "Jane", "alice", "anon-1", "anon-aaaaaaaab"]
    assert unknown == ["anon-bbbbbbbb"]


def test_a_submission_may_be_called_as_a_pseudonym_is(tmp_path: Path) -> None:
    write_grade(tmp_path, make_grade(name="anon-bbbbbbbb"))
    named, unknown = with_names(
        [line("ada", "7", student="anon-bbbbbbbb")], read_whose(tmp_path).submissions
    )
    assert [one.student for one in named] == ["anon-bbbbbbbb"] and unknown == []


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [("extension", "3 days", "5 days", "72 hours"), ("late", "4", "0", "4,0")],
)
def test_lateness_and_extensions_of_two_people_are_compared_like_points(
    kind: str, one: str, other: str, same: str
) -> None:
    ada = line("ada", one, kind=kind, question="")
    ben = line("ben", other, kind=kind, question="", reason="ill")
    merged = merge([ada], [ben], RUBRIC)
    assert merged.new == () and merged.disagreements == (
        f"alice, the whole: ada says {kind} {one} (why) and ben says {kind} {other} (ill)",
    )
    assert merge([ada], [ben], RUBRIC, "ben").new == (ben,)
    agreed = line("ben", same, kind=kind, question="")
    assert merge([ada], [agreed], RUBRIC).new == (agreed,)
    later = line("ada", other, LATER, kind=kind, question="")
    assert merge([later], [ada], RUBRIC).new == ()  # an older file changes nothing


def test_lateness_is_no_other_thing_than_points_for_the_whole() -> None:
    both = [line("ada", "50", question=""), line("ben", "0", question="", kind="late")]
    assert merge([], both, RUBRIC).new == tuple(both)
