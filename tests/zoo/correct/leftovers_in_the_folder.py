"""A folder with leftovers: old versions, tests of the student's own, scratch files that fail."""

FILES = {
    "digits/models_old.py": """import torch.nn as nn

class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.fc = nn.Linear(784, 10)   # forgot the hidden layer!!
    def forward(self, x):
        return self.fc(x)
""",
    "digits/scratch.py": """from models import MLP
1 / 0
while True: pass
""",
    "digits/training (copy).py": "def training_epoch(model, loader, optimizer):\n    return 0\n",
    "digits/costs_v2_final.py": """def cost_function(log_prob, labels):
    raise NotImplementedError
<<<<<<< HEAD
""",
    "digits/test_models.py": """import unittest

from digits.models import CNN


class TestModels(unittest.TestCase):
    def test_size(self):
        self.assertEqual(sum(p.numel() for p in CNN().parameters()), 5658)


unittest.main()
""",
    "digits/.ipynb_checkpoints/data-checkpoint.py": "def load_mnist(): return None\n",
    "digits/__pycache__/models.cpython-311.pyc": "not a compiled file",
    "digits/.DS_Store": "Bud1",
    "__MACOSX/digits/._data.py": "Mac OS X",
    "notes.txt": "todo: hand in\n",
    "main.py": "from digits.training import train\ntrain()\n",
    "setup.py": "from setuptools import setup\nsetup(name='digits')\n",
}
