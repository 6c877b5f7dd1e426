"""Files that are looked through for what they hold, as tables of networks are often made."""

import pytest

from support.loading import EVALUATE, LEAVES_A_FILE, Load

NETS = f"""
import torch
N = 3
class Dense:
    n = N + 2
def helper(): pass
if __name__ == '__main__':
    {LEAVES_A_FILE}
result = helper(input())
"""
USED = EVALUATE.format("TABLE['Dense'].n")
LOOKED_THROUGH = [
    "import inspect\nfrom . import nets\nTABLE = dict(inspect.getmembers(nets, inspect.isclass))",
    "from digits import nets\nTABLE = {name: getattr(nets, name) for name in dir(nets)}",
    "import digits.nets as nets\nTABLE = {name: one for name, one in vars(nets).items()}",
    "from . import nets\nTABLE = {name: nets.__dict__[name] for name in nets.__dict__}",
    "from . import nets\ndef table(): return nets.__dict__\nTABLE = {**table()}",
    "import importlib\nTABLE = vars(importlib.import_module('.nets', __package__))",
    "import sys\nfrom .nets import helper\nTABLE = vars(sys.modules['digits.nets'])",
]


@pytest.mark.parametrize("table", LOOKED_THROUGH)
def test_a_file_that_is_looked_through_shows_what_it_makes(load: Load, table: str) -> None:
    code = load({"nets": NETS, "evaluation": f"{table}\n{USED}"})
    assert code.find("evaluate")() == 5
    assert not (code.folder / "seen").exists()
