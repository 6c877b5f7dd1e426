"""What a submission's files cost that run something, import too much or cannot be loaded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.setup import Options
from autograder.probing.questions import NAMES_IN
from autograder.results.grade import Grade
from autograder.rubric.rubric import Rubric
from support import SOLUTION

Submit = Callable[..., Path]
Run = Callable[..., Grade]
DATA = (SOLUTION / "digits" / "data.py").read_text("utf-8")
EVALUATION = (SOLUTION / "digits" / "evaluation.py").read_text("utf-8")
LEFT_OVER = [  # lines at the top of a file, or at its end
    "print(len(load_mnist()))\nmodel = MLP()\ntrain(model, load_mnist(), load_mnist())",
    "import matplotlib\nmatplotlib.use('TkAgg')\nfrom matplotlib import pyplot\npyplot.show()",
    "import matplotlib.pyplot as plt\nplt.ion()\nplt.figure()\nplt.plot([1, 2])\nplt.show()",
    "name = input('Your name? ')",
    "import argparse\nargs = argparse.ArgumentParser().parse_args()",
    "import seaborn as sns\nsns.set_style('dark')\nimport pandas, sklearn, torchsummary, wandb",
    "from google.colab import drive\ndrive.mount('/content/drive')\nfrom d2l import torch as d2l",
]


@pytest.fixture
def grade(grader: Any, rubric: Rubric) -> Run:
    """Grade some questions of a submission."""

    def run(path: Path, *only: str) -> Grade:
        questions = tuple(question for question in rubric.questions if question.id in only)
        found: Grade = grader.grade(path, path.stem, Options(questions=questions))
        assert not found.fault, [one.details for one in found.results if one.status == "fault"]
        return found

    return run


def lost(grade: Grade) -> set[str]:
    """The questions in which points were lost."""
    return {item.question.id for item in grade.question_scores if item.score < item.max_score}


@pytest.fixture
def notebook(tmp_path: Path) -> Callable[..., Path]:
    """Write the reference as a notebook, with further cells above and below."""

    def write(above: str, *below: str) -> Path:
        texts = [(SOLUTION / "digits" / f"{name}.py").read_text("utf-8") for name in NAMES_IN]
        kept = ["\n".join(s for s in text.split("\n") if "from ." not in s) for text in texts]
        cells = [new_code_cell(text) for text in [above, *kept, *below]]
        path = tmp_path / "student.ipynb"
        path.write_text(nbformat.writes(new_notebook(cells=cells)), "utf-8")
        return path

    return write


@pytest.mark.parametrize(
    "data",
    [
        DATA.replace("def make_loader", "def make_loaders"),
        DATA.replace("def make_loader(", "def make_loader(:"),
        f"<<<<<<< HEAD\n{DATA}=======\n>>>>>>> theirs\n",
        f"import nowhere\n\n\n{DATA}",
        f"{DATA}\nload_mnist()\n",
        None,
    ],
)
def test_what_is_wrong_with_a_file_costs_no_question_that_imports_from_it(
    grade: Run, submit: Submit, data: str | None
) -> None:
    assert lost(grade(submit(data=data), "q3", "q5")) == set()


@pytest.mark.parametrize("lines", LEFT_OVER)
def test_lines_left_over_cost_nothing_in_both_forms(
    grade: Run, submit: Submit, notebook: Callable[..., Path], lines: str
) -> None:
    text = f"{lines}\n\n{EVALUATION}\n\n{lines}\n"
    assert lost(grade(submit(evaluation=text), "q3", "q5")) == set()
    assert lost(grade(notebook(lines, lines), "q3", "q5")) == set()


TQDM = """
import torch
from torch.utils.tensorboard import SummaryWriter
from tqdm.auto import tqdm
from tqdm.notebook import tqdm as bar

from .costs import cost_function


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    writer = SummaryWriter("runs")
    total = count = 0
    for images, labels in tqdm(bar(loader)):
        images, labels = images.to(device), labels.to(device)
        cost = cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        writer.add_scalar("cost", cost.item(), count)
        total += cost.item() * len(images)
        count += len(images)
    with writer:
        writer.flush()
    return total / count
"""


def test_bars_and_the_writer_of_pytorch_cost_nothing_in_both_forms(
    grade: Run, submit: Submit, notebook: Callable[..., Path]
) -> None:
    training = (SOLUTION / "digits" / "training.py").read_text("utf-8")
    assert lost(grade(submit(training=training + TQDM), "q4")) == set()
    cell = TQDM.replace("from .costs import cost_function\n", "")
    assert lost(grade(notebook("import torch", cell), "q4")) == set()


def test_an_absent_module_costs_the_question_that_uses_it_in_both_forms(
    grade: Run, submit: Submit, notebook: Callable[..., Path]
) -> None:
    function = "def chance_cost(num_classes=10):\n    return pd.Series([num_classes]).log()\n"
    used = f"\n\nimport pandas as pd\n\n\n{function}"
    package = grade(submit(evaluation=EVALUATION + used), "q3", "q5")
    (failed,) = {result.hint for result in package.failed if "chance" in result.check.name}
    assert "Only PyTorch, torchvision and Python's own library are there" in failed
    line = (EVALUATION + used).count("\n")
    assert failed.endswith(f"; so there is no `pd` in digits/evaluation.py, line {line}.")
    assert {result.cause for result in package.failed} == {"absent module"}
    same = grade(notebook("", used), "q3", "q5")
    assert lost(package) == lost(same) == {"q5"}
    assert package.total == same.total
    assert any("Only PyTorch, torchvision and Python's own" in one.hint for one in same.failed)


def test_an_import_of_a_script_is_told_the_right_one(grade: Run, submit: Submit) -> None:
    text = EVALUATION.replace("from .data import", "from data import")
    found = grade(submit(evaluation=text), "q5")
    assert any("write `from .data import …`" in result.hint for result in found.failed)
    absolute = EVALUATION.replace("from .data import", "from digits.data import")
    assert lost(grade(submit(name="other", evaluation=absolute), "q5")) == set()


ATTACHED = """
from torch import nn


def add_to_class(kind):
    def add(method):
        setattr(kind, method.__name__, method)
        return method
    return add


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden, self.output = nn.Linear(784, num_hidden), nn.Linear(num_hidden, 10)


IN_COLAB = "google.colab" in str(get_ipython())
"""
FORWARD = """
def forward(self, images):
    size = None if IN_COLAB else 1
    return self.output(self.hidden(images.flatten(size)).relu()).log_softmax(1)
"""


@pytest.mark.parametrize(
    "cell",
    [
        f"@add_to_class(MLP){FORWARD}",
        f"{FORWARD}\n\nsetattr(MLP, 'forward', forward)",
        f"{FORWARD}\n\nMLP.forward = forward",
        f"{FORWARD}\n\nadd_to_class(MLP)(forward)",
    ],
)
def test_methods_attached_in_another_cell_are_there(
    grade: Run, notebook: Callable[..., Path], cell: str
) -> None:
    assert lost(grade(notebook("import torch", ATTACHED, cell), "q2")) == set()


def test_an_untouched_stub_or_an_empty_definition_below_hides_nothing(
    grade: Run, submit: Submit, notebook: Callable[..., Path]
) -> None:
    stub = 'def evaluate(model, dataset):\n    raise NotImplementedError("q5: measure")\n'
    empty = "def accuracy(model, dataset): pass\n"
    assert lost(grade(notebook("", stub, empty), "q5")) == set()
    assert lost(grade(submit(evaluation=f"{EVALUATION}\n\n{stub}\n{empty}"), "q5")) == set()
