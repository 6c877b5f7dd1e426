"""What is still the released stub never hides what is written, wherever either stands."""

from pathlib import Path
from typing import Any

import pytest

from autograder.probing.statements import read_cells
from autograder.probing.stubs import find_stubs, is_stub
from support.loading import Load

NAMES = ("cost_function", "evaluate")
STUB = """
def cost_function(log_prob, labels):
    \"\"\"Return the mean negative log-likelihood.\"\"\"
    # TODO q3: return it
    raise NotImplementedError("q3: return it")
"""
WRITTEN = "def cost_function(log_prob, labels):\n    return 'written'\n"
USER = "from .{} import cost_function\n\n\ndef evaluate():\n    return cost_function(0, 0)\n"
HALF = """
class MLP:
    def __init__(self):
        self.ready = True

    def forward(self, images):
        raise NotImplementedError("q2: compute the log-probabilities")
"""
NEAR = """
def chance_cost(num_classes=10):
    if num_classes < 1:
        raise NotImplementedError("no classes")
    return 2.3
"""


@pytest.mark.parametrize(
    "files",
    [
        {"costs": STUB, "training": WRITTEN},
        {"costs": STUB, "training": f"from .costs import cost_function\n\n\n{WRITTEN}"},
        {"costs": STUB, "helpers": WRITTEN},
        {"costs": WRITTEN, "training": STUB},
        {"training": WRITTEN},
    ],
)
def test_a_written_function_is_found_beside_a_stub(load: Load, files: dict[str, str]) -> None:
    assert load(files, NAMES).find("cost_function")(0, 0) == "written"


def test_what_has_imported_the_stub_gets_the_written_one(load: Load) -> None:
    files = {"costs": STUB, "training": WRITTEN, "evaluation": USER.format("costs")}
    assert load(files, NAMES).find("evaluate")() == "written"


def test_a_stub_alone_says_that_it_is_still_to_be_written(load: Load) -> None:
    with pytest.raises(NotImplementedError, match=r"^q3: return it$"):
        load({"costs": STUB}, NAMES).find("cost_function")(0, 0)


def test_a_class_with_one_method_to_be_written_gives_way_to_a_whole_one(load: Load) -> None:
    files = {"models": HALF, "mine": "class MLP:\n    name = 'whole'\n"}
    assert load(files, ("MLP",)).find("MLP").name == "whole"


def test_another_error_of_that_type_makes_no_stub(load: Load) -> None:
    other = "def chance_cost(num_classes=10):\n    return 'other'\n"
    code = load({"evaluation": NEAR, "training": other}, ("chance_cost",))
    with pytest.raises(NotImplementedError, match=r"^no classes$"):
        code.find("chance_cost")(0)


LEFT_OVER = """
def cost_function(log_prob, labels):
    return "written"
    raise NotImplementedError("q3: return it")
"""


@pytest.mark.parametrize(
    ("source", "name", "stub"),
    [
        (STUB, "cost_function", True),
        (HALF, "MLP", True),
        (f"import functools\n@functools.cache\n{STUB.strip()}", "cost_function", True),
        (WRITTEN, "cost_function", False),
        (NEAR, "chance_cost", False),
        (LEFT_OVER, "cost_function", False),  # the line below the answer is never reached
    ],
)
def test_a_file_and_a_cell_take_the_same_for_a_stub(
    tmp_path: Path, source: str, name: str, stub: bool
) -> None:
    (tmp_path / "code cell 1").write_text(source)
    namespace: dict[str, Any] = {}
    exec(source, namespace)
    assert is_stub(namespace[name]) == stub
    assert any(statement.stub for statement in read_cells(tmp_path)) == stub


def test_an_answer_above_the_line_that_was_released_is_found(load: Load) -> None:
    files = {"costs": LEFT_OVER, "training": WRITTEN.replace("written", "older")}
    assert load(files, NAMES).find("cost_function")(0, 0) == "written"


def test_stubs_in_a_text_are_counted_whether_or_not_it_is_python() -> None:
    text = f"{STUB}%matplotlib inline\n{HALF}{NEAR}"
    places = find_stubs(text)
    assert [text[place:].partition("(")[0] for place in places] == ["raise NotImplementedError"] * 2
