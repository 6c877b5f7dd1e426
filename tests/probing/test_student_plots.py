"""What students' code plots where nobody looks."""

import subprocess
import sys

DRAWS = """
from autograder.probing.quiet import silence_plots
silence_plots()
import matplotlib
import matplotlib.pyplot as plt
matplotlib.use("Qt5Agg")
plt.switch_backend("TkAgg")
plt.ion()
figure, axes = plt.subplots()
axes.plot([1, 2])
figure.canvas.draw()
plt.pause(0.001)
plt.show()
print(plt.get_backend().lower())
"""


def test_a_figure_can_be_drawn_after_any_backend_was_chosen() -> None:
    run = subprocess.run([sys.executable, "-c", DRAWS], capture_output=True, text=True, check=False)
    assert run.stdout == "agg\n", run.stderr
