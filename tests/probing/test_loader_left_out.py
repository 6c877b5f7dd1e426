"""Packages: what is not run, since no function needs it or because it trains or waits."""

from pathlib import Path

import pytest

from support.loading import EVALUATE, LEAVES_A_FILE, Load


@pytest.mark.parametrize(
    "line",
    [
        "raise SystemExit",
        "while True: pass",
        LEAVES_A_FILE,
        "train(evaluate)",
        "input()",
        "import argparse\nargs = argparse.ArgumentParser().parse_args(['--nowhere'])",
        "import seaborn as sns\nsns.set_style('dark')",
        "from google.colab import drive\ndrive.mount('/content')",
        "from d2l import torch as d2l",
        "from nowhere import *",
        "from .nowhere import something",
        "from .broken import something",
        "import pandas, sklearn, torchsummary, wandb",
        "evaluate = evaluate()",
        "def other(x: Nowhere): pass",
        "@nowhere\ndef other(): pass",
        "class Other(nowhere): pass",
        "X = 1 / 0",
        "if __name__ == '__main__':\n    " + LEAVES_A_FILE,
        "get_ipython().system('ls')",
        "assert evaluate() == 4",
    ],
)
@pytest.mark.parametrize("where", ["evaluation", "data", "__init__"])
def test_what_no_definition_needs_costs_nothing(
    load: Load, tmp_path: Path, line: str, where: str
) -> None:
    files = {
        "__init__": "",
        "broken": "def something(:\n",
        "data": "def helper(): return 3\n",
        "evaluation": "from .data import helper\n" + EVALUATE.format("helper()"),
    }
    files[where] = f"{line}\n{files[where]}\n{line}\n"
    assert load(files).find("evaluate")() == 3
    assert not (tmp_path / "seen").exists()


LEFT_OUT = [
    "def main():\n    evaluate()\n    TABLE['a'] = 1\nmain()",
    "def main():\n    other.run(TABLE)\nmain()",
    "def run_all(): main()\ndef main(): TABLE.clear(); evaluate()\nrun_all()",
    "from .other import run\nrun(TABLE)",
    "from .other import run as go\nresults = [go(TABLE) for _ in range(3)]",
    "from . import other\nother.run(TABLE)",
    "import digits.other as o\nwith o.run(TABLE): pass",
    "from .other import *\nrun(TABLE)",
    "fit = evaluate\nfit(TABLE)",
    "class Trainer:\n    def __init__(self, table): self.table = table\n"
    "    def fit(self): self.table.clear(); evaluate()\nt = Trainer(TABLE)\nt.fit()",
    "x = evaluate()\nTABLE['x'] = x",
    "x = evaluate()\nfor y in x:\n    TABLE[y] = y",
    "for x in [1]:\n    TABLE.clear()\n    loss.backward()",
    "def step():\n    TABLE.clear()\n    loss.backward()\nstep()",
    "TABLE['a'] = input()",
    "def ask():\n    return input()\nTABLE.update(a=ask())",
    "while True:\n    TABLE['a'] = 1",
    "def wait():\n    while True: TABLE['a'] = 1\nwait()",
    "data = datasets.MNIST('.', download=True)\nTABLE['n'] = len(data)",
    "import os\nos.system('touch seen')\nTABLE[0] = os.system('ls')",
    "for name in TABLE.values():\n    " + LEAVES_A_FILE + "\n    evaluate()",
    "if __name__ == '__main__':\n    TABLE.clear()\n    evaluate()",
]


@pytest.mark.parametrize("line", LEFT_OUT)
@pytest.mark.parametrize("form", ["package", "notebook"])
def test_what_trains_or_waits_is_left_out_though_it_changes_what_is_needed(
    load: Load, tmp_path: Path, form: str, line: str
) -> None:
    other = "def run(table):\n    table['seen'] = open('seen', 'w')\n    return train(table)\n"
    files = {"other": "from .training import train\n" + other, "training": "def train(): pass\n"}
    text = f"TABLE = {{'a': 3}}\n{EVALUATE.format('dict(TABLE)')}\n{line}\n"
    if form == "notebook":
        text = text.replace("from .other", "from digits.other").replace("from . ", "from digits ")
        (tmp_path / "code cell 1").write_text(text)
    code = load(files | ({} if form == "notebook" else {"evaluation": text}))
    assert code.find("evaluate")() == {"a": 3}
    assert not (tmp_path / "seen").exists()


def test_what_needs_only_what_is_left_out_still_gets_it(load: Load) -> None:
    text = "def train(): return 5\nresult = train()\n" + EVALUATE.format("result")
    assert load({"evaluation": text}).find("evaluate")() == 5
