"""Its file ends the process when it is imported.
kind: exits
points: 108
hint: ended the Python process (exit code 3)
"""

import os

STATUS = os._exit(3)


def chance_cost(num_classes=10):
    return STATUS or 0.0
