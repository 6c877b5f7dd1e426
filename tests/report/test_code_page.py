"""The pages with students' code: text, whatever it says; large files are cut with a sentence."""

import html
import re
import time
from pathlib import Path

import pytest

from autograder.probing.places import CELL
from autograder.report.pages import (
    code_page_stands,
    code_path,
    write_class_page,
    write_code_page,
)
from autograder.text import clean
from support.grades import make_grade
from support.pages import HOSTILE

PARTS = {"q1": "abc"}
TAGS = {
    *("body", "main", "header", "p", "h1", "bdi", "nav", "ul", "li", "a", "section", "h2", "pre"),
    "span",
}
ATTRIBUTES = {"class", "href", "id", "tabindex", "role", "aria-label", "aria-labelledby"}


def page(tmp_path: Path, files: dict[str, bytes], name: str = "ada") -> str:
    """The page with these files."""
    return write_code_page(tmp_path, "Digits", name, files, PARTS).read_text("utf-8")


def lines(text: str) -> list[str]:
    """The lines of code on a page, as they are read."""
    found = re.findall(r'<span class="line" id="f\d+-\d+">(.*?)\n</span>', text, re.DOTALL)
    return [html.unescape(re.sub("<[^>]*>", "", line)) for line in found]


def test_code_is_shown_line_by_line_and_coloured(tmp_path: Path) -> None:
    code = 'import torch\n\n\ndef f(x):\n    """Two\n    lines."""\n    return x  # done\n'
    text = page(tmp_path, {"digits/models.py": code.encode()})
    assert lines(text) == code.split("\n")
    assert '<span class="kn">import</span>' in text and 'id="f1-7"' in text
    assert "prefers-color-scheme: dark" in text
    assert "<h1>The code of <bdi>ada</bdi></h1>" in text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_code_names_and_texts_stay_text(tmp_path: Path, hostile: str) -> None:
    code = f"x = {hostile!r}\n{hostile}\n# {hostile}\n'''{hostile}"
    written = code.encode("utf-8", "replace")
    files = {f"digits/{hostile}.py": written, f"{hostile}.txt": written, f"{CELL}1": written}
    text = page(tmp_path, files, "ada")
    body = text[text.index("<body>") : text.index("</body>")]
    names = set(re.findall(r"<\s*/?\s*(\w+)", body))
    assert names <= set(
        [
            "body",
            "main",
            "header",
            "p",
            "h1",
            "bdi",
            "nav",
            "ul",
            "li",
            "a",
            "section",
            "h2",
            "pre",
            "span",
        ]
    )
    attributes = set(re.findall(r'\s([\w-]+)="', "".join(re.findall("<[^>]*>", body))))
    assert attributes <= {
        "class",
        "href",
        "id",
        "tabindex",
        "role",
        "aria-label",
        "aria-labelledby",
    }
    policy = html.unescape(text[: text.index("<style>")])
    assert "script-src 'none'" in policy and "default-src 'none'" in policy
    wanted = clean(code.encode("utf-8", "replace").decode(), 10_000).split("\n")
    assert lines(text) == 3 * wanted


def test_large_files_are_cut_with_a_sentence(tmp_path: Path) -> None:
    line = b"x = 1  # and more\n"
    text = page(tmp_path, {"digits/data.py": line * 10_000, "digits/models.py": b"y = 2\n"})
    assert "Only the first 60,000 of 180,000 characters are shown." in text
    assert "y = 2" in lines(text)
    assert len(text) < 1_500_000
    many = page(tmp_path, {f"digits/m{n:03}.py": line * 2_000 for n in range(300)})
    assert "Only the first 0 of 36,000 characters are shown." in many and "100 more files" in many
    assert len(many) < 6_000_000


@pytest.mark.parametrize(
    "code",
    [
        *("(" * 60_000, "f'{" * 20_000, '"' * 60_000, "\\\n" * 30_000, "0" * 60_000),
        *("f'''{x!r:" * 7_000, " " * 60_000, "@" * 60_000, "a." * 30_000, "é" * 60_000),
        *("\t\n" * 30_000, " \u3000\n" * 20_000),
    ],
    ids=lambda code: code[:6],
)
def test_no_code_keeps_the_page_waiting(tmp_path: Path, code: str) -> None:
    begun = time.process_time()
    text = page(tmp_path, {"digits/data.py": code.encode()})
    assert time.process_time() - begun < 5
    shown = [line.rstrip() for line in code[:60_000].split("\n")]  # blanks at the ends go
    assert lines(text) == shown or [*lines(text), ""] == shown


def test_what_is_no_text_is_named_and_not_shown(tmp_path: Path) -> None:
    text = page(tmp_path, {"digits/data.py": b"x\n", "weights.pt": b"\0" * 2_000})
    assert "2,000 bytes, not shown: no code and no text." in text


def test_cells_come_in_their_order_and_what_was_given_comes_last(tmp_path: Path) -> None:
    cells = {f"{CELL}{number}": b"x\n" for number in (1, 10, 2)}
    text = page(tmp_path, {**cells, "digits/plots.py": b"x\n", "digits/training.py": b"x\n"})
    heads = re.findall(r"<h2 id=\"f\d+\"><bdi>(.*?)</bdi>", text)
    assert heads == [f"{CELL}1", f"{CELL}2", f"{CELL}10", "digits/training.py", "digits/plots.py"]


def test_a_page_stands_as_long_as_what_it_was_made_from(tmp_path: Path) -> None:
    assert not code_page_stands(tmp_path, "ada", PARTS)
    page(tmp_path, {"digits/data.py": b"x\n"})
    assert code_page_stands(tmp_path, "ada", PARTS)
    assert not code_page_stands(tmp_path, "ada", {"q1": "abd"})
    code_path(tmp_path, "bob").write_bytes(code_path(tmp_path, "ada").read_bytes())
    assert not code_page_stands(tmp_path, "bob", PARTS)


def test_the_classs_page_links_to_the_code_that_is_there(tmp_path: Path) -> None:
    name = "a b#1 50%"
    page(tmp_path, {"digits/data.py": b"x\n"}, name)
    text = write_class_page(tmp_path, [make_grade(name=name), make_grade()]).read_text("utf-8")
    assert re.findall(r'href="(\./code/[^"]*)"', text) == ["./code/a%20b%231%2050%25.html"]
