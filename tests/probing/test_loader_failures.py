"""Packages: what a file costs that cannot be loaded, and what the student is told."""

from pathlib import Path

import pytest

from autograder.probing.hints.catalogue import ENGLISH
from autograder.probing.student_error import Cause, StudentError
from support.loading import EVALUATE, Load, failure_of


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("def make(:\n", "SyntaxError: invalid syntax (while importing digits/data.py, line 1)"),
        ("X = 1\n", "cannot import name 'make' from 'digits.data'"),
        ("@nowhere\ndef make(): pass", "name 'nowhere' is not defined"),
        (
            "import seaborn\nmake = seaborn.nowhere",
            "No module named 'seaborn' (while importing digits/data.py, line 1). Only PyTorch",
        ),
        (None, "No module named 'digits.data'"),
    ],
)
@pytest.mark.parametrize("how", ["from .data import make, other", "from .data import *"])
def test_a_file_that_cannot_be_loaded_costs_what_needs_it(
    load: Load, data: str | None, message: str, how: str
) -> None:
    files = {
        "evaluation": f"{how}\n{EVALUATE.format('make()')}\ndef accuracy(): return 3\n",
    }
    code = load(files | ({"data": data} if data is not None else {}), ("evaluate", "accuracy"))
    assert code.find("accuracy")() == 3
    failure = failure_of(code, code.find("evaluate"))
    if how == "from .data import *" and data == "X = 1\n":
        assert "name 'make' is not defined" in failure.hint
        return
    assert message in failure.hint
    assert failure.hint.endswith("so there is no `make` in digits/evaluation.py, line 3.")


@pytest.mark.parametrize("module", ["seaborn", "pandas", "sklearn.metrics", "google.colab", "yaml"])
def test_an_absent_module_that_is_used_costs_the_question_and_names_the_rule(
    load: Load, module: str
) -> None:
    top = module.split(".")[0]
    outside = load({"evaluation": f"import {module}\n\n" + EVALUATE.format(f"{top}.f()")})
    failure = failure_of(outside, outside.find("evaluate"))
    assert failure.cause is Cause.ABSENT_MODULE
    assert failure.hint == (
        f"ModuleNotFoundError: No module named '{module}' (while importing digits/evaluation.py,"
        " line 1). Only PyTorch, torchvision and Python's own library are there when your code is"
        f" graded; so there is no `{top}` in digits/evaluation.py, line 4."
    )
    inside = load({"evaluation": f"def evaluate():\n    import {module}\n"})
    failure = failure_of(inside, inside.find("evaluate"))
    assert failure.cause is Cause.ABSENT_MODULE
    assert "Only PyTorch" in failure.hint and "digits/evaluation.py, line 2)" in failure.hint


def test_a_long_chain_of_names_that_there_are_not_is_told_by_its_ends(load: Load) -> None:
    names = "import seaborn\na = seaborn.a\nb = a.b\nc = b.c\nd = c.d\ne = d.e\n"
    code = load({"evaluation": names + EVALUATE.format("e")})
    failure = failure_of(code, code.find("evaluate"))
    assert ENGLISH.has(failure.message)  # the grader takes it from a guest
    assert failure.hint.startswith("ModuleNotFoundError: No module named 'seaborn' (")
    assert failure.hint.endswith("graded; so there is no `e` in digits/evaluation.py, line 8.")
    assert failure.cause is Cause.ABSENT_MODULE


@pytest.mark.parametrize(
    "import_",
    [
        "importlib.import_module('seaborn')",
        "import_module('seaborn')",
        "importlib.import_module('.cm', 'seaborn')",
        "__import__('seaborn')",
    ],
)
def test_an_absent_module_is_absent_however_it_is_imported(load: Load, import_: str) -> None:
    source = f"import importlib\nfrom importlib import import_module\n{EVALUATE}"
    evaluate = load({"evaluation": source.format(import_)})
    failure = failure_of(evaluate, evaluate.find("evaluate"))
    assert failure.cause is Cause.ABSENT_MODULE
    assert "'seaborn" in failure.hint and "Only PyTorch" in failure.hint


def test_a_future_import_below_other_code_is_refused_as_python_refuses_it(load: Load) -> None:
    late = load({"evaluation": "import math\nfrom __future__ import annotations\n" + EVALUATE})
    with pytest.raises(StudentError) as caught:
        late.find("evaluate")
    assert caught.value.cause is Cause.SYNTAX
    assert "must occur at the beginning of the file" in caught.value.hint
    assert "digits/evaluation.py, line 2" in caught.value.hint
    first = '"""Measures."""\nfrom __future__ import annotations\nfrom __future__ import division\n'
    fine = load({"evaluation": first + EVALUATE.format("1 / 2")})
    assert fine.find("evaluate")() == 0.5


def test_an_import_that_only_works_as_a_script_is_told_the_right_one(load: Load) -> None:
    files = {"data": "def make_loader(): return 3", "deep/er": "from data import make_loader"}
    used = "from data import make_loader\n" + EVALUATE.format("make_loader()")
    code = load(files | {"evaluation": used})
    assert "write `from .data import …`" in failure_of(code, code.find("evaluate")).hint
    code = load(files | {"evaluation": used}, make_loader=lambda: "ours")
    assert "write `from .data import …`" in failure_of(code, code.find("evaluate")).hint
    files["deep/er"] += "\n" + EVALUATE.format("make_loader()")
    code = load(files | {"evaluation": "from .deep.er import evaluate"})
    assert "write `from ..data import …`" in failure_of(code, code.find("evaluate")).hint


def test_a_failure_in_a_function_names_the_file_and_line(load: Load) -> None:
    files = {"data": "print('x')\n\ndef make(): return 1 / 0\n"}
    code = load(files | {"evaluation": "from .data import make\n" + EVALUATE.format("make()")})
    failure = failure_of(code, code.find("evaluate"))
    assert failure.hint == (
        "ZeroDivisionError: division by zero (while calling evaluate, digits/data.py, line 3)."
        " It divides by a number that is 0: look at where that number starts, where it grows, and"
        " whether something sets it back."
    )
    assert 'File "digits/evaluation.py", line 3, in evaluate\n    return make()' in failure.details


def test_a_line_that_downloads_on_import_is_told_so(load: Load) -> None:
    code = load(
        {
            "fetching": "def fetch(): raise RuntimeError('Error downloading x')\n",
            "evaluation": "from .fetching import fetch\nimages = fetch()\n"
            + EVALUATE.format("images"),
        }
    )
    failure = failure_of(code, code.find("evaluate"))
    assert "This line is run when the file is loaded, and there is no network" in failure.hint
    assert 'File "digits/evaluation.py", line 2' in failure.details


@pytest.mark.parametrize("form", ["package", "notebook"])
def test_a_merge_conflict_is_told_as_one(load: Load, tmp_path: Path, form: str) -> None:
    text = f"X = 1\n<<<<<<< HEAD\n{EVALUATE}=======\n{EVALUATE}>>>>>>> theirs\n"
    if form == "notebook":
        (tmp_path / "code cell 1").write_text(text)
    code = load({} if form == "notebook" else {"evaluation": text})
    failure = failure_of(code, lambda: code.find("evaluate"))
    assert failure.hint.startswith("SyntaxError: invalid syntax (while")
    assert "advice.merge-conflict" in failure.message.values()
    where = (
        "digits/evaluation.py, line 2" if form == "package" else "line 2 of the code cell `X = 1`"
    )
    assert failure.hint.endswith(
        f"{where}). Git has left a merge conflict there, between `<<<<<<<` and `>>>>>>>`: keep one"
        " of the two versions, and delete the marks."
    )


def test_a_missing_function_is_told_with_what_went_wrong_in_its_file(load: Load) -> None:
    failure = failure_of(code := load({"evaluation": "X = 1 / 0\n"}), lambda: code.find("evaluate"))
    assert failure.hint == (
        "`evaluate` is missing: it belongs in digits/evaluation.py. What went wrong there:"
        " ZeroDivisionError: division by zero (while importing digits/evaluation.py, line 1)."
        " It divides by a number that is 0: look at where that number starts, where it grows, and"
        " whether something sets it back."
    )


def test_what_other_files_need_of_a_missing_function_is_not_what_went_wrong(load: Load) -> None:
    used = {"training": "from .evaluation import evaluate\nX = evaluate()\nY = 1 / 0\n"}
    failure = failure_of(code := load({"evaluation": ""} | used), lambda: code.find("evaluate"))
    assert failure.hint == "`evaluate` is missing: it belongs in digits/evaluation.py."
    (code.folder / "digits" / "evaluation.py").unlink()
    failure = failure_of(code := load(used), lambda: code.find("evaluate"))
    assert (failure.hint, failure.cause) == ("digits/evaluation.py is missing.", Cause.MISSING)
