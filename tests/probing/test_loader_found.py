"""Packages: which definition of a function is found, and in whichever file it stands."""

import inspect
import pickle
from pathlib import Path

import pytest

from support.loading import EVALUATE, LEAVES_A_FILE, Load


def test_a_function_is_found_in_whichever_file_defines_it(load: Load) -> None:
    for file in ("more", "deep/er", "__init__", "__main__", "my-own", "training"):
        for path in (load({}).folder / "digits").rglob("*.py"):
            path.unlink()
        assert load({file: EVALUATE.format(repr(file))}).find("evaluate")() == file


@pytest.mark.parametrize("how", ["from .core import *", "from .core import evaluate"])
def test_a_librarys_function_can_come_through_another_file(load: Load, how: str) -> None:
    code = load({"evaluation": how, "core": "from operator import add as evaluate\n"})
    assert code.find("evaluate")(2, 3) == 5


def test_what_is_there_can_be_imported_by_name(load: Load) -> None:
    source = f"import importlib\n{EVALUATE}".format(
        "importlib.import_module('torch.nn'), importlib.import_module('.helper', __package__).NINE"
    )
    assert load({"evaluation": source, "helper": "NINE = 9\n"}).find("evaluate")()[1] == 9


def test_a_helper_beside_the_package_is_loaded_by_the_same_rule(load: Load, tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text(f"import seaborn\n{LEAVES_A_FILE}\ndef help(): return 3\n")
    code = load({"evaluation": "from helper import help\n" + EVALUATE.format("help()")})
    assert code.find("evaluate")() == 3
    assert not (tmp_path / "seen").exists()


@pytest.mark.parametrize(
    "empty", ["pass", "...", "return None", '"""To do."""', "raise NotImplementedError"]
)
def test_an_empty_definition_below_hides_nothing_and_that_is_said(
    load: Load, capsys: pytest.CaptureFixture[str], empty: str
) -> None:
    code = load({"evaluation": EVALUATE.format(3) + f"\n\ndef evaluate(a, b):\n    {empty}\n"})
    assert code.find("evaluate")() == 3
    assert capsys.readouterr().out == (
        "`evaluate` is defined 2 times: digits/evaluation.py, line 1, digits/evaluation.py, line 5."
        " Taken: digits/evaluation.py, line 1, since those below are not written.\n"
    )


def test_the_last_of_two_definitions_wins_and_that_is_said(
    load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    code = load({"evaluation": EVALUATE.format(3) + EVALUATE.format(4)})
    assert code.find("evaluate")() == 4
    assert capsys.readouterr().out.endswith("line 3, since it is the last.\n")


@pytest.mark.parametrize(
    "read",
    [
        "resources.files(__package__).joinpath('labels.txt').read_text()",
        "resources.files('digits.inner').joinpath('../labels.txt').read_text()",
        "pkgutil.get_data(__package__, 'labels.txt').decode()",
        "__loader__.get_data(__file__.replace('evaluation.py', 'labels.txt')).decode()",
    ],
)
def test_files_beside_the_code_are_found_as_data_of_the_package(load: Load, read: str) -> None:
    source = f"import pkgutil\nfrom importlib import resources\n{EVALUATE.format(read)}"
    code = load({"evaluation": source, "inner/__init__": ""})
    (code.folder / "digits" / "labels.txt").write_text("zero one")
    assert code.find("evaluate")() == "zero one"


def test_the_students_classes_can_be_pickled_and_have_their_source(load: Load) -> None:
    code = load({"evaluation": "class evaluate:\n    def f(self): pass\n"})
    kind = code.find("evaluate")
    assert isinstance(pickle.loads(pickle.dumps(kind())), kind)
    assert inspect.getsource(kind) == "class evaluate:\n    def f(self): pass\n"
    assert kind.__module__ == "digits.evaluation"


def test_two_submissions_in_one_process_do_not_meet(load: Load) -> None:
    first = load({"evaluation": EVALUATE.format(1)})
    assert first.find("evaluate")() == 1
    assert load({"evaluation": EVALUATE.format(2)}).find("evaluate")() == 2
