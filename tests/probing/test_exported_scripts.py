"""Files that were exported from a notebook, with IPython's own lines left in them."""

import pytest

from support.loading import EVALUATE, Load, failure_of

LINES = "!pip install -q nowhere\n# %matplotlib inline\n\n%cd /content\n"


@pytest.mark.parametrize("home", ["evaluation", "Untitled3"])
def test_ipythons_lines_in_an_exported_file_cost_nothing(load: Load, home: str) -> None:
    assert (
        load({home: LINES + EVALUATE.format(5) + "\n!zip -r out.zip .\n"}).find("evaluate")() == 5
    )


def test_a_file_that_python_cannot_read_for_another_reason_stays_so(load: Load) -> None:
    code = load({"evaluation": ""})
    (code.folder / "digits" / "evaluation.py").write_text("  def evaluate():\n      return 5\n")
    failure = failure_of(code, lambda: code.find("evaluate"))
    assert failure.hint.startswith("IndentationError: unexpected indent (while importing")


def test_another_syntax_error_is_told_as_python_tells_it(load: Load) -> None:
    code = load({"evaluation": LINES + "def evaluate(:\n    pass\n"})
    failure = failure_of(code, lambda: code.find("evaluate"))
    assert (
        failure.hint == "SyntaxError: invalid syntax (while importing digits/evaluation.py, line 1)"
    )
