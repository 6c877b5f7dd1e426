"""The desk's page: what is on it, in which order, and that nothing of a student's is markup."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from autograder.report.desk import FILE, NoDesk, as_data, write_desk
from autograder.results.grade import CheckResult, Grade
from autograder.results.history import Given, History
from autograder.results.pseudonyms import class_name, read_key
from autograder.results.reading import Reading, write_reading
from autograder.results.results_json import write_grade
from support.desk import RUBRIC, write_class
from support.grades import make_grade
from support.pages import HOSTILE, picture_data

HARD = (*HOSTILE, "<!--<script>", "a\u2028b\u2029c", "]]>", "\\u003c/script>", "</SCRIPT >", "&lt;")


class Scripts(HTMLParser):
    """Collects the scripts of a page, as a browser cuts them out."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: dict[str, str] = {}
        self.inside: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = (dict(attrs).get("id") or "script") if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        self.inside = None

    def handle_data(self, data: str) -> None:
        if self.inside is not None:
            self.found[self.inside] = self.found.get(self.inside, "") + data


def scripts(out: Path, seed: int = 0) -> dict[str, str]:
    write_desk(out, RUBRIC, seed)
    return Scripts((out / FILE).read_text("utf-8")).found


def order(out: Path, seed: int = 0) -> list[str]:
    ids: list[str] = json.loads(scripts(out, seed)["about"])["ids"]
    return ids


def test_every_text_of_a_student_comes_out_of_the_page_as_it_was(tmp_path: Path) -> None:
    answers = {f"student {number}": text for number, text in enumerate(HARD)}
    code = {f"digits/{number}.py": text for number, text in enumerate(HARD)}
    write_class(tmp_path, answers, code)
    found = scripts(tmp_path)
    assert sorted(found) == sorted(["about", "script", *json.loads(found["about"])["ids"]])
    shown = [json.loads(text) for id, text in found.items() if id.startswith("anon-")]
    safe = [text.encode("utf-8", "replace").decode() for text in HARD]
    assert sorted(one["answer"].replace("\ud800", "?") for one in shown) == sorted(safe)
    assert all([text.replace("\ud800", "?") for _, text in one["code"]] == safe for one in shown)


@pytest.mark.parametrize("text", HARD)
def test_data_hold_no_character_that_means_something_in_a_page(text: str) -> None:
    data = str(as_data({text: [text]}))
    assert json.loads(data) == {text: [text]}
    assert not set("<>&") & set(data) and data.isascii()


def test_answers_are_in_an_order_that_is_random_and_stays(tmp_path: Path) -> None:
    names = [f"student {number:03}" for number in range(60)]
    write_class(tmp_path, dict.fromkeys(names, "x"))
    first = order(tmp_path)
    pseudonyms = read_key(tmp_path)
    assert first == order(tmp_path) != order(tmp_path, seed=1)
    assert sorted(first) == sorted(pseudonyms.values())
    assert first != [pseudonyms[name] for name in names] and first != sorted(first)


def test_nothing_tells_whose_an_answer_is(tmp_path: Path) -> None:
    from autograder.intake.filenames import HandIn, Person  # noqa: PLC0415 - used here alone

    person = Person("Jane O'Doe", ("s1234567",), "jane@uni.example")
    grade = make_grade(name="Jane O'Doe (12)", hand_in=HandIn((person,), "x.zip"))
    write_grade(tmp_path, grade)
    text = "I, jane o'doe (S1234567, jane@uni.example), janet"
    code = "# Jane O'Doe (12)\n# O'Doe, Jane, with Ben Roe\nx = 1"
    write_reading(tmp_path, grade.name, Reading(text, {"jane_o_doe.py": code}))
    write_grade(tmp_path, make_grade(name="ben", hand_in=HandIn((Person("Ben Roe"),))))
    page = scripts(tmp_path)
    (one,) = (json.loads(data) for id, data in page.items() if id.startswith("anon-"))
    assert one["answer"] == "I, ▮▮▮ (▮▮▮, ▮▮▮), janet"
    assert one["code"] == [["▮▮▮.py", "# ▮▮▮)\n# ▮▮▮, with ▮▮▮\nx = 1"]]
    whole = (tmp_path / FILE).read_text("utf-8")
    assert "Jane" not in whole and "Ben" not in whole


def test_a_desk_that_is_made_anew_is_of_the_same_class_and_another_one_is_not(
    tmp_path: Path,
) -> None:
    for name in ("one", "other"):
        History(write_class(tmp_path / name, {"alice": "x"})).add(Given("alice", None), name)
    one, other = (json.loads(scripts(tmp_path / name)["about"]) for name in ("one", "other"))
    assert one["key"] != other["key"] and one["ids"] == other["ids"]
    History(tmp_path / "one").add(Given("bob", 7.0), "more")
    (tmp_path / "one").rename(tmp_path / "moved")
    assert json.loads(scripts(tmp_path / "moved")["about"])["key"] == one["key"]
    assert class_name(tmp_path / "moved", RUBRIC.title) in one["key"]


def test_the_code_and_the_pictures_are_beside_the_answer(tmp_path: Path) -> None:
    write_class(tmp_path, {"alice": "x"}, pictures=picture_data())
    (one,) = (json.loads(data) for id, data in scripts(tmp_path).items() if "anon-" in id)
    assert [name for name, _ in one["code"]] == ["digits/data.py", "digits/models.py"]
    assert [title for title, _ in one["pictures"]] == [
        "q4: costs that train returned",
        "q1: weights of the first layer",
    ]
    assert all(svg.startswith("<svg ") for _, svg in one["pictures"])


def test_a_picture_that_cannot_be_drawn_costs_nobody_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("autograder.report.desk.cost_curves", fail)
    write_class(tmp_path, {"alice": "x"}, pictures=picture_data())
    (one,) = (json.loads(data) for id, data in scripts(tmp_path).items() if "anon-" in id)
    assert [title for title, _ in one["pictures"]] == ["q1: weights of the first layer"]


def test_what_cannot_be_marked_is_named(tmp_path: Path) -> None:
    write_class(tmp_path, {"alice": "x"})
    write_grade(tmp_path, make_grade(name="bob"))
    (tmp_path / "carol.json").write_text("{}")
    from autograder.probing.student_error import Cause  # noqa: PLC0415 - used here alone

    unread = make_grade(name="dan")
    results = tuple(
        CheckResult(one.check, "failed", "no", cause=Cause.UNREADABLE_SUBMISSION)
        for one in unread.results
    )
    dan: Grade = replace(unread, results=results)
    write_grade(tmp_path, dan)
    write_reading(tmp_path, "dan", Reading())
    desk = write_desk(tmp_path, RUBRIC)
    assert desk.count == 1
    assert [line.partition(":")[0] for line in desk.left_out] == ["bob", "carol", "dan"]


def test_without_results_or_a_written_question_there_is_no_desk(tmp_path: Path) -> None:
    with pytest.raises(NoDesk, match="there are no results in"):
        write_desk(tmp_path, RUBRIC)
    with pytest.raises(NoDesk, match="no question of the kind `written`"):
        write_desk(tmp_path, replace(RUBRIC, written=None))
