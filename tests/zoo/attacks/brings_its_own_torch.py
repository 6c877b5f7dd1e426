"""It brings modules with the names of PyTorch and of the standard library.
kind: archives
points: 110
"""

import math

FILES = {
    "torch.py": "raise RuntimeError('BREACHED: not the real torch')\n",
    "json.py": "raise RuntimeError('BREACHED: not the real json')\n",
    "random.py": "raise RuntimeError('BREACHED: not the real random')\n",
    "traceback.py": "raise RuntimeError('BREACHED: not the real traceback')\n",
    "torchvision/__init__.py": "raise RuntimeError('BREACHED: not the real torchvision')\n",
    "autograder/__init__.py": "raise RuntimeError('BREACHED: not the real autograder')\n",
    "autograder/probes.py": "raise RuntimeError('BREACHED: not the real probes')\n",
}


def chance_cost(num_classes=10):
    return math.log(num_classes)
