"""Stand-ins: which of the student's functions they replace, and which they leave alone."""

import sys
from pathlib import Path

import pytest

from support.loading import EVALUATE, Load, failure_of


@pytest.mark.parametrize("data", ["def make_loader(:\n", "", "import seaborn\nseaborn.x\n", None])
@pytest.mark.parametrize(
    ("how", "used"),
    [
        ("from .data import make_loader, load_mnist", "make_loader()"),
        ("from digits.data import make_loader as made", "made()"),
        ("from .data import *", "make_loader()"),
        ("from . import data", "data.make_loader()"),
        ("import digits.data as d", "d.make_loader()"),
        ("import digits.data", "digits.data.make_loader()"),
    ],
)
def test_a_stand_in_makes_up_for_a_file_however_it_is_imported(
    load: Load, data: str | None, how: str, used: str
) -> None:
    texts = [f"{how}\n{EVALUATE.format(used)}"]
    if "*" not in how:
        texts.append(f"def evaluate():\n    {how.split(',')[0]}\n    return {used}\n")
    present = {"data": data} if data is not None else {}
    for text in texts:
        code = load({"evaluation": text} | present, make_loader=lambda: "ours")
        assert code.find("evaluate")() == "ours"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("def helper(:\n", "SyntaxError: invalid syntax (while importing digits/data.py, line 1)"),
        ("X = 1\n", "cannot import name 'helper' from 'digits.data' (digits/data.py)"),
        (None, "digits/data.py is missing"),
    ],
)
def test_a_stand_in_does_not_hide_what_is_wrong_with_a_file(
    load: Load, data: str | None, message: str
) -> None:
    text = "from .data import make_loader, helper\n" + EVALUATE.format("make_loader() and helper()")
    present = {"data": data} if data is not None else {}
    code = load({"evaluation": text} | present, make_loader=lambda: "ours")
    failure = failure_of(code, code.find("evaluate"))
    assert message in failure.hint.replace(f"{code.folder}/", "")
    assert "unknown location" not in failure.hint


def test_stand_ins_replace_the_students_own_in_all_files(load: Load) -> None:
    code = load(
        {
            "costs": "def cost_function(): return 'theirs'\nalias = cost_function\n",
            "helpers": "from .costs import cost_function as c\ndef help(): return c()\n",
            "deep/er": "from .. import costs\ndef more(): return costs.cost_function()\n",
            "evaluation": """
                from .helpers import help
                from .deep.er import more
                def cost_function(): return 'theirs'
                wrapped = lambda: cost_function()
                def evaluate(): return help(), more(), cost_function(), wrapped()
            """,
        },
        cost_function=lambda: "ours",
    )
    assert code.find("evaluate")() == ("ours",) * 4


@pytest.mark.parametrize("form", ["package", "notebook"])
def test_what_a_stand_in_replaces_can_be_found_beside_what_is_loaded(
    load: Load, tmp_path: Path, form: str
) -> None:
    once = "COUNT = []\n"
    mlp = "def help(): return COUNT\ndef MLP():\n    COUNT.append('theirs')\n    return help()\n"
    evaluate = "def evaluate(): return MLP(), COUNT\n"
    if form == "notebook":
        (tmp_path / "code cell 1").write_text(once + mlp + evaluate)
        code = load({}, MLP=lambda: "ours")
    else:
        text = "from .models import MLP, COUNT\n" + evaluate
        code = load({"models": once + mlp, "evaluation": text}, MLP=lambda: "ours")
    assert code.find("evaluate")() == ("ours", [])
    loaded = dict(sys.modules)
    assert code.find_apart("MLP")() == ["theirs"]  # with a list of its own
    assert code.find("evaluate")() == ("ours", []) and dict(sys.modules) == loaded


def test_a_name_that_was_not_imported_is_missing_though_there_is_a_stand_in(load: Load) -> None:
    code = load({"evaluation": EVALUATE.format("make_loader()")}, make_loader=lambda: "ours")
    assert "name 'make_loader' is not defined" in failure_of(code, code.find("evaluate")).hint


@pytest.mark.parametrize(
    ("definition", "called", "ours"),
    [
        ("def accuracy(scores, labels): return 'theirs'", "accuracy(1, 2)", False),
        ("accuracy = lambda scores, labels: 'theirs'", "accuracy(1, 2)", False),
        ("def accuracy(model, loader): return 'theirs'", "accuracy(1, 2)", False),
        ("def accuracy(model, dataset): return 'theirs'", "accuracy(1, 2)", True),
        ("def accuracy(model, dataset, device='cpu', n=3): return 1", "accuracy(1, 2)", True),
        ("def accuracy(*args, **options): return 'theirs'", "accuracy(1, 2)", True),
    ],
)
@pytest.mark.parametrize("how", ["here", "from .helpers import accuracy", "from .helpers import *"])
def test_a_helper_of_the_same_name_is_no_function_of_the_assignment(
    load: Load, definition: str, called: str, ours: bool, how: str
) -> None:
    files = {"evaluation": "def accuracy(model, dataset, device='cpu'): return 'home'\n"}
    top = definition if how == "here" else how
    files |= {"helpers": definition, "training": f"{top}\ndef train(): return {called}\n"}

    def standin(model: object, dataset: object, device: str = "cpu") -> str:
        return "ours"

    code = load(files, ("train",), accuracy=standin)
    assert code.find("train")() == ("ours" if ours else "theirs")


def test_what_is_no_function_keeps_the_name_of_one(load: Load) -> None:
    text = (
        "accuracy = 0\ndef train():\n    global accuracy\n    accuracy += 5\n    return accuracy\n"
    )
    code = load({"training": text}, ("train",), accuracy=lambda model, dataset: "ours")
    assert code.find("train")() == 5


OWN = [  # a sole function under the name of `accuracy(model, dataset)`; is it that function?
    ("def accuracy(scores, labels): return 'theirs'", False),
    ("def accuracy(y_hat, y): return 'theirs'", False),
    ("def accuracy(model, loader): return 'theirs'", False),
    ("def accuracy(model, data_iter, device='cpu'): return 'theirs'", False),
    ("accuracy = lambda out, labels: 'theirs'", False),
    ("def accuracy(hits): return 'theirs'", False),
    ("def accuracy(epoch, model, data): return 'theirs'", False),
    ("def accuracy(model, dataset, device='cpu'): raise NotImplementedError('q5: write it')\n"
     "def accuracy(scores, labels): return 'theirs'", False),
    ("def accuracy(scores, labels): return 'theirs'\n"
     "def accuracy(model, dataset): return 'wrong'", True),
    ("def accuracy(model, dataset): return 'wrong'", True),
    ("def accuracy(net, data): return 'wrong'", True),
    ("def accuracy(m, d, *, device='cpu'): return 'wrong'", True),
    ("def accuracy(*args): return 'wrong'", True),
    ("def accuracy(model, dataset): raise NotImplementedError('q5: write it')", True),
    ("def accuracy(model, dataset): return 'wrong'\naccuracy = accuracy(1, 2)", True),
]  # fmt: skip


@pytest.mark.parametrize(("definition", "ours"), OWN)
@pytest.mark.parametrize("form", ["package", "notebook"])
def test_a_sole_function_of_other_arguments_is_kept_where_others_use_it(
    load: Load, tmp_path: Path, form: str, definition: str, ours: bool
) -> None:
    uses = "def train():\n    return accuracy(1, 2)\n"

    def standin(model: object, dataset: object, device: str = "cpu") -> str:
        return "ours"

    files = {"evaluation": definition, "training": "from .evaluation import accuracy\n" + uses}
    if form == "notebook":
        (tmp_path / "code cell 1").write_text(definition)
        (tmp_path / "code cell 2").write_text(uses)
        files = {}
    code = load(files, ("train",), accuracy=standin)
    if "hits" in definition or "epoch" in definition:  # what takes no two arguments
        with pytest.raises(TypeError):
            code.find("train")()
    else:
        assert code.find("train")() == ("ours" if ours else "theirs")


@pytest.mark.parametrize(
    "how", ["from .shape import ROWS", "from .shape import *", "from digits.shape import ROWS"]
)
def test_a_package_from_before_there_was_a_shape_has_ours(load: Load, how: str) -> None:
    files = {"models": f"{how}\ndef MLP(): return ROWS\n"}
    assert load(files).find("MLP")() == 28
    assert load(files | {"shape": "ROWS = 5\n"}).find("MLP")() == 5


REGISTRY = """
    from dataclasses import dataclass
    MODELS = {}
    def register(name):
        def enter(cls):
            MODELS[name] = cls
            return cls
        return enter
    @register("mlp")
    class MLP:
        def __init__(self, num_hidden=64): self.made = "theirs"
    @register("other")
    class Other: made = "theirs"
"""


def test_a_table_into_which_a_decorator_enters_classes_holds_the_stand_in(load: Load) -> None:
    class MLP:
        made = "ours"

    text = "from .models import MODELS\ndef run_experiments():\n    return MODELS\n"
    code = load({"models": REGISTRY, "experiments": text}, MLP=MLP)
    made = code.find("run_experiments")()
    assert made["mlp"] is MLP and made["other"].made == "theirs"


@pytest.mark.parametrize(
    "decorators",
    ["@register_by_tag\n@dataclass", "@dataclass\n@register_by_tag"],
)
def test_a_decorator_that_needs_the_students_class_gets_it(load: Load, decorators: str) -> None:
    class MLP:
        made = "ours"

    text = f"""
from dataclasses import dataclass
MODELS = {{}}
def register_by_tag(cls):
    MODELS[cls.tag] = cls
    return cls
{decorators}
class MLP:
    num_hidden: int = 64
    tag = "mlp"
"""
    asking = "from .models import MODELS, MLP\ndef run_experiments():\n    return MODELS, MLP\n"
    code = load({"models": text, "experiments": asking}, MLP=MLP)
    made, standin = code.find("run_experiments")()
    assert made["mlp"].tag == "mlp" and standin is MLP
    assert not hasattr(MLP, "__dataclass_fields__")
