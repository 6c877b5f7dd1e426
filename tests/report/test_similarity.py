"""Similar submissions: copies are found whatever is renamed; what everybody has is not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from autograder.cli.commands import main
from autograder.report.pages import write_similar_page
from autograder.report.similarity import find_similar, own_code
from support import SOLUTION

pytest.importorskip("copydetect", reason="copydetect is not installed")

OWN = '''
def table(numbers):
    """A table of {word}."""
    rows = []
    for {name}, number in enumerate(numbers):
        half, rest = divmod(number, 2)
        if rest and number not in rows:
            rows.append((half, number - {name} * 3, str(number).rjust(8, ".")))
        elif half > 12:  # {word}
            rows.extend([half ** 2, max(numbers) - min(numbers)][::-1])
    return dict(zip(numbers, rows), total=sum(len(str(row)) for row in rows))
'''
OTHER = """
class Stack:
    def __init__(self, items=()):
        self.items = list(items)

    def push(self, item):
        self.items += [item]
        return self

    def pop(self):
        *self.items, last = self.items
        return last

    def __repr__(self):
        return " > ".join(f"{item!r:>10}" for item in reversed(self.items)) or "empty"
"""


def first(code: str) -> Any:
    return OWN.format(name="place", word="numbers") + code


def second(code: str) -> Any:
    return OWN.format(name="k", word="something else") + code


def test_a_copy_with_other_names_and_comments_is_found() -> None:
    (found,) = find_similar({"ada": first(""), "bob": second(""), "cy": OTHER}, "")
    assert found.names == ("ada", "bob") and min(found.shares) > 0.9
    for code, side in zip((first(""), second("")), found.sides, strict=True):
        assert "".join(text for text, _ in side) == code
        assert sum(len(text) for text, shared in side if shared) > 0.7 * len(code)


def test_what_stands_in_the_skeleton_does_not_count() -> None:
    codes = {"ada": OTHER + first(""), "bob": OTHER}
    assert find_similar(codes, OTHER) == []
    assert len(find_similar(codes, "")) == 1


def test_what_many_have_written_does_not_count_but_a_small_ring_does() -> None:
    different = {str(n): f"x{n} = [" + f"{n}, " * (n + 1) + "]\n" for n in range(20)}
    ring = different | {f"ring {n}": second("") for n in range(3)}
    many = different | {f"many {n}": second("") for n in range(8)}
    assert {one.names for one in find_similar(ring, "")} == {
        ("ring 0", "ring 1"), ("ring 0", "ring 2"), ("ring 1", "ring 2"),
    }  # fmt: skip
    assert find_similar(many, "") == []


def test_of_a_submission_what_was_given_is_left_out() -> None:
    files = {"digits/data.py": b"own = 1", "digits/plots.py": b"given = 1", "notes.txt": b"note"}
    assert own_code(files) == "# digits/data.py\nown = 1"


@pytest.mark.parametrize(
    "code", ["", "\0", "(" * 5_000, "'" * 999, "é\u202e" * 300, "x" * 90_000, "\t\n" * 50_000]
)
def test_odd_code_is_compared_like_any_other(code: str) -> None:
    assert {one.names for one in find_similar({"a": code, "b": OTHER, "c": OTHER}, "")} >= {
        ("b", "c")
    }


def test_the_page_shows_both_sides_and_no_code_becomes_markup(tmp_path: Path) -> None:
    bad = "# </pre><script>alert(1)</script> {{ 7 * 191 }}\n"
    pairs = find_similar({"<b>ada</b>": first(bad), "bob": second(bad)}, "")
    text = write_similar_page(tmp_path, "Digits", 2, pairs).read_text("utf-8")
    assert "<script" not in text and "<b>ada" not in text and "1337" not in text
    assert "&lt;script&gt;" in text and "<mark>" in text and "script-src &#39;none&#39;" in text


@pytest.mark.slow
def test_the_command_points_out_similar_submissions(
    tmp_path: Path, submit: Callable[..., Path]
) -> None:
    source = (SOLUTION / "digits" / "experiments.py").read_text()
    for name, code in (("ada", first("")), ("bob", second(""))):
        path = submit(f"class/{name}", experiments=source + code)
    options = ["--out", str(tmp_path / "out"), "--only", "q3", "--similar", "--jobs", "1"]
    result = CliRunner().invoke(main, ["grade", str(path.parent), *options])
    assert result.exit_code == 0, result.output
    assert "1 pair is alike" in result.output
    assert "both sides" in (tmp_path / "out" / "similar.htm").read_text()
