"""The assignment in German: the handout, the notebook, the checks and what they say."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.otter.master_cells import master_cells
from autograder.release.assignment import assignment_files
from autograder.release.tables import sections
from support import CHECKS, ROOT, SOLUTION
from support.rubrics import project_rubric

GERMAN = project_rubric("de")
ENGLISH = project_rubric()
HANDOUTS = [(SOLUTION / name).read_text("utf-8") for name in ("README.md", "README.de.md")]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return assignment_files(SOLUTION, CHECKS, GERMAN)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?m)^(#+) ",  # headings, by their levels
        r"(?m)^<!--.*",  # marks
        r"\{\{.*?\}\}",  # placeholders
        r"\]\((images/\S+)\)",
        r"(?ms)^```python\n.*?^```",
    ],
)
def test_the_handouts_have_the_same_build(pattern: str) -> None:
    english, german = (re.findall(pattern, text) for text in HANDOUTS)
    assert english and english == german


def test_the_parts_come_in_the_same_order_with_the_same_minutes() -> None:
    english, german = ([(one.question, one.minutes) for one in sections(text)] for text in HANDOUTS)
    assert english == german


def test_the_handout_s_tables_are_german(files: dict[str, bytes]) -> None:
    text = files["README.md"].decode()
    assert "Du schreibst zwei Netze und neun kurze Funktionen" in text
    assert "| [q3](#q3-was-eine-vorhersage-kostet) | `costs.py` | `cost_function` | 10 |" in text
    assert "| q2 | dein `MLP`, von der Bewertung trainiert |" in text
    assert "| +10 zusätzlich |" in text
    assert "\n## q8: Mit deinen Worten\n" in text
    assert "{{" not in text
    plain = re.sub(r"(?s)```.*?```|`[^`]*`", "", text)
    assert not re.search(r"\b(the|your|with|of)\b", plain)


def test_every_concept_leads_to_a_heading_of_the_german_handout(files: dict[str, bytes]) -> None:
    headings = set(re.findall(r"(?m)^## (.+)$", files["README.md"].decode()))
    found = set[str]()
    for folder in ("checking", "probing"):
        for path in (ROOT / "autograder" / folder / "hints" / "de").glob("*.py"):
            found |= set(re.findall(r'""",\n        "(.+)",\n', path.read_text("utf-8")))
    assert len(found) == 8
    assert found <= headings


def test_the_notebook_is_german_where_the_handout_is() -> None:
    texts = [one.source for one in master_cells(SOLUTION, GERMAN) if one.cell_type == "markdown"]
    assert any("## q5: Wie gut ist es?" in text for text in texts)


def test_only_words_differ_from_the_english_assignment(files: dict[str, bytes]) -> None:
    english = assignment_files(SOLUTION, CHECKS, ENGLISH)
    code = [one for one in english if re.fullmatch(r"digits/\w+\.py|tests/kit/network/.*", one)]
    assert code and [name for name in code if files[name] != english[name]] == []
    more = {name for name in files if name not in english}
    assert more and all("/hints/de/" in name for name in more)
    assert not any("hidden" in name for name in more)


def test_the_self_checks_speak_german(files: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    stub = re.compile(rb'raise NotImplementedError\("q5: return the cost when[^\n]*')
    home = tmp_path / "digits" / "evaluation.py"
    home.write_bytes(stub.sub(b"return 0.0", home.read_bytes()))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-k", "chance", "--explain", "-p", "no:cacheprovider"],
        cwd=tmp_path, capture_output=True, encoding="utf-8", env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    output = " ".join(done.stdout.split())
    assert "q5 chance_cost sind die Kosten des Ratens" in output
    assert "Wer unter 10 Klassen rät, gibt jeder die Wahrscheinlichkeit 1/10" in output
    assert "(Anleitung: „q5: Wie gut ist es?“.)" in output
    assert "q5: 0 von 1 bestanden" in output
    output = json.loads(files["tests/only_graded.json"])
    assert output["q5"] == ["Kosten und Genauigkeit für Datensätze anderer Größen."]
