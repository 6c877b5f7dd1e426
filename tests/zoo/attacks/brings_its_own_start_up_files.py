"""It brings the files that Python looks for when it starts.
kind: archives
points: 110
"""

import math

EVIL = "raise RuntimeError('BREACHED: it was run')\n"
FILES = {
    "sitecustomize.py": "raise RuntimeError('BREACHED: it was run')\n",
    "usercustomize.py": "raise RuntimeError('BREACHED: it was run')\n",
    "digits/sitecustomize.py": "raise RuntimeError('BREACHED: it was run')\n",
    "evil.pth": "import os; os._exit(1)\n",
    "pyvenv.cfg": "home = /nowhere\n",
}


def chance_cost(num_classes=10):
    return math.log(num_classes)
