"""The desk's page: what is on it, in which order, and that nothing of a student's is markup."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from autograder.intake.filenames import HandIn, Person
from autograder.probing.student_error import Cause
from autograder.report.desk import DESK, NoDesk, as_data, write_desk
from autograder.results.class_list import ClassList, write_class_list
from autograder.results.grade import CheckResult, Grade
from autograder.results.history import Given, History
from autograder.results.pseudonyms import class_name, read_key
from autograder.results.reading import Reading, write_reading
from autograder.results.results_json import write_grade
from autograder.text import clean
from support.desk import CODE, RUBRIC, write_class
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
    return Scripts((out / DESK).read_text("utf-8")).found


def answers(out: Path) -> list[dict[str, Any]]:
    """What is on the desk by answer: names and texts of files, and figures."""
    found = scripts(out)
    data = {name: json.loads(text) for name, text in found.items() if name != "script"}
    shown = [data[id] for id in data["about"]["ids"]]
    for one in shown:
        one["code"] = [(file["name"], text_of(file)) for file in map(data.get, one["code"])]
        for figure in one["pictures"]:
            figure["digits"] = [(data[part], *rest) for part, *rest in figure.get("digits", ())]
    return shown


def text_of(file: Any) -> str:
    """The text of a file, of which coloured pieces stand behind the name of their colour."""
    lines = (
        "".join(one if isinstance(one, str) else one[1] for one in line) for line in file["lines"]
    )
    return "\n".join(lines)


def order(out: Path, seed: int = 0) -> list[str]:
    ids: list[str] = json.loads(scripts(out, seed)["about"])["ids"]
    return ids


def test_every_text_of_a_student_comes_out_of_the_page_as_it_was(tmp_path: Path) -> None:
    texts = {f"student {number}": text for number, text in enumerate(HARD)}
    code = {f"digits/{number:02}.py": text for number, text in enumerate(HARD)}
    write_class(tmp_path, texts, code)
    found = scripts(tmp_path)
    parts = [f"part-{number}" for number in range(len(HARD))]
    ids = json.loads(found["about"])["ids"]
    assert sorted(found) == sorted(["about", "script", *ids, *parts])
    safe = [text.encode("utf-8", "replace").decode() for text in HARD]
    shown = answers(tmp_path)
    assert sorted(one["answer"].replace("\ud800", "?") for one in shown) == sorted(safe)
    cleaned = [clean(text, 1_000) for text in safe]
    assert all([text for _, text in one["code"]] == cleaned for one in shown)


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
    person = Person("Jane O'Doe", ("s1234567",), "jane@uni.example")
    grade = make_grade(name="Jane O'Doe (12)", hand_in=HandIn((person,), "x.zip"))
    write_grade(tmp_path, grade)
    text = "I, jane o'doe (S1234567, jane@uni.example), janet"
    code = "# Jane O'Doe (12)\n# O'Doe, Jane, with Ben Roe\nx = 1"
    write_reading(tmp_path, grade.name, Reading(text, {"jane_o_doe.py": code}))
    write_grade(tmp_path, make_grade(name="ben", hand_in=HandIn((Person("Ben Roe"),))))
    (one,) = answers(tmp_path)
    assert one["answer"] == "I, ▮▮▮ (▮▮▮, ▮▮▮), janet"
    assert one["code"] == [("▮▮▮.py", "# ▮▮▮)\n# ▮▮▮, with ▮▮▮\nx = 1")]
    whole = (tmp_path / DESK).read_text("utf-8")
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
    (one,) = answers(tmp_path)
    assert one["code"] == [*CODE.items()]
    assert [figure["title"] for figure in one["pictures"]] == [
        "q1: MLP recognises 90 of 99 digits; mistakes that it is surest of",
        "q1: weights of the first layer",
        "q4: costs that train returned",
    ]
    network, *drawn = one["pictures"]
    assert all(figure["svg"].startswith("<svg ") for figure in drawn)
    ((image, digit, sentence),) = network["digits"]
    assert image.startswith("data:image/png;base64,")
    assert (digit, sentence) == ("A handwritten 3", "a 3, taken for 5\n5: 40\xa0%, 3: 10\xa0%")


def test_code_is_coloured_as_on_the_pages_with_code(tmp_path: Path) -> None:
    write_class(tmp_path, {"alice": "x"}, {"digits/data.py": "def f():\n    return 1  # one\n"})
    found = scripts(tmp_path)
    assert json.loads(found["part-0"]) == {
        "name": "digits/data.py",
        "note": "",
        "closed": False,
        "lines": [
            [["k", "def"], " ", ["nf", "f"], "():"],
            ["    ", ["k", "return"], " ", ["mi", "1"], "  ", ["c1", "# one"]],
            [],
        ],
    }
    assert ".code .nf {" in (tmp_path / DESK).read_text("utf-8")


def test_what_several_have_is_in_the_page_once(tmp_path: Path) -> None:
    names = [f"student {number}" for number in range(5)]
    given = {"digits/plots.py": "import given\n" * 999, "digits/data.py": "x = 1\n"}
    write_class(tmp_path, dict.fromkeys(names, "x"), given, pictures=picture_data())
    write_reading(tmp_path, names[0], Reading("x", given | {"digits/data.py": "x = 2\n"}))
    page = scripts(tmp_path)
    files = [json.loads(data) for id, data in page.items() if "part-" in id and "lines" in data]
    assert [(one["name"], one["closed"]) for one in files if one["closed"]] == [
        ("digits/plots.py", True)
    ]
    assert sorted(map(text_of, files))[1:] == ["x = 1\n", "x = 2\n"]
    assert "".join(page.values()).count("data:image/png") == 1 + len(names)  # digit; weights
    assert all(len(one["code"]) == 2 for one in answers(tmp_path))


def test_a_large_file_is_cut_with_a_sentence(tmp_path: Path) -> None:
    write_class(tmp_path, {"alice": "x"}, {"digits/data.py": "x = 1\n" * 12_000})
    (file,) = (json.loads(data) for id, data in scripts(tmp_path).items() if "part-" in id)
    assert file["note"] == "Only the first 60,000 of 72,000 characters are shown."
    assert len(text_of(file)) == 60_000


def test_a_picture_that_cannot_be_drawn_costs_nobody_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("autograder.report.student_page.cost_curves", fail)
    write_class(tmp_path, {"alice": "x"}, pictures=picture_data())
    (one,) = answers(tmp_path)
    titles = [figure["title"] for figure in one["pictures"]]
    assert titles[1:] == ["q1: weights of the first layer"]


def test_pictures_are_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_class(tmp_path, {"alice": "x"}, pictures=picture_data())
    first = answers(tmp_path)
    monkeypatch.setattr("autograder.report.student_page.cost_curves", None)
    assert answers(tmp_path) == first


def test_what_does_not_count_is_not_on_the_desk(tmp_path: Path) -> None:
    write_class(tmp_path, {"Jane (1)": "x", "Jane (1)-2": "y", "gone": "z"})
    write_class_list(tmp_path, ClassList(("Jane (1)", "Jane (1)-2"), {"Jane (1)": "Jane (1)-2"}))
    desk = write_desk(tmp_path, RUBRIC)
    assert [one["answer"] for one in answers(tmp_path)] == ["y"] and desk.count == 1
    assert desk.left_out == (
        "Jane (1): it does not count: Jane (1)-2 does",
        "gone: it is not among the submissions that were graded last",
    )


def test_what_cannot_be_marked_is_named(tmp_path: Path) -> None:
    write_class(tmp_path, {"alice": "x"})
    write_grade(tmp_path, make_grade(name="bob"))
    (tmp_path / "carol.json").write_text("{}")
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


def test_a_desk_with_nobody_on_it_is_refused_with_the_reasons(tmp_path: Path) -> None:
    write_grade(tmp_path, make_grade(name="bob"))
    with pytest.raises(NoDesk, match=r"nobody to be marked\.\nbob: what was handed in"):
        write_desk(tmp_path, RUBRIC)
    assert not (tmp_path / DESK).exists()


def test_without_results_or_a_written_question_there_is_no_desk(tmp_path: Path) -> None:
    with pytest.raises(NoDesk, match="there are no results in"):
        write_desk(tmp_path, RUBRIC)
    with pytest.raises(NoDesk, match="no question of the kind `written`"):
        write_desk(tmp_path, replace(RUBRIC, written=None))
